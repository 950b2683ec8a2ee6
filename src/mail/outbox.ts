/**
 * Writes letters in the same statement as their cause, so that a letter exists if and only if its cause was committed.
 */
import { type RawBuilder, sql } from 'kysely'

/** Reserves the id of a letter, for statements that need it before they insert the letter. */
export const nextLetter = sql<number>`nextval('letters_id_seq')`

/** Formats an instant for the content of a letter: as text in UTC, whatever the time zone of the session. */
export const instantText = (instant: RawBuilder<unknown>) =>
  sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * Builds the insert of one letter per call, kind, sender and recipient, with all sensors by `position`, from `lines
 * (kind, call, recipient, sender, sensor_id, name, position, letter_id)`. `letter_id`: from `nextLetter`, or null.
 * `more` (further content by name, nulls left out) and `due` (earliest time to send) are aggregates of the lines.
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
