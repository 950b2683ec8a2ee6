/** Aggregates what a sensor measured by buckets of time, in the database: a chart of years costs no more than one of a week. */
import { sql } from 'kysely'
import { type Reach, reachOf, type Sight } from '../access/permission.ts'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import type { Aggregate, Step } from './aggregate.ts'
import { decodedValue, frames } from './decoded.ts'
import { asSeen, isShowable, secondNow } from './latest.ts'
import { visibleHistory } from './read.ts'
import { corrected, decode, type Offsets, type Quantity, quantities, type Values } from './values.ts'

/** A range in seconds since 1970, both included; without `since` from the first visible measurement on. */
export type BucketFilter = { sensor: string; since: number | undefined; until: number }

/**
 * What a sensor measured in a range. A bucket's `at` is the mean time of its measurements. `last` are the values measured
 * last, `first` is the earliest visible second; `isWhole`: every visible measurement counted, and not one in each span.
 */
export type Buckets = {
  sensor: string
  name: string
  since: number
  until: number
  first: number
  isWhole: boolean
  buckets: Step[]
  last: { at: number; values: Values } | undefined
}

/** Buckets per range, at most. */
const most = 300
/** Measurements that are all read. Where there are more, the first in each of `mostSpans` spans counts. */
const mostRows = 12_000
const mostSpans = 6_000

const names = Object.keys(quantities) as Quantity[]

/**
 * Reads the aggregates that the caller may see, as far back and as fine as the owner's plan allows. Refuses with
 * `notVisible` or `badTimes`.
 */
export async function readBuckets(db: Database, caller: Caller, filter: BucketFilter): Promise<Buckets> {
  const { sensor, since, until } = filter
  if (since !== undefined && since > until) throw new Refusal('badTimes')
  const [found] = await find(db, caller.id, reachOf(caller), sensor, since ?? null, until)
  if (!found) throw new Refusal('notVisible')
  const { name, buckets, last, first, isWhole } = found
  const seen = new Set(names.filter(quantity => found.channels?.includes(quantities[quantity].channel) ?? true))
  return {
    sensor,
    name,
    since: since ?? Math.min(found.since, until),
    until,
    first,
    isWhole,
    buckets: buckets.map(row => stepOf(row, seen, found)).filter(({ values }) => Object.keys(values).length > 0),
    last: last
      ? { at: last.at, values: corrected(decode(asSeen(found, { ...nowhere, ...last }).data), found) }
      : undefined,
  }
}

const nowhere = { gwmac: '', coordinates: '', rssi: 0, timestamp: 0 }

/** A bucket as the statement returns it: the mean time, and for each quantity nothing, or its aggregate. */
type Row = [at: number, ...aggregates: ([min: number, max: number, mean: number, count: number] | null)[]]

type Found = Sight &
  Offsets & {
    name: string
    since: number
    first: number
    isWhole: boolean
    buckets: Row[]
    last: { at: number; data: string } | null
  }

function stepOf([at, ...aggregates]: Row, seen: Set<Quantity>, offsets: Offsets): Step {
  const values: Partial<Record<Quantity, Aggregate>> = {}
  for (const [index, name] of names.entries()) {
    const found = aggregates[index]
    if (!found || !seen.has(name)) continue
    const [min, max, mean, count] = found
    const shifted = (value: number) => corrected({ [name]: value }, offsets)[name] ?? value
    values[name] = { min: shifted(min), max: shifted(max), mean: shifted(mean), count }
  }
  return { at, values }
}

/** Aggregates a quantity of a bucket; null: it was not measured. */
const aggregateOf = (name: Quantity) => {
  const value = sql.raw(`"${name}"`)
  return sql`case when count(${value}) > 0 then
    json_build_array(min(${value}), max(${value}), sum(${value}) / count(${value}), count(${value})) end`
}

/** Selects the rows of a sensor's measurements that the caller may see, at some times. */
const visible = (sensor: string, times: ReturnType<typeof sql>) => sql`
  sensor_id = ${sensor} and ${times} and ${isShowable(sql`channels`)}`

const find = statement<[person: number, reach: Reach, sensor: string, since: number | null, until: number], Found>(
  'buckets',
  (person, reach, sensor, since, until) => sql`
    with view as materialized (
      select seen.*, begin.first, greatest(${since}::bigint, begin.first) as since
      from (${visibleHistory(person, reach, sensor, sql.lit('dense'))}) as seen
      cross join lateral (
        select coalesce((
          select at from measurements
          where ${visible(sensor, sql`at >= least(coarse_from, greatest(whole_from, visible_from))`)}
          order by at limit 1
        ), ${secondNow}) as first
      ) as begin
    ),
    -- The range to read, and the length of the spans that each count with one measurement, never finer than the plan.
    scale as materialized (
      select
        view.*, rows.count <= ${sql.lit(mostRows)} as is_whole,
        greatest(1, ceil((${until}::bigint - since) / ${sql.lit(most)}::float8))::bigint as bucket,
        greatest(1, ceil((${until}::bigint - since) / ${sql.lit(mostSpans)}::float8))::bigint as fine,
        step * greatest(1, ceil((${until}::bigint - since) / ${sql.lit(mostSpans)}::float8 / step))::bigint as wide
      from view
      cross join lateral (
        select count(*) from (
          select from measurements
          where sensor_id = ${sensor} and at >= since and at <= ${until}::bigint
          limit ${sql.lit(mostRows + 1)}
        ) as counted
      ) as rows
    ),
    kept as materialized (
      select at, data
      from (
        select at, data, whole_from, since, lag(at / step) over (order by at) is distinct from at / step as is_first
        from scale
        cross join lateral (
          select at, data from measurements
          where is_whole and ${visible(sensor, sql`at >= greatest(least(coarse_from, greatest(whole_from, visible_from)), since / step * step) and at <= ${until}::bigint`)}
        ) as rows
      ) as ordered
      where at >= since and (is_first or at >= whole_from)
      union all
      select at, data
      from scale
      cross join lateral (
        select greatest(span * wide, coarse_from) as begins, least((span + 1) * wide, whole_from) - 1 as ends
        from generate_series(since / wide, least(whole_from, ${until}::bigint) / wide) as span
        where not is_whole
        union all
        select greatest(span * fine, whole_from, visible_from), (span + 1) * fine - 1
        from generate_series(greatest(since, whole_from) / fine, ${until}::bigint / fine) as span
        where not is_whole
      ) as spans
      cross join lateral (
        select at, data from measurements
        where ${visible(sensor, sql`at >= begins and at <= least(ends, ${until}::bigint)`)}
        order by at
        limit 1
      ) as rows
      where at >= since
    ),
    ${frames(sql`select at, data from kept`)},
    decoded as materialized (
      select at, ${sql.join(names.map(name => sql`${decodedValue(name)} as ${sql.raw(`"${name}"`)}`))}
      from frames
      where format is not null
    ),
    buckets as (
      select json_build_array(avg(at)::bigint, ${sql.join(names.map(aggregateOf))}) as bucket, min(at) as at
      from decoded
      group by at / (select bucket from scale)
    )
    select
      role, channels, name, since, first, is_whole as "isWhole",
      offset_temperature as "offsetTemperature", offset_humidity as "offsetHumidity", offset_pressure as "offsetPressure",
      (select coalesce(json_agg(bucket order by at), '[]') from buckets) as buckets,
      (select to_json(newest) from (select at, data from kept order by at desc limit 1) as newest) as last
    from scale`,
)
