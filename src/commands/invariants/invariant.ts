/** What an invariant is, and SQL that several of them use. */
import { type RawBuilder, sql } from 'kysely'
import type { Tables } from '../../db/tables.ts'

/** `wrong` selects one row per violation: a text that identifies it by ids, never by a full address. */
export type Invariant = { rule: string; of: (keyof Tables)[]; wrong: RawBuilder<unknown> }

/** Names a share by its ids. */
export const nameOfShare = sql`concat('sensor ', sensor_id, ', guest ', guest_id)`

/** Masks an address: its owner still recognizes it, but a stranger can't write to it. */
export const masked = (address: string) =>
  sql`concat(left(${sql.ref(address)}, 1), '***', substring(${sql.ref(address)} from '@.*$'))`

/** The events that end a share. */
export const endings = sql`('unshared', 'left', 'declined', 'expired', 'unclaimed', 'contested')`
