/** Finds sensors that a person has given up or left before, so that doing it again is no mistake. */
import { sql } from 'kysely'
import type { Handle } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'

/**
 * Returns those sensors that the caller owns, or once owned or used according to their own history. Only for sensors of
 * which the caller has no share: there is nothing left to leave.
 */
export async function nothingLeft(db: Handle, { id }: Caller, sensors: string[]): Promise<Set<string>> {
  const found = await find(db, id, JSON.stringify(sensors.map(sensor => ({ sensor }))))
  return new Set(found.map(({ sensor }) => sensor))
}

const find = statement<[person: number, sensors: string], { sensor: string }>(
  'nothing-left',
  (person, sensors) => sql`
    select sensor
    from ${jsonRows(sensors, 'sensor text collate "C"')}
    where exists (select from sensors where id = sensor and owner_id = ${person})
      or exists (select from events where sensor_id = sensor and (owner_id = ${person} or guest_id = ${person}))`,
)
