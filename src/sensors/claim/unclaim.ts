/** Gives up a sensor. */

import { type Kysely, sql } from 'kysely'
import { atomically } from '../../db/atomic.ts'
import { nextSecond } from '../../db/clock.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Tables } from '../../db/tables.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { nameDetail, recordEvents } from '../../sharing/books.ts'
import { unshare } from '../../sharing/end/unshare.ts'
import { endAllShares } from './end-all-shares.ts'

type Own = { sensor: string; owner: number; deleteData: boolean }

/** Ends the caller's claim and all shares of the sensor; or, for a guest, their own share. Refuses with `notOwner`. */
export async function unclaim(
  db: Database,
  caller: Caller,
  { sensor, deleteData }: { sensor: string; deleteData: boolean },
): Promise<void> {
  if (!reaches(caller, sensor)) throw new Refusal('notOwner')
  const own = { sensor, owner: caller.id, deleteData }
  if (await atomically(db, trx => giveUp(trx, own))) return
  const [refusal] = await unshare(db, caller, [{ sensor }])
  if (refusal) throw new Refusal('notOwner')
}

/** Ends a claim and all shares of the sensor. Returns false if the caller does not own it (any more). */
export async function giveUp(trx: Kysely<Tables>, { sensor, owner, deleteData }: Own): Promise<boolean> {
  const [locked] = await lockOwn(trx, sensor, owner)
  if (!locked) return false
  await endAllShares(trx, { sensor, owner }, { action: 'unclaimed' })
  await deleteClaim(trx, sensor, deleteData)
  return true
}

const lockOwn = statement<[sensor: string, owner: number], { id: string }>(
  'lock-own-sensor',
  (sensor, owner) => sql`select id from sensors where id = ${sensor} and owner_id = ${owner} for update`,
)

// The history keeps its owner: anyone else who claims the sensor gets an empty one.
const deleteClaim = statement<[sensor: string, deleteData: boolean], never>(
  'unclaim',
  (sensor, deleteData) => sql`
    with gone as (
      delete from sensors where id = ${sensor} returning id, owner_id, name
    ),
    owner as (
      update people set claim_count = claim_count - 1
      where id = any (array(select owner_id from gone))
      returning id
    ),
    ${recordEvents(sql`
      select id, owner_id, null::bigint, owner_id, 'released', ${nameDetail(sql`name`)} from gone`)}
    insert into histories as history (sensor_id, owner_id, begins_at)
    select gone.id, owner.id, case when ${deleteData}::boolean then ${nextSecond} else 0 end
    from gone cross join owner
    on conflict (sensor_id) do update set
      owner_id = excluded.owner_id,
      begins_at = greatest(history.begins_at, excluded.begins_at),
      thinned_until = case when ${deleteData}::boolean then 0 else history.thinned_until end`,
)
