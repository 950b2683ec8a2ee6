/** Sensors and devices that a person can see, in pages. */
import { type RawBuilder, sql } from 'kysely'
import { ownOrShared, type Reach, reachOf, sights } from '../../access/permission.ts'
import { visibleSensor } from '../../access/visible-sensor.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { isShowable, secondNow } from '../../measurements/latest.ts'
import type { Caller } from '../../people/caller.ts'

/** A sensor or device as a person sees it in a page. */
export type DeviceView = {
  sensor: string
  name: string
  /** Time of the claim, or of the share with the caller. */
  since: string
  owner: string
  isOwn: boolean
  /** Whether the caller's programs may read it. */
  scripting: boolean
  /** Whether it has measured in the last hour. */
  isActive: boolean
}

type Order = 'name' | 'state' | 'created' | 'owner' | 'id'

/** Which page of sensors to read; undefined means any. */
export type PageFilter = {
  size: number
  from: number
  /** Text to find in the name or id, ignoring case. */
  name: string | undefined
  isActive: boolean | undefined
  /** At most five; a minus reverses one. Active devices come before inactive ones. */
  order: (Order | `-${Order}`)[]
  isOwn: boolean | undefined
  /** Only these sensors. */
  only?: string[] | undefined
}

/** Returns a page and the total number. Ties are sorted by id, so that pages do not overlap. */
export async function pageOfSensors(
  db: Database,
  caller: Caller,
  { size, from, name, isActive, order, isOwn, only }: PageFilter,
): Promise<{ total: number; sensors: DeviceView[] }> {
  const rows = await findPage(
    db,
    caller.id,
    reachOf(caller),
    size,
    from,
    name ?? null,
    isActive ?? null,
    order,
    isOwn ?? null,
    only ?? null,
  )
  // A page beyond the end is one row with only the total.
  const found = rows.filter((row): row is Found & { total: number } => row.sensor !== null)
  return { total: rows[0]?.total ?? 0, sensors: found.map(deviceView) }
}

/** Returns the given sensors that the caller can see, own or shared, in the order given. */
export async function deviceViews(db: Database, caller: Caller, sensors: string[]): Promise<DeviceView[]> {
  return (await findGiven(db, caller.id, reachOf(caller), rowsOf(sensors))).map(deviceView)
}

const rowsOf = (sensors: string[]) => JSON.stringify(sensors.map((sensor, position) => ({ position, sensor })))

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

/** Finds a row if the sensor has measured in the last hour and the person may see it. */
const lately = (only: RawBuilder<unknown>) => sql`
  select true as is_active
  from measurements
  where ${only} and measurements.sensor_id = sight.sensor_id and ${isShowable(sql`sight.channels`)}
    and at >= greatest((select begins_at from histories where sensor_id = sight.sensor_id), ${secondNow} - 3600)
  order by at desc
  limit 1`

/** What a page is sorted by, besides the name: as texts that sort like it does. Names have a collation of their own. */
const sortKeys: Record<Exclude<Order, 'name'>, RawBuilder<unknown>> = {
  state: sql`case when is_active then 'a' else 'b' end`,
  created: sql`to_char(since at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`,
  owner: sql`owner`,
  id: sql`sensor_id`,
}

/**
 * Sort terms for every place in the order and both directions: all but the chosen ones are null in every row. So one
 * prepared statement serves every order; there are thousands.
 */
const sorted = (order: RawBuilder<unknown> | string[]) =>
  sql.join(
    [1, 2, 3, 4, 5].flatMap(place =>
      ['', '-'].flatMap(sign => {
        const isChosen = (name: string) => sql`(${order}::text[])[${sql.lit(place)}] = ${sql.lit(sign + name)}`
        const keys = Object.entries(sortKeys).map(([name, key]) => sql`when ${isChosen(name)} then ${key}`)
        const direction = sign === '-' ? sql`desc` : sql`asc`
        return [
          sql`case when ${isChosen('name')} then name end ${direction}`,
          sql`case ${sql.join(keys, sql` `)} end collate "C" ${direction}`,
        ]
      }),
    ),
  )

/*
 * Looks up measurements only for the rows of the page, unless the list is filtered or sorted by them. Searches with
 * `position`, because `like` has wildcards.
 */
const findPage = statement<
  [
    person: number,
    reach: Reach,
    size: number,
    from: number,
    name: string | null,
    isActive: boolean | null,
    order: string[],
    isOwn: boolean | null,
    only: string[] | null,
  ],
  (Found | { sensor: null }) & { total: number }
>(
  'page-of-sensors',
  (person, reach, size, from, name, isActive, order, isOwn, only) => sql`
    with matching as materialized (
      select sight.*, people.email as owner, lately.is_active is true as is_active
      from ${visibleSensor(sights(person, reach))}
      left join lateral (${lately(sql`(${isActive}::boolean is not null or ${order}::text[] && '{state,-state}')`)}) as lately on true
      where (${isOwn}::boolean is null or (sight.role = 'owner') = ${isOwn})
        and (${only}::text[] is null or sight.sensor_id = any (${only}::text[]))
        and (
          ${name}::text is null or position(lower(${name}) in lower(sight.name)) > 0
          or position(upper(${name}) in sight.sensor_id) > 0
        )
        and (${isActive}::boolean is null or (lately.is_active is true) = ${isActive})
    ),
    page as (
      select *, row_number() over (order by ${sorted(order)}, sensor_id) as place
      from matching
      order by place
      limit ${size} offset ${from}
    )
    select
      total.count as total, sight.sensor_id as sensor, sight.name, sight.since, sight.owner, sight.role = 'owner' as "isOwn",
      sight.scripting, lately.is_active is true as "isActive"
    from (select count(*) from matching) as total
    left join page as sight on true
    left join lateral (${lately(sql`true`)}) as lately on true
    order by place`,
)

const findGiven = statement<[person: number, reach: Reach, sensors: string], Found>(
  'seen-sensors',
  (person, reach, sensors) => sql`
    select
      sight.sensor_id as sensor, sight.name, sight.since, people.email as owner, sight.role = 'owner' as "isOwn", sight.scripting,
      lately.is_active is true as "isActive"
    from ${jsonRows(sensors, 'position int, sensor text collate "C"')}
    cross join lateral ${visibleSensor(ownOrShared(person, reach, sql`listed.sensor`))}
    left join lateral (${lately(sql`true`)}) as lately on true
    order by position`,
)
