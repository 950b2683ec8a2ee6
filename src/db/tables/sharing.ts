/** Shares, and what has happened to them. */
import type { Generated } from 'kysely'

/** Tables about shares and events. */
export type SharingTables = {
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
  previewed_addresses: {
    owner_id: number
    hash: Buffer
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
}
