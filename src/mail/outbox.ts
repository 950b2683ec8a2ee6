/** Letters that are owed: written in the statement that owes them, so that there is one if and only if its reason happened. */
import { type RawBuilder, sql } from 'kysely'

/** The id of a letter that is still to be owed, for those who must know it before. */
export const nextLetter = sql<number>`nextval('letters_id_seq')`

/** The end of a share as letters of its end hold it: text, the same in every session. */
export const expiresAt = (instant: RawBuilder<unknown>) =>
  sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * A data-modifying query that owes letters for the rows of `lines (kind, call, recipient, sender, sensor_id, name, position,
 * letter_id)`: one letter for each kind, sender and recipient in a call, with all their sensors in the order of the call.
 * `letter_id` is its id, taken from `nextLetter`; null: any will do. `more` is what else the letter holds: an object, made of
 * the lines of a letter.
 */
export function owe(lines: RawBuilder<unknown>, more = sql`'{}'::jsonb`) {
  return sql`
    insert into letters (id, kind, recipient, sender, content)
    overriding system value
    select
      coalesce(letter_id, ${nextLetter}), kind, recipient, sender,
      jsonb_build_object('sensors', jsonb_agg(jsonb_build_object('id', sensor_id, 'name', name) order by position)) || ${more}
    from (${lines}) as line
    group by kind, call, recipient, sender, letter_id`
}
