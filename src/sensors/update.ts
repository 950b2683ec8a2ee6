/** Changes the name and other fields of a sensor. */
import { sql } from 'kysely'
import { type Reach, reachOf, type Sight, sightOf } from '../access/permission.ts'
import { isNewer, sentAt, setAt } from '../db/clock.ts'
import type { Handle } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { type Caller, reaches } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { nameDetail, recordEvents } from '../sharing/books.ts'

/** The sensor, and the fields that were changed. */
export type Changed = {
  sensor: string
  name?: string
  picture?: string
  public?: boolean
  offsetTemperature?: number
  offsetHumidity?: number
  offsetPressure?: number
}

/**
 * Changes the given fields and returns them. A guest changes only their own name and picture; other fields are ignored.
 * Refuses with `notVisible`, `notYourName` (a guest gave neither name nor picture) or `oldEntry`.
 */
export async function update(
  db: Handle,
  caller: Caller,
  {
    sensor,
    at,
    ...change
  }: { [Field in keyof Changed]: Changed[Field] | undefined } & {
    sensor: string
    at: number | undefined
  },
): Promise<Changed> {
  const { name, picture, public: isPublic, offsetTemperature, offsetHumidity, offsetPressure } = change
  const own = given({ name: name?.toWellFormed(), picture: picture?.toWellFormed() })
  // Only known fields: the request may contain others that the database rejects.
  const fields = given({ ...own, public: isPublic, offsetTemperature, offsetHumidity, offsetPressure })
  if (!reaches(caller, sensor)) throw new Refusal('notVisible')
  for (;;) {
    const [answer] = await save(db, caller.id, reachOf(caller), sensor, JSON.stringify(fields), sentAt(at))
    if (!answer || answer.role === 'public') throw new Refusal('notVisible')
    const mine = answer.role === 'owner' ? fields : own
    if (answer.saved) return { sensor, ...mine }
    if (Object.keys(mine).length === 0) {
      if (Object.keys(fields).length > 0) throw new Refusal('notYourName')
      return { sensor }
    }
    if (answer.isOld) throw new Refusal('oldEntry')
    // The row changed between the snapshot and the update; retry.
  }
}

/** Returns the fields that have a value. */
function given<Fields extends object>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

const columns = sql.raw('name, picture, is_public, offset_temperature, offset_humidity, offset_pressure')
const changed = sql`
  coalesce(change.name, sensors.name), coalesce(change.picture, sensors.picture), coalesce(change.public, is_public),
  coalesce(change."offsetTemperature", offset_temperature), coalesce(change."offsetHumidity", offset_humidity),
  coalesce(change."offsetPressure", offset_pressure)`

const differs = sql`
  (sensors.name, sensors.picture, is_public, offset_temperature, offset_humidity, offset_pressure) is distinct from row(${changed})`

const save = statement<
  [person: number, reach: Reach, sensor: string, change: string, at: number | null],
  { role: Sight['role']; isOld: boolean; saved: boolean }
>(
  'update-sensor',
  (person, reach, sensor, fields, at) => sql`
    with change as materialized (
      select *
      from jsonb_to_record(${fields}::jsonb) as named (
        name text, picture text, public boolean,
        "offsetTemperature" float8, "offsetHumidity" float8, "offsetPressure" float8
      )
    ),
    sight as materialized (
      select role, ${isNewer(sql`updated_at`, at)} as is_old from (${sightOf(person, reach, sensor)}) as sight
    ),
    own as (
      update sensors set (${columns}) = row(${changed}), updated_at = ${setAt(at)}
      from change
      where sensors.id = ${sensor} and owner_id = ${person} and ${fields}::jsonb <> '{}'
        and not ${isNewer(sql`sensors.updated_at`, at)} and ${differs}
      returning sensors.id, sensors.name
    ),
    -- If no value changes, only updated_at is set, and no event is written.
    confirmed as (
      update sensors set updated_at = ${setAt(at)}
      from change
      where sensors.id = ${sensor} and owner_id = ${person} and ${fields}::jsonb <> '{}'
        and not ${isNewer(sql`sensors.updated_at`, at)} and not ${differs}
      returning sensors.id
    ),
    ${recordEvents(sql`
      select id, ${person}::bigint, null::bigint, ${person}::bigint, 'updated', ${nameDetail(sql`name`)} from own`)},
    lent as (
      update shares set
        name = coalesce(change.name, shares.name),
        picture = coalesce(change.picture, shares.picture),
        updated_at = ${setAt(at)}
      from change, sight
      where sensor_id = ${sensor} and guest_id = ${person} and role = 'guest'
        and (change.name is not null or change.picture is not null)
        and not ${isNewer(sql`shares.updated_at`, at)}
      returning sensor_id
    )
    select
      role, is_old as "isOld",
      exists (select from own union all select from confirmed union all select from lent) as saved
    from sight`,
)
