/** Sensors and devices that a person sees, page by page. */
import { type RawBuilder, sql } from 'kysely'
import { ownOrShared, sights } from '../../access/permission.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { isShowable, secondNow } from '../../measurements/latest.ts'
import type { Caller } from '../../people/caller.ts'

export type DeviceView = {
  sensor: string
  name: string
  /** When it was claimed, or shared with the caller. */
  since: string
  owner: string
  isOwn: boolean
  /** Whether the caller may use it in automations. */
  scripting: boolean
  /** It has measured in the last hour. */
  isActive: boolean
}

export type PageFilter = {
  size: number
  from: number
  /** Only those whose name or id has this in it, in whatever case. */
  name: string | undefined
  isActive: boolean | undefined
  sort: 'name' | 'created' | 'owner' | 'id'
  descending: boolean
  isOwn: boolean | undefined
}

/** Returns a page, and how many there are on all pages. What sorts alike is sorted by id, so that pages fit together. */
export async function pageOfSensors(
  db: Database,
  { id }: Caller,
  { size, from, name, isActive, sort, descending, isOwn }: PageFilter,
): Promise<{ total: number; sensors: DeviceView[] }> {
  const order = descending ? `-${sort}` : sort
  const rows = await findPage(db, id, size, from, name ?? null, isActive ?? null, order, isOwn ?? null)
  // A page beyond the end is one row, which holds the total alone.
  const found = rows.filter((row): row is Found & { total: number } => row.sensor !== null)
  return { total: rows[0]?.total ?? 0, sensors: found.map(deviceView) }
}

/** Returns those of some sensors that the caller sees, own or shared, in the order of the ids. */
export async function deviceViews(db: Database, { id }: Caller, sensors: string[]): Promise<DeviceView[]> {
  return (await findSome(db, id, asked(sensors))).map(deviceView)
}

const asked = (sensors: string[]) => JSON.stringify(sensors.map((sensor, position) => ({ position, sensor })))

type Found = Omit<DeviceView, 'since'> & { since: Date }

const deviceView = ({ sensor, name, since, owner, isOwn, scripting, isActive }: Found): DeviceView => ({
  sensor,
  name,
  since: since.toISOString(),
  owner,
  isOwn,
  scripting,
  isActive,
})

/** A row if the sensor of a sight has measured in the last hour, as far as this person may see it. */
const lately = (only: RawBuilder<unknown>) => sql`
  select true as is_active
  from measurements
  where ${only} and measurements.sensor_id = sight.sensor_id and ${isShowable(sql`sight.channels`)}
    and at >= greatest((select begins_at from histories where sensor_id = sight.sensor_id), ${secondNow} - 3600)
  order by at desc
  limit 1`

/** Whose the sensor of a sight is. Rows are looked up one by one, as in share.ts. */
const owned = sql`
  cross join lateral (select owner_id from sensors where id = sight.sensor_id limit 1) as sensors
  cross join lateral (select email from people where id = sensors.owner_id limit 1) as owner`

/** Every way to sort: of these terms all but one are the same in every row. */
const sorted = (order: RawBuilder<unknown> | string) =>
  sql.join(
    Object.entries({ name: 'name', created: 'since', owner: 'owner', id: 'sensor_id' }).flatMap(([key, column]) => [
      sql`case when ${order} = ${sql.lit(key)} then ${sql.ref(column)} end`,
      sql`case when ${order} = ${sql.lit(`-${key}`)} then ${sql.ref(column)} end desc`,
    ]),
  )

/*
 * Measurements are looked up for the rows of the page; for all only when they decide what is on it. `position` takes what
 * `like` would read as a pattern for what it is.
 */
const findPage = statement<
  [
    person: number,
    size: number,
    from: number,
    name: string | null,
    isActive: boolean | null,
    order: string,
    isOwn: boolean | null,
  ],
  (Found | { sensor: null }) & { total: number }
>(
  'page-of-sensors',
  (person, size, from, name, isActive, order, isOwn) => sql`
    with wanted as materialized (
      select sight.*, owner.email as owner
      from (${sights(person)}) as sight
      ${owned}
      left join lateral (${lately(sql`${isActive}::boolean is not null`)}) as lately on true
      where (${isOwn}::boolean is null or (sight.role = 'owner') = ${isOwn})
        and (
          ${name}::text is null or position(lower(${name}) in lower(sight.name)) > 0
          or position(upper(${name}) in sight.sensor_id) > 0
        )
        and (${isActive}::boolean is null or (lately.is_active is true) = ${isActive})
    ),
    page as (
      select *, row_number() over (order by ${sorted(order)}, sensor_id) as place
      from wanted
      order by place
      limit ${size} offset ${from}
    )
    select
      total.count as total, sight.sensor_id as sensor, sight.name, sight.since, sight.owner, sight.role = 'owner' as "isOwn",
      sight.scripting, lately.is_active is true as "isActive"
    from (select count(*) from wanted) as total
    left join page as sight on true
    left join lateral (${lately(sql`true`)}) as lately on true
    order by place`,
)

const findSome = statement<[person: number, asked: string], Found>(
  'seen-sensors',
  (person, asked) => sql`
    select
      sight.sensor_id as sensor, sight.name, sight.since, owner.email as owner, sight.role = 'owner' as "isOwn", sight.scripting,
      lately.is_active is true as "isActive"
    from ${jsonRows(asked, 'position int, sensor text collate "C"')}
    cross join lateral (${ownOrShared(person, sql`listed.sensor`)}) as sight
    ${owned}
    left join lateral (${lately(sql`true`)}) as lately on true
    order by position`,
)
