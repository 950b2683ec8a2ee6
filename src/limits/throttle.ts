/** Limits that protect a secret or a stranger's mailbox: counted in the database, so that all processes agree. */
import { sql } from 'kysely'
import { jsonRows, statement } from '../db/statement.ts'

/** Allows `most` tries of `key` in `seconds`. */
export type Limit = { key: string; most: number; seconds: number }

/**
 * CTEs that count a try against a JSON list of limits, and `over`: a row with the seconds to wait if a limit was
 * exceeded. Rows are locked in key order and counted after the wait for the lock, so concurrent tries are counted one
 * after the other. Also deletes up to five expired rows.
 */
export const countTry = (limits: string) => sql`
  allowed_tries as materialized (
    select * from ${jsonRows(limits, 'key text, most int, seconds int')}
  ),
  tried as (
    insert into throttles as throttle (key, tries, ends_at)
    select key, 1, now() + make_interval(secs => seconds) from allowed_tries order by key
    on conflict (key) do update set
      tries = case when throttle.ends_at <= now() then 1 else throttle.tries + 1 end,
      ends_at = case when throttle.ends_at <= now() then excluded.ends_at else throttle.ends_at end
    returning key, tries, ends_at
  ),
  over as materialized (
    select max(ceil(extract(epoch from ends_at - now())))::int as seconds
    from tried
    join allowed_tries using (key)
    where tries > most
    having count(*) > 0
  ),
  forgotten as (
    delete from throttles
    where key in (
      select key from throttles
      where ends_at <= now() and key not in (select key from allowed_tries)
      order by ends_at limit 5
      for update skip locked
    )
  )`

/** Takes back the count of a try that was right: only wrong tries count. */
export const forgiveTry = statement<[keys: string], never>(
  'forgive-try',
  keys => sql`
    update throttles set tries = tries - 1
    where key in (
      select key from throttles where key in (select key from ${jsonRows(keys, 'key text')}) order by key for update
    )`,
)
