/** The sensors that a person sees: their own, and those that are shared with them. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/identify.ts'
import { isExpired, isPending } from '../sharing/permission.ts'

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

/** Lists the sensors that a person sees: the own ones, then those of others, each by name. */
export async function visibleSensors(db: Database, { id }: Caller): Promise<VisibleSensor[]> {
  return findVisible(db, id)
}

const findVisible = statement<[person: number], VisibleSensor>(
  'visible-sensors',
  person => sql`
    select
      sensors.id as sensor, owner.email as owner, sensors.name, picture, is_public as public,
      offset_temperature as "offsetTemperature", offset_humidity as "offsetHumidity", offset_pressure as "offsetPressure"
    from (
      select id, true as own from sensors where owner_id = ${person}
      union all
      select sensor_id, false
      from shares
      join people on people.id = shares.guest_id
      where guest_id = ${person} and not ${isPending} and ${isExpired} is not true
    ) as visible
    join sensors using (id)
    join people as owner on owner.id = sensors.owner_id
    order by visible.own desc, sensors.name, sensors.id`,
)
