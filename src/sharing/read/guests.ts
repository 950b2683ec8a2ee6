/** Lists a person's guests, with the sensors that each can see now. */
import { sql } from 'kysely'
import { isInReach, isLive, type Reach, reachOf } from '../../access/permission.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Caller } from '../../people/caller.ts'

/** A guest with the sensors that the owner shares with them. */
export type Guesting = { guest: string; sensors: string[] }

/** Lists the guests of the caller's live shares by address, each with the caller's sensors that they see, by name. */
export async function listGuests(db: Database, caller: Caller): Promise<Guesting[]> {
  return find(db, caller.id, reachOf(caller))
}

// Lateral joins look rows up one by one: see `shareAll` in ../grant/share.ts.
const find = statement<[owner: number, reach: Reach], Guesting>(
  'list-guests',
  (owner, reach) => sql`
    select share.guest, jsonb_agg(sensors.id order by sensors.name, sensors.id) as sensors
    from sensors
    cross join lateral (
      select people.email as guest
      from shares
      cross join lateral (select email, joined_at from people where id = shares.guest_id limit 1) as people
      where shares.sensor_id = sensors.id and ${isLive}
      order by guest_id
    ) as share
    where sensors.owner_id = ${owner} and ${isInReach(reach, sql`sensors.id`)}
    group by share.guest
    order by share.guest`,
)
