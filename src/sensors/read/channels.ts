/** Which channels sensors have measured. */
import { sql } from 'kysely'
import type { Handle } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { decode, quantities } from '../../measurements/values.ts'
import type { Caller } from '../../people/caller.ts'

/** Returns the channels in the last measurement of each of the caller's sensors; of others nothing. */
export async function measuredChannels(db: Handle, caller: Caller, sensors: string[]): Promise<Set<string>> {
  if (sensors.length === 0) return new Set()
  const rows = await find(db, caller.id, JSON.stringify(sensors.map(sensor => ({ sensor }))))
  const measured = rows.flatMap(({ data }) => Object.keys(decode(data)) as (keyof typeof quantities)[])
  return new Set(measured.map(quantity => quantities[quantity].channel))
}

const find = statement<[owner: number, sensors: string], { data: string }>(
  'last-data-of-sensors',
  (owner, sensors) => sql`
    select last.data
    from ${jsonRows(sensors, 'sensor text collate "C"')}
    cross join lateral (select id from sensors where id = listed.sensor and owner_id = ${owner} limit 1) as own
    cross join lateral (
      select data
      from measurements
      where sensor_id = own.id and at >= coalesce((select begins_at from histories where sensor_id = own.id), 0)
      order by at desc
      limit 1
    ) as last`,
)
