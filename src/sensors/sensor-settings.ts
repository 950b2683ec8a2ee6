/** Settings that apps store about a sensor: its owner writes them, and its guests read them. */
import { sql } from 'kysely'
import { ownOrShared, type Reach, reachOf, sights } from '../access/permission.ts'
import { byName, refuseTakenName, type Setting, type Settings } from '../accounts/settings.ts'
import { atomically } from '../db/atomic.ts'
import { isNewer, sentAt, setAt } from '../db/clock.ts'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { lockOwn } from '../sharing/lock-own.ts'
import { isRuuvis } from './ruuvi.ts'

/** Maximum number of settings per sensor. */
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
 * Saves settings of the caller's sensor, all or none. Refuses with `notVisible`, `notYourSettings` (a guest), `oldEntry`,
 * `settingsFull`, or `malformed` like `saveSetting`.
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
  return atomically(db, async trx => {
    // Under the lock the sensor keeps its owner, and the next statement counts all of its settings.
    if ((await lockOwn(trx, caller, [sensor])).length === 0) {
      const [guest] = await findSight(trx, caller.id, reachOf(caller), sensor)
      throw new Refusal(guest ? 'notYourSettings' : 'notVisible')
    }
    const [answer = { kept: 0, added: 0, others: 0 }] = await keep(trx, sensor, list, sentAt(at))
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
        where sensor_settings.sensor_id = sight.sensor_id
      ) as settings
    from (${sights(person, reach)}) as sight
    where ${isRuuvis(sql`sensor_id`)} and (${sensor}::text is null or sensor_id = ${sensor})
    order by sensor_id`,
)

const findSight = statement<[person: number, reach: Reach, sensor: string], { role: string }>(
  'sight-of-settings',
  (person, reach, sensor) => sql`select role from (${ownOrShared(person, reach, sensor)}) as sight`,
)

const keep = statement<
  [sensor: string, entries: string, at: number | null],
  { kept: number; added: number; others: number }
>(
  'save-sensor-settings',
  (sensor, entries, at) => sql`
    with kept as (
      insert into sensor_settings as stored (sensor_id, name, value, updated_at)
      select ${sensor}, name, value, ${setAt(at)}
      from ${jsonRows(entries, 'name text, value text')}
      on conflict (sensor_id, name) do update set value = excluded.value, updated_at = excluded.updated_at
      where not ${isNewer(sql`stored.updated_at`, at)}
      -- xmax is 0 in an inserted row, and not in an updated one, which this statement has locked.
      returning xmax = 0 as added
    )
    select
      (select count(*) from kept) as kept,
      (select count(*) from kept where added) as added,
      (select count(*) from sensor_settings where sensor_id = ${sensor}) as others`,
)
