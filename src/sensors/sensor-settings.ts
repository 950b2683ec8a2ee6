/** Settings that apps store for a person about one sensor. */
import { sql } from 'kysely'
import { type Reach, reachOf, sights } from '../access/permission.ts'
import { byName, refuseTakenName, type Setting, type Settings } from '../accounts/settings.ts'
import { isNewer, sentAt, setAt } from '../db/clock.ts'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { lockPerson } from '../people/lock-person.ts'
import { Refusal } from '../refusal.ts'
import { isRuuvis } from './ruuvi.ts'

/** Maximum number of settings per person and sensor. */
const most = 200

/** Lists the settings of every sensor that the caller can see, or of one. Refuses with `notVisible`. */
export async function listSensorSettings(
  db: Database,
  caller: Caller,
  sensor: string | undefined,
): Promise<{ sensor: string; settings: Settings }[]> {
  const found = await findSettings(db, caller.id, reachOf(caller), sensor ?? null)
  if (sensor !== undefined && found.length === 0) throw new Refusal('notVisible')
  return found.map(({ sensor, settings }) => ({ sensor, settings: byName(settings) }))
}

/**
 * Saves settings, all or none. Refuses with `notVisible`, `oldEntry`, `settingsFull`, or `malformed` like
 * `saveSetting`.
 */
export async function saveSensorSettings(
  db: Database,
  caller: Caller,
  { sensor, entries, at }: { sensor: string; entries: { name: string; value: string }[]; at: number | undefined },
): Promise<'added' | 'updated'> {
  for (const { name } of entries) refuseTakenName(name)
  // If a name occurs twice, the last value counts.
  const values = new Map(entries.map(({ name, value }) => [name, value.toWellFormed()]))
  const list = JSON.stringify([...values].map(([name, value]) => ({ name, value })))
  return db.transaction().execute(async trx => {
    const [locked] = await lockSensor(trx, sensor)
    // A sensor that is claimed only now would be locked after the person, against the lock order.
    if (!locked) throw new Refusal('notVisible')
    await lockPerson(trx, caller.id)
    const [answer] = await keep(trx, caller.id, reachOf(caller), sensor, list, sentAt(at))
    if (!answer?.visible) throw new Refusal('notVisible')
    if (answer.kept < values.size) throw new Refusal('oldEntry')
    if (answer.added > 0 && answer.others + answer.added > most) throw new Refusal('settingsFull')
    return answer.added === values.size ? 'added' : 'updated'
  })
}

const findSettings = statement<
  [person: number, reach: Reach, sensor: string | null],
  { sensor: string; settings: Setting[] }
>(
  'list-sensor-settings',
  (person, reach, sensor) => sql`
    select
      sensor_id as sensor,
      (
        select coalesce(
          json_agg(
            json_build_object('name', name, 'value', value, 'at', floor(extract(epoch from updated_at))::bigint) order by name
          ),
          '[]'
        )
        from sensor_settings
        where person_id = ${person} and sensor_settings.sensor_id = sight.sensor_id
      ) as settings
    from (${sights(person, reach)}) as sight
    where ${isRuuvis(sql`sensor_id`)} and (${sensor}::text is null or sensor_id = ${sensor})
    order by sensor_id`,
)

/** Blocks giving up the sensor until its settings are saved, so that they are deleted with it. */
const lockSensor = statement<[sensor: string], { id: string }>(
  'lock-sensor-for-settings',
  sensor => sql`select id from sensors where id = ${sensor} for key share`,
)

const keep = statement<
  [person: number, reach: Reach, sensor: string, entries: string, at: number | null],
  { visible: boolean; kept: number; added: number; others: number }
>(
  'save-sensor-settings',
  (person, reach, sensor, entries, at) => sql`
    with sight as materialized (
      select sensor_id from (${sights(person, reach)}) as sight where sensor_id = ${sensor}
    ),
    kept as (
      insert into sensor_settings as stored (person_id, sensor_id, name, value, updated_at)
      select ${person}, sensor_id, name, value, ${setAt(at)}
      from sight
      cross join ${jsonRows(entries, 'name text, value text')}
      on conflict (person_id, sensor_id, name) do update set value = excluded.value, updated_at = excluded.updated_at
      where not ${isNewer(sql`stored.updated_at`, at)}
      -- xmax is 0 in an inserted row, and not in an updated one, which this statement has locked.
      returning xmax = 0 as added
    )
    select
      exists (select from sight) as visible,
      (select count(*) from kept) as kept,
      (select count(*) from kept where added) as added,
      (select count(*) from sensor_settings where person_id = ${person} and sensor_id = ${sensor}) as others`,
)
