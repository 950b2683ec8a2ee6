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

/**
 * Which time of a sensor to read, at most `size` measurements; or steps of `step` seconds. `after` is the `last` of the
 * page before.
 */
export type Excerpt = {
  sensor: string
  since: number | undefined
  until: number | undefined
  step: number | undefined
  size: number
  after: number | undefined
}

/** A page of an excerpt: `last` is the second of its last row. */
export type ExcerptPage = { rows: (Reading | Step)[]; hasMore: boolean; last: number | undefined }

/** Most measurements that are read for a page, in thousands, also if the caller sees nothing of them. */
const mostReads = 10

/**
 * Reads a page of some time of a sensor, the oldest first. Refuses with `tooMuch` if 10,000 measurements have no value
 * that the caller sees, or are all in one step; and as `openSeries` does.
 */
export async function readExcerpt(db: Database, caller: Caller, excerpt: Excerpt): Promise<ExcerptPage> {
  const { sensor, until, step, size } = excerpt
  const since = startOf(excerpt)
  if (excerpt.after !== undefined && until !== undefined && (since ?? 0) > until) {
    return { rows: [], hasMore: false, last: undefined }
  }
  const { pages } = await openSeries(db, caller, { sensor, since, until, channels: undefined })
  const limited = limit(pages)
  const rows: (Reading | Step)[] = []
  for await (const page of step === undefined ? limited.pages : aggregate(limited.pages, step)) {
    rows.push(...page)
    if (rows.length > size) break
  }
  const isCut = limited.isCut()
  // The last step is not complete if the reading stopped before its end.
  if (isCut && step !== undefined) rows.pop()
  if (isCut && rows.length === 0) {
    throw new Refusal('tooMuch', 'These are more than 10,000 measurements. Ask for less time, or use GET /values.')
  }
  const shown = rows.slice(0, size)
  return { rows: shown, hasMore: isCut || rows.length > size, last: shown.at(-1)?.at }
}

/** Returns the first second to read: after the last row of the page before, if there is one. */
function startOf({ since, after, step }: Excerpt): number | undefined {
  if (after === undefined) return since
  const next = step === undefined ? Math.floor(after) + 1 : (Math.floor(after / step) + 1) * step
  return Math.max(next, since ?? 0)
}

/** Ends pages after ten, and tells whether there are more. */
function limit(pages: AsyncIterable<Reading[]>) {
  let isCut = false
  async function* first() {
    let read = 0
    for await (const page of pages) {
      if (++read > mostReads) {
        isCut = true
        return
      }
      yield page
    }
  }
  return { pages: first(), isCut: () => isCut }
}
