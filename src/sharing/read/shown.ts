/** A share as its owner and its guest see it. */
import { sql } from 'kysely'
import { type State, state } from '../../access/permission.ts'
import type { Fate } from '../../mail/fate.ts'
import type { Terms } from '../terms.ts'

export type Listed = Terms & {
  sensor: string
  /** What the caller calls it. */
  name: string
  direction: 'given' | 'got'
  owner: string
  guest: string
  state: State
  paused: boolean
  since: string
  /** How its letter fares, which only the owner may know. */
  letter: Fate | null
}

/** What a query finds of it. */
export type Found = Omit<Listed, 'since' | 'startsAt' | 'expiresAt'> & {
  since: Date
  startsAt: Date | null
  expiresAt: Date | null
}

/** The columns that are the same for both, of a row of shares beside its guest's row of people. */
export const shown = sql`
  shares.sensor_id as sensor, people.email as guest, ${state} as state, shares.paused_at is not null as paused,
  shares.channels, shares.scripting, shares.note, shares.starts_at as "startsAt", shares.expires_at as "expiresAt",
  shares.created_at as since`

// To take a few fields out of an object takes ten times as long as to write over them.
export function listed(share: Found): Listed {
  return {
    ...share,
    since: share.since.toISOString(),
    startsAt: share.startsAt?.toISOString() ?? null,
    expiresAt: share.expiresAt?.toISOString() ?? null,
  }
}
