/** The sensors that a person sees on a phone: their own and those shared with them. */
import { sql } from 'kysely'
import { sights } from '../../access/permission.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Caller } from '../../people/caller.ts'
import { isRuuvis } from '../ruuvi.ts'

/** A sensor as the apps show it to a person who can see it. */
export type VisibleSensor = {
  sensor: string
  owner: string
  name: string
  picture: string
  public: boolean
  offsetTemperature: number
  offsetHumidity: number
  offsetPressure: number
}

/** Lists the sensors that a person can see: their own, then shared ones, each group by name. */
export async function visibleSensors(db: Database, { id }: Caller): Promise<VisibleSensor[]> {
  return findVisible(db, id)
}

const findVisible = statement<[person: number], VisibleSensor>(
  'visible-sensors',
  person => sql`
    select
      sensors.id as sensor, owner.email as owner, sight.name, sight.picture, is_public as public,
      offset_temperature as "offsetTemperature", offset_humidity as "offsetHumidity", offset_pressure as "offsetPressure"
    from (${sights(person)}) as sight
    cross join lateral (select * from sensors where id = sight.sensor_id limit 1) as sensors
    cross join lateral (select email from people where id = sensors.owner_id limit 1) as owner
    where ${isRuuvis(sql`sight.sensor_id`)}
    order by role = 'owner' desc, sight.name, sensors.id`,
)
