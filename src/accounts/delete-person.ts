/** Deletes a person and everything that belongs to them. */
import { type Kysely, sql } from 'kysely'
import { nextSecond } from '../db/clock.ts'
import { type Database, isOvertaken } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import type { Tables } from '../db/tables.ts'
import { hashAddress, type Key } from '../keys.ts'
import { hashSuppressions } from '../mail/suppression.ts'
import { nameDetail, recordEvents } from '../sharing/books.ts'
import { endShares } from '../sharing/end/end-shares.ts'
import { forgetAddress, forgetCodes } from './forget-address.ts'

/**
 * Ends the person's shares, given and received, and deletes their sensors, sessions, codes, letters and address. Guests
 * who lose a live share get a letter. Their measurements, also of sensors given up earlier, have no owner then; the
 * history keeps ids that identify no one. What others keep no longer names them, and tokens issued before open no new
 * account. Returns the address; null if the person does not exist (any more).
 */
export async function deletePerson(db: Database, addresses: Key, id: number): Promise<string | null> {
  for (let tries = 1; ; tries++) {
    try {
      const email = await db.transaction().execute(trx => deleteOnce(trx, addresses, id))
      // After the commit, as it concerns no one who has an account. Housekeeping repeats it.
      if (email !== null) await hashSuppressions(db, addresses, email)
      return email
    } catch (error) {
      // Another transaction shared with this person meanwhile; the key constraints of the tables report it. Retry.
      const mayTryAgain = error instanceof Overtaken || isOvertaken(error)
      if (!mayTryAgain || tries === 10) throw error
    }
  }
}

/** Thrown if the person claimed a sensor, or got a share, after their sensors were locked. */
class Overtaken extends Error {}

async function deleteOnce(trx: Kysely<Tables>, addresses: Key, id: number): Promise<string | null> {
  // Work only on these sensors from here on: locking a sensor that was added later would break the lock order.
  const sensors = JSON.stringify(await lockSensors(trx, id))
  const email = (await lockPeople(trx, id, sensors)).find(person => person.id === id)?.email
  if (email === undefined) return null
  const shares = await findShares(trx, id, sensors)
  if (shares.length > 0)
    await endShares(trx, JSON.stringify(shares.map((ask, position) => ({ ...ask, position, call: 0 }))))
  await deleteSensors(trx, id, sensors)
  // Signing in locks codes before the person's row.
  await forgetCodes(trx, email)
  // With the row locked nobody can share with the person, so after this check nobody writes a letter that names them.
  await lockRow(trx, id)
  if ((await findLater(trx, id)).length > 0) throw new Overtaken()
  await forgetAddress(trx, id, email)
  await deleteRow(trx, id, hashAddress(addresses, email)[0])
  return email
}

const lockSensors = statement<[id: number], { id: string }>(
  'lock-sensors-of-person',
  id => sql`
    select id from sensors
    where owner_id = ${id} or id = any (array(select sensor_id from shares where guest_id = ${id}))
    order by id
    for update`,
)

const idsIn = (sensors: string) => sql`array(select id from ${jsonRows(sensors, 'id text collate "C"')})`

// Locks the person and the owners whose shares will end. Not `for update` yet: a concurrent share with one of them
// needs only a key lock on the row, which `for no key update` does not block.
const lockPeople = statement<[id: number, sensors: string], { id: number; email: string }>(
  'lock-people-around-person',
  (id, sensors) => sql`
    select id, email from people
    where id = ${id} or id = any (array(select owner_id from sensors where sensors.id = any (${idsIn(sensors)})))
    order by id
    for no key update`,
)

const lockRow = statement<[id: number], { id: number }>(
  'lock-person-to-delete',
  id => sql`select id from people where id = ${id} for update`,
)

const findLater = statement<[id: number], { id: string }>(
  'later-sensors-of-person',
  id => sql`
    select id from sensors where owner_id = ${id}
    union all
    select sensor_id from shares where guest_id = ${id}
    limit 1`,
)

const findShares = statement<[id: number, sensors: string], { sensor: string; caller: number; guest: string | null }>(
  'shares-of-person',
  (id, sensors) => sql`
    select sensor_id as sensor, ${id}::bigint as caller, (select email from people where people.id = guest_id) as guest
    from shares
    where sensor_id = any (array(select id from sensors where owner_id = ${id} and id = any (${idsIn(sensors)})))
    union all
    select sensor_id, ${id}::bigint, null from shares where guest_id = ${id} and sensor_id = any (${idsIn(sensors)})
    order by sensor`,
)

const deleteSensors = statement<[id: number, sensors: string], never>(
  'delete-sensors-of-person',
  (id, sensors) => sql`
    with gone as (
      delete from sensors where owner_id = ${id} and id = any (${idsIn(sensors)}) returning id, name
    ),
    ${recordEvents(sql`
      select id, ${id}::bigint, null::bigint, ${id}::bigint, 'released', ${nameDetail(sql`name`)} from gone order by id`)}
    insert into histories (sensor_id, owner_id, begins_at)
    select id, ${id}, 0 from gone order by id
    on conflict (sensor_id) do update set owner_id = excluded.owner_id`,
)

// Locks people before histories, in the same order as claiming.
const deleteRow = statement<[id: number, hash: string], never>(
  'delete-person',
  (id, hash) => sql`
    with theirs as materialized (
      select sensor_id from histories where owner_id = ${id} order by sensor_id for no key update
    ),
    emptied as (
      update histories set owner_id = null, begins_at = ${nextSecond}, thinned_until = 0
      where sensor_id = any (array(select sensor_id from theirs))
    ),
    -- The clock, not the transaction's beginning: a token may have been issued since.
    departed as (
      insert into departures (hash, at) values (decode(${hash}, 'hex'), clock_timestamp())
      on conflict (hash) do update set at = excluded.at
    )
    delete from people where id = ${id}`,
)
