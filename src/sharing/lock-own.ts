/** Locks an owner's sensors, so that their shares and services cannot change until the transaction ends. */

import { sql } from 'kysely'
import type { Handle } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import { type Caller, reaches } from '../people/caller.ts'

/** Locks those of the sensors that the caller owns, and returns their ids. Later statements read current data. */
export async function lockOwn(transaction: Handle, caller: Caller, sensors: string[]): Promise<string[]> {
  const reached = sensors.filter(sensor => reaches(caller, sensor))
  const locked = await lockAll(transaction, caller.id, JSON.stringify(reached.map(sensor => ({ sensor }))))
  return locked.map(({ id }) => id)
}

const lockAll = statement<[owner: number, sensors: string], { id: string }>(
  'lock-own-sensors',
  (owner, sensors) => sql`
    select sensor.id
    from (select sensor from ${jsonRows(sensors, 'sensor text collate "C"')} order by sensor) as wanted
    cross join lateral (
      select id from sensors where id = wanted.sensor and owner_id = ${owner} for no key update
    ) as sensor`,
)
