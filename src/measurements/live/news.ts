/** What sensors have just measured, for those people who have a page open and see it. */
import { sql } from 'kysely'
import { ownOrShared, type Sight } from '../../access/permission.ts'
import { visibleSensor } from '../../access/visible-sensor.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { planNow } from '../../plans/plan.ts'
import { voltageOf } from '../health.ts'
import { asSeen, latest, type Measurement, offsetColumns } from '../latest.ts'
import { corrected, decode, type Offsets, type Values } from '../values.ts'

/** The last measurement of a sensor as a person sees it. */
export type MeasuredSensor = {
  sensor: string
  heardAt: Date
  values: Values
  voltage: number | undefined
  rssi: number
}

/** Most sensors of one read; the others follow with the next one. */
const mostAtOnce = 1_000
/** Most sensors that wait. Of more, pages learn when they refresh, once a minute. */
const mostGathered = 10_000

type Parts = {
  db: Database
  pauseMs: number
  /** The people who have a page open. */
  people: () => number[]
  /** Gets what these people may see. */
  tell: (news: Map<number, MeasuredSensor[]>) => Promise<void>
}

/**
 * Collects the sensors that have measured, and reads their values for everybody in one statement, at most once per
 * `pauseMs`. So more open pages or more measurements don't mean more statements.
 */
export function gatherNews({ db, pauseMs, people, tell }: Parts) {
  const gathered = new Set<string>()
  let working: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  async function work() {
    const sensors = [...gathered].slice(0, mostAtOnce)
    for (const sensor of sensors) gathered.delete(sensor)
    const readers = people()
    // If the database is away, pages still refresh once a minute.
    if (readers.length > 0) await readNews(db, sensors, readers).then(tell, () => {})
  }

  function begin() {
    if (isClosed || working || timer || gathered.size === 0) return
    working = work().finally(() => {
      working = undefined
      if (isClosed) return
      timer = setTimeout(() => {
        timer = undefined
        begin()
      }, pauseMs)
    })
  }

  return {
    /** Takes the payload of a notification. */
    hear(payload: string) {
      if (people().length === 0) return gathered.clear()
      if (gathered.size < mostGathered) for (const sensor of payload.split(',')) if (sensor) gathered.add(sensor)
      begin()
    },

    /** Waits for the read that is running, and forgets what is gathered. */
    async close() {
      isClosed = true
      clearTimeout(timer)
      await working
    },
  }
}

/** Reads what the given people see of the last measurements of the given sensors, by person. */
export async function readNews(
  db: Database,
  sensors: string[],
  people: number[],
): Promise<Map<number, MeasuredSensor[]>> {
  const news = new Map<number, MeasuredSensor[]>()
  const rows = await find(
    db,
    JSON.stringify(sensors.map(sensor => ({ sensor }))),
    JSON.stringify(people.map(person => ({ person }))),
  )
  for (const row of rows) {
    const { timestamp, data, rssi } = asSeen(row, row.heard)
    const values = corrected(decode(data), row)
    const theirs = news.get(row.person) ?? []
    theirs.push({ sensor: row.sensor, heardAt: new Date(timestamp * 1_000), values, voltage: voltageOf(data), rssi })
    news.set(row.person, theirs)
  }
  return news
}

// Starts from the sensors, which are few; `ownOrShared` then decides whether a person sees one.
const find = statement<
  [sensors: string, people: string],
  Sight & Offsets & { person: number; sensor: string; heard: Measurement }
>(
  'news-of-sensors',
  (sensors, people) => sql`
    with concerned as materialized (
      select listed.sensor, theirs.person
      from ${jsonRows(sensors, 'sensor text collate "C"')}
      cross join lateral (
        select owner_id as person from sensors where id = listed.sensor
        union all
        select guest_id from shares where sensor_id = listed.sensor
      ) as theirs
      where theirs.person in (select person from ${jsonRows(people, 'person bigint')})
    )
    select concerned.person, concerned.sensor, sight.role, sight.channels, ${offsetColumns}, to_jsonb(heard) as heard
    from concerned
    cross join lateral ${visibleSensor(ownOrShared(sql`concerned.person`, null, sql`concerned.sensor`))}
    cross join lateral (select max_history_days from plans where name = ${planNow} limit 1) as plan
    cross join lateral (${latest(sql`concerned.sensor`, sql`sight.channels`, sql`plan.max_history_days`)}) as heard`,
)
