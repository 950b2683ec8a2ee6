/** The names that a person sees for their sensors. */
import { sql } from 'kysely'
import { type Reach, reachOf, sights } from '../../access/permission.ts'
import { visibleSensor } from '../../access/visible-sensor.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Caller } from '../../people/caller.ts'

/** A sensor with the name that the reader sees. */
export type SensorName = { sensor: string; name: string; owner: string }

/** Lists sensors and devices, own and shared, by name. */
export async function namesOfSensors(db: Database, caller: Caller): Promise<SensorName[]> {
  return find(db, caller.id, reachOf(caller))
}

const find = statement<[person: number, reach: Reach], SensorName>(
  'names-of-sensors',
  (person, reach) => sql`
    select sight.sensor_id as sensor, sight.name, people.email as owner
    from ${visibleSensor(sights(person, reach))}
    order by lower(sight.name), sight.sensor_id`,
)
