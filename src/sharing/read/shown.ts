/** A share as its owner and its guest see it. */
import { sql } from 'kysely'
import { type State, state } from '../../access/permission.ts'
import type { Fate } from '../../mail/fate.ts'
import type { Terms } from '../terms.ts'

/** A share as its owner and its guest see it. */
export type ShareView = Terms & {
  sensor: string
  /** The caller's name for the sensor. */
  name: string
  direction: 'given' | 'got'
  owner: string
  guest: string
  state: State
  paused: boolean
  since: string
  /** Delivery state of the share's letter; only for the owner. */
  letter: Fate | null
}

/** A share as queries return it. */
export type ShareRow = Omit<ShareView, 'since' | 'startsAt' | 'expiresAt'> & {
  since: Date
  startsAt: Date | null
  expiresAt: Date | null
}

/** Selects the columns that owner and guest have in common, from a row of shares and its guest's row of people. */
export const shareColumns = sql`
  shares.sensor_id as sensor, people.email as guest, ${state} as state, shares.paused_at is not null as paused,
  shares.channels, shares.scripting, shares.note, shares.starts_at as "startsAt", shares.expires_at as "expiresAt",
  shares.created_at as since`

// Formats the instants. Overwriting fields of a copy takes a tenth of the time that destructuring with a rest takes.
/** Converts a row to a share as people see it. */
export function shareView(share: ShareRow): ShareView {
  return {
    ...share,
    since: share.since.toISOString(),
    startsAt: share.startsAt?.toISOString() ?? null,
    expiresAt: share.expiresAt?.toISOString() ?? null,
  }
}
