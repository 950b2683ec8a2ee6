/** Whose clock counts: what apps change carries their own time, what the service decides carries the database's. */
import { type RawBuilder, sql } from 'kysely'

/** Writes the time that an app sent with a change as seconds; null: it sent none. A time that large is in milliseconds. */
export function sentAt(at: number | undefined): number | null {
  if (at === undefined) return null
  return at > 1e11 ? at / 1000 : at
}

/**
 * The instant that a change counts from. A time to come is taken as now, or a clock that is wrong would keep everybody else
 * out for as long; five minutes are no wrong clock.
 */
export const setAt = (sent: RawBuilder<unknown> | number | null) => sql`
  case when ${sent}::float8 <= extract(epoch from now()) + 300 then to_timestamp(${sent}::float8) else now() end`

/** What is stored is newer than a change. Most apps count in whole seconds; without a time a change always counts. */
export const isNewer = (stored: RawBuilder<unknown>, sent: RawBuilder<unknown> | number | null) => sql<boolean>`
  (${sent}::float8 is not null and date_trunc('second', ${stored}) > ${setAt(sent)})`

/** The second from which on measurements are not the former owner's: the one after this, whose measurements may be there already. */
export const nextSecond = sql`floor(extract(epoch from clock_timestamp()))::bigint + 1`
