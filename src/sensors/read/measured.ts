/** What sensors measured as numbers, in short pieces: the latest values of many sensors, or some time of one. */
import { sql } from 'kysely'
import { ownOrShared, type Reach, reachOf, type Sight } from '../../access/permission.ts'
import { visibleSensor } from '../../access/visible-sensor.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { aggregate, type Step } from '../../measurements/aggregate.ts'
import { asSeen, latest, type Measurement, offsetColumns } from '../../measurements/latest.ts'
import { openSeries, type Reading } from '../../measurements/series.ts'
import { corrected, decode, type Offsets } from '../../measurements/values.ts'
import type { Caller } from '../../people/caller.ts'
import { planNow } from '../../plans/plan.ts'
import { Refusal } from '../../refusal.ts'

/** Reads what the given sensors measured last, as far as the caller sees it; leaves out those that measured nothing. */
export async function latestReadings(db: Database, caller: Caller, sensors: string[]): Promise<LatestReading[]> {
  const rows = JSON.stringify(sensors.map(sensor => ({ sensor })))
  const found = await find(db, caller.id, reachOf(caller), rows)
  return found.map(row => ({
    sensor: row.sensor,
    at: row.heard.timestamp,
    values: corrected(decode(asSeen(row, row.heard).data), row),
  }))
}

type LatestReading = Reading & { sensor: string }

const find = statement<
  [person: number, reach: Reach, sensors: string],
  Sight & Offsets & { sensor: string; heard: Measurement }
>(
  'latest-of-sensors',
  (person, reach, sensors) => sql`
    select sight.sensor_id as sensor, sight.role, sight.channels, ${offsetColumns}, to_jsonb(heard) as heard
    from ${jsonRows(sensors, 'sensor text collate "C"')}
    cross join lateral ${visibleSensor(ownOrShared(person, reach, sql`listed.sensor`))}
    cross join lateral (select max_history_days from plans where name = ${planNow} limit 1) as plan
    cross join lateral (${latest(sql`sight.sensor_id`, sql`sight.channels`, sql`plan.max_history_days`)}) as heard`,
)

/** Which time of a sensor to read, at most `size` measurements; or steps of `step` seconds. */
export type Excerpt = {
  sensor: string
  since: number | undefined
  until: number | undefined
  step: number | undefined
  size: number
}

/** Most pages that are read, also if the caller sees nothing of what is in them; an export has no such limit. */
const mostPages = 10

/** Reads some time of a sensor, the oldest first; refuses with `tooMuch` and as `openSeries` does. */
export async function readExcerpt(
  db: Database,
  caller: Caller,
  { step, size, ...range }: Excerpt,
): Promise<(Reading | Step)[]> {
  const { pages } = await openSeries(db, caller, { ...range, channels: undefined })
  const rows: (Reading | Step)[] = []
  for await (const page of step === undefined ? limited(pages) : aggregate(limited(pages), step)) {
    rows.push(...page)
    if (rows.length >= size) break
  }
  return rows.slice(0, size)
}

async function* limited(pages: AsyncIterable<Reading[]>) {
  let read = 0
  for await (const page of pages) {
    if (++read > mostPages) {
      throw new Refusal('tooMuch', 'These are more than 10,000 measurements. Ask for less time, or use GET /values.')
    }
    yield page
  }
}
