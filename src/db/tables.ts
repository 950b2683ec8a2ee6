/** The tables as TypeScript sees them; migrations/ says what each column means. */
import type { Generated } from 'kysely'

export type Tables = {
  plans: {
    name: string
    max_claims: number
    max_shares: number
    max_shares_per_sensor: number
    max_history_days: number
  }
  people: {
    id: Generated<number>
    email: string
    joined_at: Date | null
    plan: Generated<string>
    share_count: Generated<number>
    created_at: Generated<Date>
  }
  sessions: {
    id: Generated<string>
    person_id: number
    created_at: Generated<Date>
  }
  sensors: {
    id: string
    owner_id: number
    name: Generated<string>
    share_count: Generated<number>
    claimed_at: Generated<Date>
  }
  shares: {
    sensor_id: string
    guest_id: number
    asked: Generated<boolean>
    accepted_at: Date | null
    expires_at: Date | null
    created_at: Generated<Date>
  }
  share_events: {
    id: Generated<number>
    at: Generated<Date>
    action: 'shared' | 'unshared' | 'left' | 'expired'
    sensor_id: string
    owner_id: number
    guest_id: number
    actor_id: number | null
  }
  letters: {
    id: Generated<number>
    kind: 'invitation' | 'shared' | 'unshared' | 'left'
    recipient: string
    sender: string
    content: { sensors: { id: string; name: string }[] }
    created_at: Generated<Date>
  }
  migrations: {
    name: string
    checksum: string
    ran_at: Generated<Date>
  }
}
