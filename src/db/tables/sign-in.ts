/** What signs people and programs in, and what protects that. */
import type { Generated } from 'kysely'

/** Tables about sessions, codes and keys. */
export type SignInTables = {
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
  sign_in_codes: {
    hash: Buffer
    link_id: Generated<string>
    email: string
    network: string
    wrong_tries: Generated<number>
    created_at: Generated<Date>
    expires_at: Generated<Date>
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
  signing_secrets: {
    id: string
    first_at: Generated<Date>
    last_at: Generated<Date>
  }
}
