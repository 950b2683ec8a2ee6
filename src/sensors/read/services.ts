/** Channels of sensors: measurements of Ruuvi sensors, and services of devices, which owners name. */
import { sql } from 'kysely'
import { ownOrShared, type Reach, reachOf } from '../../access/permission.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { channels as measured } from '../../measurements/frame.ts'
import type { Caller } from '../../people/caller.ts'
import { isDevice } from '../../sharing/channels.ts'

/** A service of a device, or a channel of a Ruuvi sensor, with its name. */
export type Service = { sensor: string; channel: string; name: string }

/** Lists the channels of the given sensors that the caller may use, by sensor; sensors they cannot see have none. */
export async function servicesOf(db: Database, caller: Caller, sensors: string[]): Promise<Service[]> {
  const found = await find(db, caller.id, reachOf(caller), JSON.stringify(sensors.map(sensor => ({ sensor }))))
  return found.flatMap(({ sensor, channels, services }) => {
    const offered = isDevice(sensor) ? services : ofRuuvi
    return offered
      .filter(({ channel }) => channels === null || channels.includes(channel))
      .map(service => ({ sensor, ...service }))
  })
}

const ofRuuvi = [...measured].map(channel => ({ channel, name: channel }))

type Found = { sensor: string; channels: string[] | null; services: Omit<Service, 'sensor'>[] }

const find = statement<[person: number, reach: Reach, sensors: string], Found>(
  'services-of-sensors',
  (person, reach, sensors) => sql`
    select sight.sensor_id as sensor, sight.channels, coalesce(service.all, '[]') as services
    from ${jsonRows(sensors, 'sensor text collate "C"')}
    cross join lateral (${ownOrShared(person, reach, sql`listed.sensor`)}) as sight
    cross join lateral (
      select jsonb_agg(jsonb_build_object('channel', id, 'name', name) order by name, id) as all
      from services
      where sensor_id = sight.sensor_id
    ) as service
    order by sight.sensor_id`,
)
