/** Announces to all processes which sensors have measured, for pages that are open. */
import { sql } from 'kysely'
import { inBackground } from '../../db/background.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'

/** The channel of the notifications. */
export const measuredChannel = 'measured'

/** Shortest time between two announcements of a process: however much gateways post, it sends one statement a second. */
const pauseMs = 1_000
/** Sensors per notification: Postgres takes 8,000 bytes. */
const mostOfOne = 400

/** What was measured since the last announcement, while the pause after it lasts. */
const waiting = new WeakMap<Database, Set<string>>()

/** Announces sensors: at once, or with all others at the end of the pause. Nobody waits for it, and it may be lost. */
export function announceMeasured(db: Database, sensors: string[]) {
  const gathered = waiting.get(db)
  if (!gathered) return send(db, sensors)
  for (const sensor of sensors) gathered.add(sensor)
}

function send(db: Database, sensors: string[]) {
  const gathered = new Set<string>()
  waiting.set(db, gathered)
  const payloads = Array.from({ length: Math.ceil(sensors.length / mostOfOne) }, (_, n) => ({
    payload: sensors.slice(n * mostOfOne, (n + 1) * mostOfOne).join(),
  }))
  inBackground(db, async () => notify(db, JSON.stringify(payloads)))
  setTimeout(() => {
    waiting.delete(db)
    if (gathered.size > 0) send(db, [...gathered])
  }, pauseMs).unref()
}

const notify = statement<[payloads: string], { count: number }>(
  'announce-measured',
  payloads => sql`
    select count(pg_notify(${sql.lit(measuredChannel)}, payload)) from ${jsonRows(payloads, 'payload text')}`,
)
