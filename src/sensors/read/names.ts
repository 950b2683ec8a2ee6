/** The names that a person sees for their sensors. */
import { sql } from 'kysely'
import { sights } from '../../access/permission.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Caller } from '../../people/caller.ts'

/** A sensor with the name that the reader sees. */
export type SensorName = { sensor: string; name: string; owner: string }

/** Lists sensors and devices, own and shared, by name. */
export async function namesOfSensors(db: Database, { id }: Caller): Promise<SensorName[]> {
  return find(db, id)
}

const find = statement<[person: number], SensorName>(
  'names-of-sensors',
  person => sql`
    select sight.sensor_id as sensor, sight.name, owner.email as owner
    from (${sights(person)}) as sight
    cross join lateral (select owner_id from sensors where id = sight.sensor_id limit 1) as sensors
    cross join lateral (select email from people where id = sensors.owner_id limit 1) as owner
    order by lower(sight.name), sight.sensor_id`,
)
