/** Reads a sensor's measurements in a range of time. */
import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachOf, type Sight, sightOf } from '../access/permission.ts'
import { visibleSensor } from '../access/visible-sensor.ts'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { planNow } from '../plans/plan.ts'
import { Refusal } from '../refusal.ts'
import {
  asSeen,
  isShowable,
  type Measurement,
  measurementColumns,
  offsetColumns,
  secondNow,
  visibleFrom,
} from './latest.ts'
import type { Offsets } from './values.ts'

/** Which measurements to read; `since` and `until` are seconds since 1970, both included. */
export type Range = {
  sensor: string
  since: number | undefined
  until: number | undefined
  limit: number
  sort: 'asc' | 'desc'
  mode: 'dense' | 'sparse' | 'mixed'
}

/** A sensor with its measurements in a range. */
export type History = Offsets & {
  sensor: string
  name: string
  picture: string
  public: boolean
  measurements: Measurement[]
}

/**
 * Reads measurements of a sensor that the caller sees, as far back and as fine as the owner's plan allows. Refuses with
 * `notVisible` or `badTimes`.
 */
export async function read(db: Database, caller: Caller, range: Range): Promise<History> {
  const { role, channels, ...history } = await readWithSight(db, caller, range)
  return history
}

/** Reads as `read` does, and returns how the caller sees the sensor, too. */
export async function readWithSight(db: Database, caller: Caller, range: Range): Promise<History & Sight> {
  const { total, ...found } = await find(db, caller, range)
  return { sensor: range.sensor, ...found, measurements: seenIn(found) }
}

/**
 * Reads as `read` does, and returns the JSON text that the apps read. Postgres writes the measurements; they are parsed
 * only if something in them must be hidden from the caller.
 */
export async function writeHistory(db: Database, caller: Caller, range: Range): Promise<string> {
  const { role, channels, total, measurements, ...found } = await find(db, caller, range)
  const isWhole = role !== 'public' && channels === null
  const text = isWhole ? measurements : JSON.stringify(seenIn({ role, channels, measurements }))
  return `${JSON.stringify({ sensor: range.sensor, ...found, total }).slice(0, -1)},"measurements":${text}}`
}

/** Reads a page forward, whatever the `sort` of its range; throws `notVisible` if the caller sees nothing. */
export type ReadPage = (db: Database, caller: Caller, range: Range) => Promise<History & Sight>

/**
 * Makes a read that also requires a condition on the caller, in the same statement: for who reads page after page and
 * may lose access meanwhile. The condition gets what `rowsOf` writes of the caller.
 */
export function forwardWhile(
  title: string,
  condition: (rows: string) => RawBuilder<unknown>,
  rowsOf: (caller: Caller) => string,
): ReadPage {
  const run = statement<[rows: string, ...RangeArguments], Found>(
    title,
    (rows, person, reach, sensor, since, until, limit, mode) =>
      forward([person, reach, sensor, since, until, limit, mode], sql`where ${condition(rows)}`),
  )
  return async (db, caller, range) => {
    const { total, ...found } = await find(db, caller, range, (handle, ...given) =>
      run(handle, rowsOf(caller), ...given),
    )
    return { sensor: range.sensor, ...found, measurements: seenIn(found) }
  }
}

async function find(
  db: Database,
  caller: Caller,
  range: Range,
  run = range.sort === 'asc' ? findForward : findBackward,
): Promise<Found> {
  const { sensor, since = 0, until = endOfTime, limit, mode } = range
  if (since > until) throw new Refusal('badTimes')
  const [found] = await run(db, caller.id, reachOf(caller), sensor, Math.ceil(since), Math.floor(until), limit, mode)
  if (!found) throw new Refusal('notVisible')
  return found
}

/** Parses the measurements that were found, and hides what the caller may not see. */
function seenIn({ measurements, ...sight }: Sight & { measurements: string }): Measurement[] {
  return (JSON.parse(measurements) as Measurement[]).map(measurement => asSeen(sight, measurement))
}

/** Later than any measurement, in seconds since 1970. */
const endOfTime = 99_999_999_999

/** What a statement finds: the measurements as JSON text, and how many they are. */
type Found = Sight & Omit<History, 'sensor' | 'measurements'> & { total: number; measurements: string }

/**
 * Selects what the caller sees of the sensor, or no row. All measurements from `whole_from` on count; before, from
 * `coarse_from` on, the first in each span of `step` seconds since 1970, whatever was requested and whether or not
 * housekeeping ran: `step` is a multiple of the plan's resolution, and spans that the plan covers partly are left out.
 */
export const visibleHistory = (person: number, reach: Reach, sensor: string, mode: string | RawBuilder<unknown>) => sql`
  select *, case ${mode}::text when 'sparse' then ${sql.lit(endOfTime)} else ${secondNow} - 86400 end as whole_from,
    greatest(begins_at, (plan_from + step - 1) / step * step) as coarse_from
  from (
    select
      sight.role, sight.channels, sight.name, sight.picture, is_public,
      offset_temperature, offset_humidity, offset_pressure,
      coalesce((select begins_at from histories where sensor_id = sensors.id), 0) as begins_at,
      ${visibleFrom(sql`sensors.id`, sql`max_history_days`)} as visible_from,
      ${secondNow} - max_history_days * 86400::bigint as plan_from,
      60 * max_resolution_minutes::bigint
        * case ${mode}::text when 'dense' then 1 else ceil(15.0 / max_resolution_minutes)::int end as step
    from ${visibleSensor(sightOf(sql`${person}::bigint`, reach, sensor))}
    join plans on plans.name = ${planNow}
  ) as seen`

/** Selects the first or last measurement in a range that the caller may see, by the primary key. */
const firstOrLast = (
  sensor: string,
  from: RawBuilder<unknown>,
  until: RawBuilder<unknown>,
  order: 'asc' | 'desc',
) => sql`
  select ${measurementColumns}
  from measurements
  where sensor_id = ${sensor} and at >= ${from} and at <= ${until} and ${isShowable(sql`view.channels`)}
  order by at ${sql.raw(order)}
  limit 1`

/** Joins the last span that has a measurement between two times: its `last` measurement until then, and its `first`. */
const lastSpan = (sensor: string, since: number, until: RawBuilder<unknown>) => sql`
  cross join lateral (${firstOrLast(sensor, sql`greatest(coarse_from, ${since}::bigint)`, until, 'desc')}) as last
  cross join lateral (${firstOrLast(
    sensor,
    sql`greatest(coarse_from, last.timestamp / step * step)`,
    sql`last.timestamp`,
    'asc',
  )}) as first`

/** Selects the measurements in full resolution between two times, up to a number of them. */
const inFull = (sensor: string, since: number, until: number, order: 'asc' | 'desc', limit: RawBuilder<unknown>) => sql`
  select whole.*
  from view
  cross join lateral (
    select ${measurementColumns}
    from measurements
    where sensor_id = ${sensor} and at >= greatest(whole_from, visible_from, ${since}::bigint) and at <= ${until}::bigint
      and ${isShowable(sql`view.channels`)}
    order by at ${sql.raw(order)}
    limit ${limit}
  ) as whole`

const answer = sql`
  select
    role, channels, name, picture, is_public as public, ${offsetColumns}, total, '[' || coalesce(list, '') || ']' as measurements`

/** Writes rows with the columns of a `Measurement` as JSON, without spaces, and counts them. */
const written = (order: 'asc' | 'desc') => sql`
  select count(*) as total, string_agg(row_to_json(shown)::text, ',' order by timestamp ${sql.raw(order)}) as list`

type RangeArguments = [
  person: number,
  reach: Reach,
  sensor: string,
  since: number,
  until: number,
  limit: number,
  mode: string,
]

const forward = (
  [person, reach, sensor, since, until, limit, mode]: RangeArguments,
  condition: RawBuilder<unknown>,
) => sql<Found>`
    with recursive view as materialized (${visibleHistory(person, reach, sensor, mode)} ${condition}),
    -- Jumps from span to span. The first span may begin before \`since\`; then its measurement may be older, too.
    hop as (
      select 1 as count, first.*
      from view
      cross join lateral (${firstOrLast(
        sensor,
        sql`greatest(coarse_from, ${since}::bigint / step * step)`,
        sql`least(whole_from - 1, ${until}::bigint)`,
        'asc',
      )}) as first
      union all
      select hop.count + 1, next.*
      from hop
      cross join view
      cross join lateral (${firstOrLast(
        sensor,
        sql`(hop.timestamp / step + 1) * step`,
        sql`least(whole_from - 1, ${until}::bigint)`,
        'asc',
      )}) as next
      where hop.count <= ${limit}::int
    ),
    coarse as materialized (
      select gwmac, coordinates, rssi, timestamp, data from hop where timestamp >= ${since}::bigint order by count limit ${limit}::int
    ),
    whole as (${inFull(sensor, since, until, 'asc', sql`${limit}::int - (select count(*) from coarse)`)})
    ${answer}
    from view
    cross join (
      ${written('asc')}
      from (select * from coarse union all select * from whole) as shown
    ) as written`

const findForward = statement<RangeArguments, Found>(
  'read-forward',
  (person, reach, sensor, since, until, limit, mode) =>
    forward([person, reach, sensor, since, until, limit, mode], sql``),
)

const findBackward = statement<RangeArguments, Found>(
  'read-backward',
  (person, reach, sensor, since, until, limit, mode) => sql`
    with recursive view as materialized (${visibleHistory(person, reach, sensor, mode)}),
    whole as materialized (${inFull(sensor, since, until, 'desc', sql`${limit}::int`)}),
    -- Jumps from span to span: finds the span of the last measurement so far, and returns the first one in that span.
    hop as (
      select (select count(*) from whole) + 1 as count, first.*
      from view
      ${lastSpan(sensor, since, sql`least(whole_from - 1, ${until}::bigint)`)}
      where (select count(*) from whole) < ${limit}::int
      union all
      select hop.count + 1, first.*
      from hop
      cross join view
      ${lastSpan(sensor, since, sql`hop.timestamp / step * step - 1`)}
      where hop.count < ${limit}::int
    )
    ${answer}
    from view
    cross join (
      ${written('desc')}
      from (
        select * from whole
        union all
        select gwmac, coordinates, rssi, timestamp, data from hop where timestamp >= ${since}::bigint
      ) as shown
    ) as written`,
)
