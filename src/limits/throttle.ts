/** Limits that protect a secret or a stranger's mailbox: counted in the database, so that all processes agree. */
import { type RawBuilder, sql } from 'kysely'
import { jsonRows } from '../db/statement.ts'

/**
 * Allows `most` tries of `key` in `seconds`. With `beyond`, a wider limit counts only tries after the first `beyond` of
 * the narrowest limit, so those can't be used up by others.
 */
export type Limit = { key: string; most: number; seconds: number; beyond?: number }

/** Writes limits for `countTry`: the narrowest first. */
export function toSteps(limits: Limit[]): string {
  return JSON.stringify(limits.map((limit, step) => ({ ...limit, step })))
}

/**
 * CTEs that count a try against up to three limits, and `over`: a row with the seconds to wait if one was exceeded. A
 * wider limit counts a try only if the narrower ones let it pass, and no limit counts past its maximum. So whoever hits
 * a narrow limit can't use up a wide one. Rows are locked from narrow to wide, and counted after the wait for the lock.
 * Also deletes up to five expired rows. A try that `isRight` is held up by the limits like any other, and not counted.
 */
export const countTry = (limits: string | RawBuilder<unknown>, isRight = sql<boolean>`false`) => sql`
  allowed_tries as materialized (
    select * from ${jsonRows(limits, 'step int, key text, most int, seconds int, beyond int')}
  ),
  ${counted(0, isRight)},
  ${counted(1, isRight)},
  ${counted(2, isRight)},
  over as materialized (
    select max(seconds) as seconds
    from (select seconds from over_0 union all select seconds from over_1 union all select seconds from over_2) as waits
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

/** CTEs that count the limit of one step, if no earlier step was exceeded. */
function counted(step: 0 | 1 | 2, isRight: RawBuilder<boolean>) {
  const [tried, over] = [sql.ref(`tried_${step}`), sql.ref(`over_${step}`)]
  const earlier = Array.from(
    { length: step },
    (_, index) => sql`and not exists (select from ${sql.ref(`over_${index}`)})`,
  )
  if (step > 0) earlier.push(sql`and coalesce(beyond, 0) < (select tries from tried_0)`)
  return sql`
  ${tried} as (
    insert into throttles as throttle (key, tries, ends_at)
    select key, (not ${isRight})::int, now() + make_interval(secs => seconds)
    from allowed_tries
    where step = ${sql.lit(step)} ${sql.join(earlier, sql` `)}
    on conflict (key) do update set
      tries = case
        when throttle.ends_at <= now() then (not ${isRight})::int
        else least(throttle.tries, (select most from allowed_tries where step = ${sql.lit(step)})) + (not ${isRight})::int
      end,
      ends_at = case when throttle.ends_at <= now() then excluded.ends_at else throttle.ends_at end
    returning key, tries + (${isRight})::int as tries, ends_at
  ),
  ${over} as materialized (
    select ceil(extract(epoch from ends_at - now()))::int as seconds
    from ${tried}
    join allowed_tries using (key)
    where tries > most
  )`
}
