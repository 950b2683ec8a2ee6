/** Letters that are owed: written in the statement that owes them, so that there is one if and only if its reason happened. */
import { type RawBuilder, sql } from 'kysely'

/** The id of a letter that is still to be owed, for those who must know it before. */
export const nextLetter = sql<number>`nextval('letters_id_seq')`

/** An instant as letters hold it: text, the same in every session. */
export const instantText = (instant: RawBuilder<unknown>) =>
  sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * A data-modifying query that owes letters for the rows of `lines (kind, call, recipient, sender, sensor_id, name, position,
 * letter_id)`: one letter for each kind, sender and recipient in a call, with all their sensors in the order of the call.
 * `letter_id` is its id, taken from `nextLetter`; null: any will do. `more` is what else its content says, by name, each an
 * aggregate of its lines; what is null is left out. `due` is when it is to be sent at the earliest, an aggregate, too.
 */
export function owe(lines: RawBuilder<unknown>, more: Record<string, RawBuilder<unknown>> = {}, due = sql`now()`) {
  const said = Object.entries(more).flatMap(([name, value]) => [sql.lit(name), value])
  const sensors = sql`jsonb_build_object('sensors', jsonb_agg(jsonb_build_object('id', sensor_id, 'name', name) order by position))`
  return sql`
    insert into letters (id, kind, recipient, sender, due_at, content)
    overriding system value
    select
      coalesce(letter_id, ${nextLetter}), kind, recipient, sender, ${due},
      ${said.length ? sql`${sensors} || jsonb_strip_nulls(jsonb_build_object(${sql.join(said)}))` : sensors}
    from (${lines}) as line
    group by kind, call, recipient, sender, letter_id`
}
