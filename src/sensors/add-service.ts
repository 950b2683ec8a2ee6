/** Adds a service to a device. */
import { sql } from 'kysely'
import { atomically } from '../db/atomic.ts'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { nameDetail, recordEvents } from '../sharing/books.ts'
import { isDevice } from '../sharing/channels.ts'
import { lockOwn } from '../sharing/lock-own.ts'

/** Maximum number of services per device. */
export const mostServices = 100

/**
 * Adds a service to the caller's device, or renames it. Refuses with `notOwner`, `notDevice` (id of six octets) or
 * `servicesFull`.
 */
export async function addService(
  db: Database,
  caller: Caller,
  { sensor, channel, name }: { sensor: string; channel: string; name: string },
): Promise<void> {
  if (!isDevice(sensor)) throw new Refusal('notDevice')
  await atomically(db, async trx => {
    const [own] = await lockOwn(trx, caller, [sensor])
    if (!own) throw new Refusal('notOwner')
    const [answer] = await save(trx, sensor, channel, name.toWellFormed(), mostServices)
    if (!answer?.isThere) throw new Refusal('servicesFull')
  })
}

const save = statement<[sensor: string, channel: string, name: string, most: number], { isThere: boolean }>(
  'add-service',
  (sensor, channel, name, most) => sql`
    with known as materialized (
      select name from services where sensor_id = ${sensor} and id = ${channel}
    ),
    saved as (
      insert into services as service (sensor_id, id, name)
      select ${sensor}, ${channel}, ${name}
      where exists (select from known) or (select count(*) from services where sensor_id = ${sensor}) < ${most}::int
      on conflict (sensor_id, id) do update set name = excluded.name where service.name <> excluded.name
      returning sensor_id
    ),
    ${recordEvents(sql`
      select sensors.id, owner_id, null::bigint, owner_id, 'updated', ${nameDetail(sql`sensors.name`)}
      from saved
      join sensors on sensors.id = ${sensor}`)}
    select exists (select from known) or exists (select from saved) as "isThere"`,
)
