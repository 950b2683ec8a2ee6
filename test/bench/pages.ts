/**
 * How long the service takes for the first page of the list of sensors: of somebody who sees a hundred of them, among many
 * others, with what they measured last and who has them. One request at a time, over HTTP.
 *
 *   npm run bench -- pages [--seconds 5] [--people 1000]
 *
 * Needs TEST_DATABASE_URL.
 */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { buildApp } from '../../src/app.ts'
import { weekOf } from '../../src/commands/weather.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { issueToken } from '../../src/entrance/tokens.ts'
import { openLog } from '../../src/log.ts'
import { cookieName } from '../../src/web/session.ts'
import { load } from './load.ts'

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, people: { type: 'string', default: '1000' } },
})
const warmUpSeconds = 2
const mostMs = 20

const server = process.env.TEST_DATABASE_URL
if (server) await bench(server, Number(options.people), Number(options.seconds))
else {
  console.error('The bench needs a Postgres server: set TEST_DATABASE_URL.')
  process.exitCode = 1
}

async function bench(server: string, people: number, seconds: number) {
  const name = `sensor_share_bench_${randomBytes(4).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  const admin = new pg.Client(server)
  await admin.connect()
  await admin.query(`create database ${name}`)
  try {
    await measure(url.href, people, seconds)
  } finally {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
}

async function measure(url: string, people: number, seconds: number) {
  const db = await openDatabase({ url })
  await migrate(db)
  await fill(db, people)
  const secret = randomBytes(32).toString('hex')
  const app = await buildApp({ db, secret, rateLimit: false, log: await openLog('silent') })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const cookie = `${cookieName}=${await issueToken(secret, 'person0@example.com')}`
  const page = await app.inject({ url: '/app', headers: { cookie } })
  const shown = page.payload.match(/name="sensor"/g)?.length
  if (shown !== 100) throw new Error(`the page shows ${shown} sensors`)

  const next = () => `GET /app HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: ${cookie}\r\n\r\n`
  await load({ port, connections: 1, seconds: warmUpSeconds }, next)
  const { latencies, statuses } = await load({ port, connections: 1, seconds }, next)
  await app.close()
  await db.destroy()
  if ([...statuses.keys()].some(status => status !== 200)) throw new Error('there were answers other than 200')
  const at = (part: number) => latencies[Math.floor(latencies.length * part)] ?? Number.NaN
  console.log(
    `100 sensors: ${at(0.5).toFixed(1)} ms at the median, ${at(0.99).toFixed(1)} ms at the 99th percentile, ` +
      `${(page.payload.length / 1000).toFixed(1)} KB (${latencies.length} pages, one at a time)`,
  )
  if (at(0.5) > mostMs) process.exitCode = 1
}

/** A hundred sensors for each of the first ten people, ten for each of the others; each is lent to three. */
async function fill(db: Database, people: number) {
  await sql`
    insert into people (email, joined_at)
    select 'person' || n || '@example.com', now() from generate_series(0, ${people}::int - 1) as n`.execute(db)
  await sql`
    insert into sensors (id, owner_id, name)
    select
      upper(regexp_replace(lpad(to_hex(row_number() over ()), 12, '0'), '(..)(?!$)', '\\1:', 'g')), people.id, 'Room ' || n
    from people
    cross join lateral generate_series(1, case when people.id <= 10 then 70 else 10 end) as n`.execute(db)
  await sql`
    insert into shares (sensor_id, guest_id)
    select id, (owner_id + n * 7) % ${people}::int + 1
    from sensors cross join generate_series(1, 3) as n
    where owner_id > 10 or n <= 3`.execute(db)
  // The first sees 30 more of others.
  await sql`
    insert into shares (sensor_id, guest_id)
    select id, 1 from sensors
    where owner_id > 100 and not exists (select from shares where sensor_id = sensors.id and guest_id = 1)
    order by id
    limit 30 - (select count(*) from shares where guest_id = 1)`.execute(db)
  await sql`insert into histories (sensor_id, owner_id) select id, owner_id from sensors`.execute(db)
  const heard = weekOf({ temperature: 20, swing: 5, humidity: 50, wander: 1 }, 'C6:F1:E7:D3:DA:11', Date.now() / 1_000)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select sensors.id, at, -60, 'F0:E1:D2:C3:B4:A5', true, data
    from sensors cross join jsonb_to_recordset(${JSON.stringify(heard.slice(-50))}::jsonb) as heard (at bigint, data text)`.execute(
    db,
  )
  await sql`vacuum analyze`.execute(db)
}
