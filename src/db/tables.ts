/** The tables as TypeScript types; migrations/ describes each column. */
import type { Generated } from 'kysely'

/** The tables and their columns. */
export type Tables = {
  plans: {
    name: string
    max_claims: number
    max_shares: number
    max_shares_per_sensor: number
    max_history_days: number
    max_resolution_minutes: Generated<number>
  }
  people: {
    id: Generated<number>
    email: string
    joined_at: Date | null
    plan: Generated<string>
    plan_started_at: Date | null
    plan_changed_at: Date | null
    plan_ends_at: Date | null
    share_count: Generated<number>
    claim_count: Generated<number>
    asks_first: Generated<boolean>
    emails_off: Generated<string[]>
    endings_read: Generated<number>
    created_at: Generated<Date>
    tokens_from: number | null
    operates_since: Date | null
    steps_hidden_at: Date | null
    display: Record<string, string> | null
  }
  plan_codes: {
    hash: Buffer
    is_keyed: Generated<boolean>
    plan: string
    days: number | null
    created_at: Generated<Date>
    used_at: Date | null
    used_by: number | null
  }
  sessions: {
    id: Generated<string>
    person_id: number
    created_at: Generated<Date>
    last_accessed_at: Generated<Date>
    token_digest: Buffer | null
    token_secret: string | null
    device: Generated<string>
    network: string | null
  }
  account_events: {
    id: Generated<number>
    person_id: number
    at: Generated<Date>
    action: AccountAction
    network: string | null
    device: string | null
    data: Generated<Record<string, unknown>>
  }
  signing_secrets: {
    id: string
    first_at: Generated<Date>
    last_at: Generated<Date>
  }
  sign_in_codes: {
    hash: Buffer
    link_id: Generated<string>
    email: string
    network: string
    wrong_tries: Generated<number>
    created_at: Generated<Date>
    expires_at: Generated<Date>
  }
  known_networks: {
    person_id: number
    network: string
    signed_in_at: Generated<Date>
  }
  known_devices: {
    person_id: number
    device: string
    signed_in_at: Generated<Date>
  }
  guess_budgets: {
    network: string
    full_at: Generated<Date>
    free_at: Generated<Date>
    ends_at: Date
  }
  throttles: {
    key: string
    tries: number
    ends_at: Date
  }
  sensors: {
    id: string
    owner_id: number
    name: Generated<string>
    picture: Generated<string>
    is_public: Generated<boolean>
    offset_temperature: Generated<number>
    offset_humidity: Generated<number>
    offset_pressure: Generated<number>
    share_count: Generated<number>
    claimed_at: Generated<Date>
    updated_at: Generated<Date>
  }
  services: {
    sensor_id: string
    id: string
    name: string
    created_at: Generated<Date>
  }
  access_keys: {
    id: string
    person_id: number
    name: string
    sealed_secret: string
    created_at: Generated<Date>
    last_used_at: Date | null
    scope: Generated<'read' | 'share' | 'all'>
    sensors: string[] | null
    expires_at: Date | null
    disabled_at: Date | null
  }
  used_signatures: {
    hash: Buffer
    used_at: Generated<Date>
    expires_at: Date
  }
  passkeys: {
    id: string
    person_id: number
    name: string
    public_key: Buffer
    counter: number
    created_at: Generated<Date>
    last_used_at: Date | null
  }
  used_challenges: {
    hash: Buffer
    expires_at: Date
  }
  sensor_secrets: {
    sensor_id: string
    hash: Buffer
    registered_at: Generated<Date>
  }
  person_settings: {
    person_id: number
    name: string
    value: string
    updated_at: Generated<Date>
  }
  sensor_settings: {
    sensor_id: string
    name: string
    value: string
    updated_at: Generated<Date>
  }
  pictures: {
    id: string
    sensor_id: string
    guest_id: number | null
    type: 'image/jpeg' | 'image/png'
    content: Buffer
    created_at: Generated<Date>
  }
  gateways: {
    id: string
    sealed_secret: string | null
    sealed_key: string | null
    first_seen_at: Date | null
    last_seen_at: Date | null
    coordinates: Generated<string>
    report: object | null
    reported_at: Date | null
    allowed_at: Date | null
    admitted_at: Date | null
    heard: number | null
  }
  forward_tokens: {
    id: Generated<number>
    hash: Buffer
    person_id: number
    name: string
    created_at: Generated<Date>
    last_used_at: Date | null
  }
  histories: {
    sensor_id: string
    owner_id: number | null
    begins_at: Generated<number>
    thinned_until: Generated<number>
  }
  measurements: {
    sensor_id: string
    at: number
    rssi: number
    gateway_id: string
    coordinates: Generated<string>
    is_maskable: boolean
    data: string
  }
  shares: {
    sensor_id: string
    guest_id: number
    asked: Generated<boolean>
    accepted_at: Date | null
    expires_at: Date | null
    created_at: Generated<Date>
    name: Generated<string>
    picture: Generated<string>
    updated_at: Generated<Date>
    channels: string[] | null
    letter_id: number | null
    scripting: Generated<boolean>
    note: Generated<string>
    starts_at: Date | null
    paused_at: Date | null
    warned_at: Date | null
    resent_at: Date | null
  }
  removed_shares: {
    removal_id: string
    sensor_id: string
    guest_id: number
    owner_id: number
    letter_id: number
    was: Record<string, unknown>
    at: Generated<Date>
  }
  declines: {
    owner_id: number
    guest: string
    at: Generated<Date>
  }
  events: {
    id: Generated<number>
    at: Generated<Date>
    action:
      | 'shared'
      | 'unshared'
      | 'left'
      | 'declined'
      | 'expired'
      | 'unclaimed'
      | 'contested'
      | 'accepted'
      | 'changed'
      | 'paused'
      | 'resumed'
      | 'resent'
      | 'claimed'
      | 'released'
      | 'lost'
      | 'updated'
    sensor_id: string
    owner_id: number
    guest_id: number | null
    actor_id: number | null
    data: Generated<Record<string, unknown>>
    tx: Generated<string>
  }
  kept_answers: {
    person_id: number
    key: string
    request: Buffer
    status: number
    answer: unknown
    created_at: Generated<Date>
  }
  letters: {
    id: Generated<number>
    kind:
      | 'invitation'
      | 'shared'
      | 'unshared'
      | 'left'
      | 'declined'
      | 'unclaimed'
      | 'contested'
      | 'expiring'
      | 'code'
      | 'deletion'
      | 'newSignIn'
      | 'newKey'
      | 'newPasskey'
      | 'accepted'
    recipient: string
    sender: string | null
    content:
      | {
          sensors: { id: string; name: string }[]
          note?: string
          asked?: true
          guest?: string
          startsAt?: string
          expiresAt?: string
          language?: string
        }
      | { code: string; link: string; language?: string }
      | { person: number; device?: string; network?: string; name?: string; at?: string }
      | Record<string, never>
    created_at: Generated<Date>
    state: Generated<
      | 'queued'
      | 'held'
      | 'sending'
      | 'sent'
      | 'delivered'
      | 'bounced'
      | 'complained'
      | 'suppressed'
      | 'muted'
      | 'obsolete'
      | 'given up'
    >
    due_at: Generated<Date>
    claim: string | null
    attempts: Generated<number>
    is_unsure: Generated<boolean>
    counted_at: Date | null
    message_id: string | null
    reason: string | null
    is_farewell: Generated<boolean>
  }
  letter_attempts: {
    letter_id: number
    number: number
    at: Generated<Date>
    outcome: string
    detail: Generated<string>
  }
  suppressed_addresses: {
    email: string
    reason: string
    at: Date
    is_lifted: Generated<boolean>
  }
  suppressed_hashes: {
    hash: Buffer
    reason: string
    at: Date
  }
  departures: {
    hash: Buffer
    at: Date
  }
  previewed_addresses: {
    owner_id: number
    hash: Buffer
    at: Generated<Date>
  }
  mutes: {
    recipient: string
    sender: string
    created_at: Generated<Date>
  }
  mailbox_messages: {
    id: Generated<number>
    letter: number
    kind: string
    recipient: string
    subject: string
    body: string
    html: string
    links: Record<string, string>
    sent_at: Generated<Date>
  }
  migrations: {
    name: string
    checksum: string
    ran_at: Generated<Date>
  }
}

/** What can happen to an account. */
export type AccountAction =
  | 'signedIn'
  | 'codesFailed'
  | 'keyMade'
  | 'keyDisabled'
  | 'keyEnabled'
  | 'keyRevoked'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'sessionEnded'
  | 'othersEnded'
  | 'signedOutEverywhere'
  | 'planSet'
