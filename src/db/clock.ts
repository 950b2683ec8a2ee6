/** The times of changes. An app sends its own time with a change; what the service decides gets the database's time. */
import { type RawBuilder, sql } from 'kysely'

/**
 * Returns the time that an app sent with a change, in seconds; null without one. A value above 1e11 is in milliseconds.
 */
export function sentAt(at: number | undefined): number | null {
  if (at === undefined) return null
  return at > 1e11 ? at / 1000 : at
}

/**
 * The instant a change takes effect. A time more than five minutes in the future counts as now, otherwise a wrong clock
 * would block everyone else's changes until then.
 */
export const setAt = (sent: RawBuilder<unknown> | number | null) => sql`
  case when ${sent}::float8 <= extract(epoch from now()) + 300 then to_timestamp(${sent}::float8) else now() end`

/**
 * True if the stored value is newer than the change. Compares whole seconds, like most apps; a change without a time
 * always wins.
 */
export const isNewer = (stored: RawBuilder<unknown>, sent: RawBuilder<unknown> | number | null) => sql<boolean>`
  (${sent}::float8 is not null and date_trunc('second', ${stored}) > ${setAt(sent)})`

/**
 * First second that belongs to a new owner: the next one, because the current one may already hold data of the former
 * owner.
 */
export const nextSecond = sql`floor(extract(epoch from clock_timestamp()))::bigint + 1`
