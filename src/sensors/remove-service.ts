/** Removes a service from a device. */
import { sql } from 'kysely'
import { isExpired } from '../access/permission.ts'
import { atomically } from '../db/atomic.ts'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { nameDetail, recordEvents } from '../sharing/books.ts'
import { noSuchChannel } from '../sharing/channels.ts'
import { unshare } from '../sharing/end/unshare.ts'
import { lockOwn } from '../sharing/lock-own.ts'

/**
 * Removes a service from the caller's device and from its shares; ends shares that become empty. Refuses with
 * `notOwner` or `noSuchChannel`.
 */
export async function removeService(
  db: Database,
  caller: Caller,
  { sensor, channel }: { sensor: string; channel: string },
): Promise<void> {
  await atomically(db, async trx => {
    const [own] = await lockOwn(trx, caller, [sensor])
    if (!own) throw new Refusal('notOwner')
    const [answer] = await remove(trx, sensor, channel)
    if (!answer?.isRemoved) throw noSuchChannel(channel)
    if (answer.emptied.length === 0) return
    const [refusal] = (
      await unshare(
        trx,
        caller,
        answer.emptied.map(guest => ({ sensor, guest })),
      )
    ).filter(Boolean)
    if (refusal) throw refusal
  })
}

/** Returns the guests whose shares become empty, without changing these shares: they must end as they were. */
const remove = statement<[sensor: string, channel: string], { isRemoved: boolean; emptied: string[] }>(
  'remove-service',
  (sensor, channel) => sql`
    with removed as (
      delete from services where sensor_id = ${sensor} and id = ${channel} returning sensor_id
    ),
    concerned as materialized (
      select guest_id, array_remove(channels, ${channel}) as channels, scripting
      from shares
      where sensor_id = ${sensor} and ${channel} = any (channels) and ${isExpired} is not true
        and exists (select from services where sensor_id = ${sensor} and id = ${channel})
    ),
    emptied as (
      select people.email
      from concerned
      cross join lateral (select email from people where id = guest_id limit 1) as people
      where channels = '{}' and not scripting
    ),
    saved as (
      update shares set channels = concerned.channels
      from concerned
      where shares.sensor_id = ${sensor} and shares.guest_id = concerned.guest_id
        and (concerned.channels <> '{}' or concerned.scripting)
      returning shares.guest_id, concerned.channels
    ),
    ${recordEvents(sql`
      select sensors.id, owner_id, guest_id, owner_id, action, ${nameDetail(sql`sensors.name`)} || data
      from sensors
      cross join lateral (
        select 0 as part, 'updated' as action, null::bigint as guest_id, '{}'::jsonb as data from removed
        union all
        select 1, 'changed', guest_id, jsonb_build_object('channels', channels) from saved
      ) as happened
      where sensors.id = ${sensor}
      order by part, guest_id`)}
    select
      exists (select from removed) as "isRemoved",
      array(select email from emptied order by email) as emptied`,
)
