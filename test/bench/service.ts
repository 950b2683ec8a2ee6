/** The service for the bench, in a process of its own: a database with people and sensors in it, and the application as main.ts runs it. */
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { buildApp } from '../../src/app.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { openLog } from '../../src/log.ts'
import { openMetrics } from '../../src/metrics.ts'

export type Setting = {
  /** The database; the embedded one when there is none. */
  url?: string | undefined
  /** One unprepared statement for every call instead of the product's way. */
  plain: boolean
  secret: string
  owners: number
  sensors: number
  guests: number
  /** An installation of today: no shares yet, and no statistics. */
  fresh: boolean
}

export type Question = 'cpu' | 'rows' | 'end'
export type Ready = { port: number; postgres: string }
export type Rows = Record<string, number>

const setting: Setting = JSON.parse(process.argv[2] ?? '')
const metrics = openMetrics()
metrics.watchProcess()
const db = await open(setting)
await migrate(db)
await fill(db, setting)
// Its lines are written like the product's; the bench sends them to /dev/null.
const app = await buildApp({ db, rateLimit: false, secret: setting.secret, log: await openLog('info'), metrics })
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo
process.send?.({ port, postgres: await version(db) } satisfies Ready)

process.on('message', async (question: Question) => {
  if (question === 'cpu') process.send?.(process.cpuUsage())
  if (question === 'rows') process.send?.(await rows(db))
  if (question === 'end') {
    await app.close()
    await db.destroy()
    process.disconnect()
  }
})

function open({ url, plain }: Setting): Promise<Database> {
  const one = { lanes: 32, most: 1 }
  const watch = { onStatement: metrics.ran, onBatch: metrics.gathered }
  if (url === undefined) return openDatabase({ snapshot: undefined, ...watch, ...(plain && { together: one }) })
  return openDatabase({ url, ...watch, ...(plain && { prepare: false, together: one, pool: 34 }) })
}

/** Leaves the same rows in the database, whatever was in it. Every other guest has joined. */
async function fill(db: Database, { owners, sensors, guests, fresh }: Setting) {
  await db.transaction().execute(async trx => {
    // Without its triggers: what happened cannot be removed otherwise.
    await sql`set local session_replication_role = replica`.execute(trx)
    await sql`truncate people, sensors, events, letters restart identity cascade`.execute(trx)
  })
  await sql`update plans set max_shares = 1e9, max_shares_per_sensor = 1e9`.execute(db)
  await sql`
    insert into people (email, joined_at)
    select 'owner' || n || '@example.com', now() from generate_series(0, ${owners}::int - 1) as n`.execute(db)
  await sql`
    insert into people (email, joined_at)
    select 'guest' || n || '@example.com', case when n % 2 = 0 then now() end
    from generate_series(0, ${guests}::int - 1) as n`.execute(db)
  await sql`
    insert into sensors (id, owner_id, name)
    select upper(regexp_replace(lpad(to_hex(n), 12, '0'), '(..)(?!$)', '\\1:', 'g')), n % ${owners}::int + 1, 'Sensor ' || n
    from generate_series(0, ${sensors}::int - 1) as n`.execute(db)
  if (fresh) return
  await sql`insert into people (email) select 'friend' || n || '@example.com' from generate_series(1, 1000) as n`.execute(
    db,
  )
  // Five shares of each sensor, one of them with an end.
  await sql`
    insert into shares (sensor_id, guest_id, expires_at)
    select
      id,
      ${owners + guests}::int + 1 + (owner_id * 7 + n * 191) % 1000,
      case when n = 1 then now() + interval '1 day' end
    from sensors, generate_series(1, 5) as n`.execute(db)
  await sql`update sensors set share_count = 5`.execute(db)
  await sql`
    update people set share_count = (select sum(share_count) from sensors where owner_id = people.id)
    where id <= ${owners}::int`.execute(db)
  await sql`vacuum analyze`.execute(db)
}

/** What there must be one of for every share that was made. */
async function rows(db: Database): Promise<Rows> {
  const { rows } = await sql<Rows>`
    select
      (select count(*) from shares) as "shares",
      (select count(*) from events) as "events",
      (select count(*) from letters) as "letters",
      (select sum(share_count)::bigint from sensors) as "shares counted by sensors",
      (select sum(share_count)::bigint from people) as "shares counted by owners"`.execute(db)
  return rows[0] ?? {}
}

async function version(db: Database): Promise<string> {
  const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db)
  return rows[0]?.server_version ?? ''
}
