import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Database } from '../../../src/db/open.ts'
import { thinOut } from '../../../src/jobs/thin-out.ts'
import { listSensors, listShared, summarizeSensors } from '../../../src/sensors/read/list.ts'
import { writeSensors } from '../../../src/sensors/read/written-list.ts'
import { openTestDatabase, testDatabaseUrl } from '../../support/house.ts'
import { fullScans, type Node, onServer } from '../../support/plans.ts'

const growing = ['people', 'sensors', 'shares', 'measurements', 'histories', 'sensor_settings']
/** Measurements of each of the 10,000 sensors: a million on a server, fewer where it takes long to make them. */
const each = testDatabaseUrl ? 100 : 10

const everything = { sensor: undefined, others: true, guests: true, measurements: true, settings: true }

// Every person owns 25 sensors with 10 guests each; the first is a guest of 40.
const owner = { id: 7, email: 'person7@example.com' }
const guest = { id: 1, email: 'person1@example.com' }
const oneOf = (person: { id: number }) => `00:00:00:00:00:${person.id.toString(16).padStart(2, '0').toUpperCase()}`

t.test(
  'no list reads all of a table that grows, with a million measurements',
  { timeout: 120_000, ...onServer },
  async t => {
    const { db } = await openTestDatabase(t)
    await fill(db)
    const acts: Record<string, () => Promise<unknown>> = {
      'an owner of 25 sensors with 10 guests each': () => listSensors(db, owner, everything),
      'a guest of 40': () => listSensors(db, guest, everything),
      'an owner, written': () => writeSensors(db, owner, everything),
      'a guest, written': () => writeSensors(db, guest, everything),
      'one sensor': () => listSensors(db, owner, { ...everything, sensor: oneOf(owner) }),
      'what one shares': () => listShared(db, owner),
      'what one sees': () => summarizeSensors(db, guest),
      'thinning out': () => thinOut(db),
    }
    const queries = await captured(t, db, acts)
    for (const [what, { sql: text, parameters }] of queries) {
      for (const mode of ['force_custom_plan', 'force_generic_plan']) {
        const plan = await planOf(db, text, parameters, mode)
        t.strictSame(fullScans(plan, growing), [], `${what}, ${mode}`)
        t.ok(plan['Total Cost'] < 100_000, `${what}, ${mode}: too cheap to be compiled`)
      }
    }
    t.equal((await listSensors(db, owner, everything)).filter(({ sharedTo }) => sharedTo.length === 10).length, 25)
    t.ok((await listSensors(db, guest, everything)).filter(({ role }) => role === 'guest').length >= 40)
  },
)

type Query = { sql: string; parameters: readonly unknown[] }

/** What each act sends: one statement. */
async function captured(t: Test, db: Database, acts: Record<string, () => Promise<unknown>>) {
  const sent = t.capture(db, 'executeQuery', db.executeQuery)
  const queries: [string, Query][] = []
  for (const [what, act] of Object.entries(acts)) {
    await act()
    const calls = sent()
    t.equal(calls.length, 1, `${what}: one statement`)
    queries.push([what, calls[0]?.args[0] as Query])
  }
  sent.restore()
  return queries
}

async function planOf(db: Database, text: string, parameters: readonly unknown[], mode: string): Promise<Node> {
  return db.transaction().execute(async connection => {
    await sql`set local plan_cache_mode = ${sql.raw(mode)}`.execute(connection)
    await sql`prepare looked_at as ${sql.raw(text)}`.execute(connection)
    const values = parameters.map(value => sql.lit(value))
    const call = values.length > 0 ? sql`looked_at (${sql.join(values)})` : sql`looked_at`
    const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Node }] }>`explain (format json) execute ${call}`.execute(
      connection,
    )
    await sql`deallocate looked_at`.execute(connection)
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    if (!plan) throw new Error('there is no plan')
    return plan
  })
}

async function fill(db: Database) {
  await sql`
    insert into people (email, joined_at)
    select 'person' || n || '@example.com', now() from generate_series(1, 20000) as n`.execute(db)
  await sql`
    insert into sensors (id, owner_id)
    select upper(regexp_replace(lpad(to_hex(n), 12, '0'), '(..)(?!$)', '\\1:', 'g')), (n - 1) % 400 + 1
    from generate_series(1, 10000) as n`.execute(db)
  await sql`
    insert into shares (sensor_id, guest_id)
    select id, (owner_id + n * 17) % 400 + 1 from sensors, generate_series(1, 10) as n`.execute(db)
  await sql`
    insert into histories (sensor_id) select id from sensors`.execute(db)
  await sql`
    insert into sensor_settings (sensor_id, name, value) select id, 'order', '1' from sensors`.execute(db)
  // In parts: on a busy machine all at once takes longer than a statement may.
  for (let part = 0; part < 10; part++) {
    await sql`
      insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
      select id, extract(epoch from now())::bigint - n * 300, -60, 'AA:BB:CC:DD:EE:FF', true, '00'
      from sensors, generate_series(1, ${sql.lit(each)}) as n where n % 10 = ${sql.lit(part)}`.execute(db)
  }
  await sql`analyze`.execute(db)
}
