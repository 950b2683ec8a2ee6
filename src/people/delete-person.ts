/** Deletes a person and all that is theirs. */
import { type Kysely, sql } from 'kysely'
import { type Database, isOvertaken } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Tables } from '../db/tables.ts'
import { endShares } from '../sharing/end-shares.ts'
import { nextSecond } from './clock.ts'

/**
 * Ends a person's shares, given and received, and deletes their sensors, sessions, codes, letters and address. Whoever loses
 * a live share is told by letter. What their sensors measured, also those that they gave up earlier, is nobody's from then
 * on. The history keeps its numbers, which then name nobody. Returns the address; null when there is no such person (any more).
 */
export async function deletePerson(db: Database, id: number): Promise<string | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(trx => deleteOnce(trx, id))
    } catch (error) {
      // Somebody shared with them, or they claimed a sensor, while this was under way: the keys of the tables notice.
      if (!isOvertaken(error) || tries === 5) throw error
    }
  }
}

async function deleteOnce(trx: Kysely<Tables>, id: number): Promise<string | null> {
  await lockSensors(trx, id)
  const shares = await findShares(trx, id)
  if (shares.length > 0)
    await endShares(trx, JSON.stringify(shares.map((ask, position) => ({ ...ask, position, call: 0 }))))
  await deleteSensors(trx, id)
  await deleteMail(trx, id)
  const [person] = await deleteRow(trx, id)
  return person?.email ?? null
}

const lockSensors = statement<[id: number], { id: string }>(
  'lock-sensors-of-person',
  id => sql`
    select id from sensors
    where owner_id = ${id} or id in (select sensor_id from shares where guest_id = ${id})
    order by id
    for update`,
)

const findShares = statement<[id: number], { sensor: string; caller: number; guest: string | null }>(
  'shares-of-person',
  id => sql`
    select sensor_id as sensor, ${id}::bigint as caller, email as guest
    from sensors
    join shares on shares.sensor_id = sensors.id
    join people on people.id = shares.guest_id
    where owner_id = ${id}
    union all
    select sensor_id, ${id}::bigint, null from shares where guest_id = ${id}
    order by sensor`,
)

const deleteSensors = statement<[id: number], never>(
  'delete-sensors-of-person',
  id => sql`
    with gone as (
      delete from sensors where owner_id = ${id} returning id
    )
    insert into histories (sensor_id, owner_id, begins_at)
    select id, ${id}, 0 from gone order by id
    on conflict (sensor_id) do update set owner_id = excluded.owner_id`,
)

// Codes before the person, as signing in takes them: so neither waits for the other in a ring.
const deleteMail = statement<[id: number], never>(
  'delete-mail-of-person',
  id => sql`
    with address as (
      select email from people where id = ${id}
    ),
    codes as (
      delete from sign_in_codes where email in (select email from address)
    )
    delete from letters where recipient in (select email from address)`,
)

// People before histories, as claiming takes them.
const deleteRow = statement<[id: number], { email: string }>(
  'delete-person',
  id => sql`
    with person as materialized (
      select id from people where id = ${id} for update
    ),
    theirs as materialized (
      select sensor_id from histories where owner_id in (select id from person) order by sensor_id for no key update
    ),
    emptied as (
      update histories set owner_id = null, begins_at = ${nextSecond}, thinned_until = 0
      where sensor_id in (select sensor_id from theirs)
    )
    delete from people where id in (select id from person) returning email`,
)
