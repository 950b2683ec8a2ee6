/** People with their plans, settings and history. */
import type { Generated } from 'kysely'

/** Tables about accounts and plans. */
export type AccountTables = {
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
  person_settings: {
    person_id: number
    name: string
    value: string
    updated_at: Generated<Date>
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
  departures: {
    hash: Buffer
    at: Date
  }
  kept_answers: {
    person_id: number
    key: string
    request: Buffer
    status: number
    answer: unknown
    created_at: Generated<Date>
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
  | 'phoneAdded'
  | 'phoneRevoked'
  | 'sessionEnded'
  | 'othersEnded'
  | 'signedOutEverywhere'
  | 'planSet'
