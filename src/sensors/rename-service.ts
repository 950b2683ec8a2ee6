/** Renames a service of a device. */
import { sql } from 'kysely'
import { isInReach, type Reach, reachOf } from '../access/permission.ts'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { nameDetail, recordEvents } from '../sharing/books.ts'
import { noSuchChannel } from '../sharing/channels.ts'

/**
 * Renames a service of the caller's devices: of each that has one with this id. Refuses with `noSuchChannel` if none
 * has, whether or not a device of somebody else has.
 */
export async function renameService(
  db: Database,
  caller: Caller,
  { channel, name }: { channel: string; name: string },
): Promise<void> {
  const [answer] = await rename(db, caller.id, reachOf(caller), channel, name.toWellFormed())
  if (!answer?.isThere) throw noSuchChannel(channel)
}

const rename = statement<[owner: number, reach: Reach, channel: string, name: string], { isThere: boolean }>(
  'rename-service',
  (owner, reach, channel, name) => sql`
    with own as materialized (
      select sensors.id, owner_id, sensors.name
      from sensors
      cross join lateral (select from services where sensor_id = sensors.id and id = ${channel} limit 1) as service
      where owner_id = ${owner} and ${isInReach(reach, sql`sensors.id`)}
      order by sensors.id
      for no key update of sensors
    ),
    saved as (
      update services set name = ${name}
      where sensor_id = any (array(select id from own)) and id = ${channel} and name <> ${name}
      returning sensor_id
    ),
    ${recordEvents(sql`
      select own.id, owner_id, null::bigint, owner_id, 'updated', ${nameDetail(sql`own.name`)}
      from saved
      join own on own.id = saved.sensor_id
      order by own.id`)}
    select exists (select from own) as "isThere"`,
)
