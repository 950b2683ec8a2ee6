/** Lists the shares of many sensors at once. */
import { sql } from 'kysely'
import { isExpired, ownOrShared, type Reach, reachOf } from '../../access/permission.ts'
import { visibleSensor } from '../../access/visible-sensor.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows as rowsOf, statement } from '../../db/statement.ts'
import { fate } from '../../mail/fate.ts'
import type { Caller } from '../../people/caller.ts'
import { type ShareRow, type ShareView, selectedColumns, shareColumns, shareView } from './shown.ts'

/**
 * Lists the shares of some sensors, by sensor and address: of the caller's sensors all that have not expired, of other
 * sensors only the caller's own share, while it is live.
 */
export async function sharesOf(db: Database, caller: Caller, sensors: string[]): Promise<ShareView[]> {
  return (await find(db, caller.id, reachOf(caller), JSON.stringify(sensors.map(sensor => ({ sensor }))))).map(
    shareView,
  )
}

// Lateral joins look rows up one by one: see `shareAll` in ../grant/share.ts.
const find = statement<[person: number, reach: Reach, asked: string], ShareRow>(
  'shares-of-sensors',
  (person, reach, asked) => sql`
    select
      sight.name, case sight.role when 'owner' then 'given' else 'got' end as direction, people.email as owner,
      ${selectedColumns},
      (select ${fate} from letters where id = share.letter_id and sight.role = 'owner') as letter
    from ${rowsOf(asked, 'sensor text collate "C"')}
    cross join lateral ${visibleSensor(ownOrShared(person, reach, sql`listed.sensor`))}
    cross join lateral (
      select ${shareColumns}, letter_id
      from shares
      cross join lateral (select email, joined_at from people where id = shares.guest_id limit 1) as people
      where shares.sensor_id = sight.sensor_id and (sight.role = 'owner' or shares.guest_id = ${person})
        and ${isExpired} is not true
      order by guest_id
    ) as share
    order by share.sensor, guest`,
)
