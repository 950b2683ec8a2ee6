/** How long the export of a long history takes, and whether memory grows with it: read as it comes, over HTTP. */

import { performance } from 'node:perf_hooks'
import { createSigner } from 'fast-jwt'
import { sql } from 'kysely'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import type { Secrets } from './cases.ts'
import { startService } from './service.ts'
import { frame } from './world.ts'

/** Makes a token without a session. The tests' own helper would bring the test runner, and its timeout, into the bench. */
const tokenOf = (key: string, email: string) =>
  createSigner({ key, algorithm: 'HS256' })({ email, exp: Math.floor(Date.now() / 1000) + 86_400 })

const sensor = 'C6:F1:E7:00:00:01'
const email = 'owner@example.com'

/** An export: its rows, microseconds for each, and the most memory of the service in each quarter of it. */
export type Exported = { rows: number; microseconds: number; megabytes: number[] }

/** Exports so many measurements as CSV; the database must be new. */
export async function exportValues(
  url: string,
  secrets: Secrets,
  rows: number,
  tell: (what: string) => void,
): Promise<Exported> {
  const db = await openDatabase({ url, isPatient: true })
  await migrate(db)
  // A day of seconds counts whole; before it, the plan keeps one for each minute.
  await sql`update plans set max_history_days = 20000, max_resolution_minutes = 1 where name = 'Basic'`.execute(db)
  await sql`insert into people (email, joined_at) values (${email}, now())`.execute(db)
  await sql`insert into sensors (id, owner_id, name) select ${sensor}, id, 'Sauna' from people`.execute(db)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select ${sensor}, extract(epoch from now())::bigint / 60 * 60 - 86400 - n * 60, -60, '', true, ${frame}
    from generate_series(1, ${rows}::int) as n`.execute(db)
  await sql`vacuum analyze measurements`.execute(db)
  await db.destroy()
  const service = await startService(secrets, { DATABASE_URL: url })
  try {
    const headers = { authorization: `Bearer ${tokenOf(secrets.secret, email)}` }
    const answer = await fetch(`http://127.0.0.1:${service.port}/values?sensor=${sensor}&format=csv`, { headers })
    if (!answer.ok || !answer.body) throw new Error(await answer.text())
    const began = performance.now()
    const megabytes = [0, 0, 0, 0]
    let lines = -1
    for await (const piece of answer.body) {
      for (const byte of piece) if (byte === 10) lines++
      const quarter = Math.min(3, Math.floor((Math.max(0, lines) / rows) * 4))
      megabytes[quarter] = Math.max(megabytes[quarter] ?? 0, service.usage().megabytes)
    }
    if (lines !== rows) throw new Error(`${rows} measurements, but ${lines} rows`)
    const exported = { rows, microseconds: ((performance.now() - began) * 1000) / rows, megabytes }
    tell(exportSentence(exported))
    return exported
  } finally {
    await service.end()
  }
}

/** Writes what was measured as a sentence. */
export function exportSentence({ rows, microseconds, megabytes }: Exported): string {
  return (
    `An export of ${rows.toLocaleString('en')} measurements as CSV takes ${microseconds.toFixed(1)} µs a row; ` +
    `in its four quarters the service holds up to ${megabytes.map(Math.round).join(', ')} MB`
  )
}
