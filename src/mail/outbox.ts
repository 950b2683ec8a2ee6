/** Letters that are owed: written in the statement that owes them, so that there is one if and only if its reason happened. */
import { type RawBuilder, sql } from 'kysely'

/**
 * A data-modifying query that owes letters for the rows of `lines (kind, call, recipient, sender, sensor_id, name, position)`:
 * one letter for each kind, sender and recipient in a call, with all their sensors in the order of the call.
 */
export function owe(lines: RawBuilder<unknown>) {
  return sql`
    insert into letters (kind, recipient, sender, content)
    select
      kind, recipient, sender,
      jsonb_build_object('sensors', jsonb_agg(jsonb_build_object('id', sensor_id, 'name', name) order by position))
    from (${lines}) as line
    group by kind, call, recipient, sender`
}
