/** A share as its owner and its guest see it. */
import { type RawBuilder, sql } from 'kysely'
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

/** The columns that owner and guest have in common. */
const columns: Record<Exclude<keyof ShareRow, 'name' | 'direction' | 'owner' | 'letter'>, RawBuilder<unknown>> = {
  sensor: sql`shares.sensor_id`,
  guest: sql`people.email`,
  state,
  paused: sql`shares.paused_at is not null`,
  channels: sql`shares.channels`,
  scripting: sql`shares.scripting`,
  note: sql`shares.note`,
  startsAt: sql`shares.starts_at`,
  expiresAt: sql`shares.expires_at`,
  since: sql`shares.created_at`,
}

/** Selects the columns that owner and guest have in common, from a row of shares and its guest's row of people. */
export const shareColumns = sql.join(Object.entries(columns).map(([name, value]) => sql`${value} as ${sql.ref(name)}`))

/** Selects the same columns from a subquery `share` that has selected them. */
export const selectedColumns = sql.join(Object.keys(columns).map(name => sql.ref(`share.${name}`)))

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
