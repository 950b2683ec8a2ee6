import { type Kysely, sql } from 'kysely'
import t, { type Test } from 'tap'
import { checkAccess } from '../../src/access/check-access.ts'
import { identify } from '../../src/auth/identify.ts'
import type { Database } from '../../src/db/open.ts'
import type { Tables } from '../../src/db/tables.ts'
import { unshare } from '../../src/sharing/end/unshare.ts'
import { share } from '../../src/sharing/grant/share.ts'
import { openTestDatabase } from '../support/house.ts'
import { fillShares, person, sensorOf, size } from '../support/many-shares.ts'
import { fullScans, lookedAtInVain, type Node } from '../support/plans.ts'

const growing = ['people', 'sessions', 'sensors', 'shares', 'events', 'letters']

const asks = {
  identify: (n: number) => ({ email: person(n).email, session: sessionOf(n) }),
  share: (n: number) => ({
    sensor: sensorOf(n),
    caller: n,
    guest: n % 8 ? person(n + 9).email : `new${n}@example.com`,
  }),
  unshare: (n: number) => ({ sensor: sensorOf(n), caller: n, guest: person(n + 1).email }),
  access: (n: number) => ({ sensor: sensorOf(n), person: person(n + (n % 3)).email }),
}
type Title = keyof typeof asks
const titles = Object.keys(asks) as Title[]

t.test('no statement reads all of a table that grows', async t => {
  const { db } = await openTestDatabase(t)
  const texts = await textsOf(t, db)
  await fill(db)
  for (const statistics of ['no statistics', 'statistics']) {
    if (statistics === 'statistics') await sql`analyze`.execute(db)
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await t.test(`${mode}, ${statistics}`, async t => {
        await db.transaction().execute(async connection => {
          await prepare(connection, texts, mode)
          await checkPlans(t, connection)
          for (const title of titles) await sql`deallocate ${sql.raw(title)}`.execute(connection)
        })
      })
    }
  }
})

t.test('nor when it was planned while the tables were empty', async t => {
  const { db } = await openTestDatabase(t)
  const texts = await textsOf(t, db)
  await db.transaction().execute(async connection => {
    await prepare(connection, texts, 'force_generic_plan')
    for (const title of titles) await run(connection, title, 1)
    await fill(connection)
    await checkPlans(t, connection)
  })
})

/** The text of each statement, as it is sent. */
async function textsOf(t: Test, db: Database): Promise<Record<Title, string>> {
  const sent = t.capture(db, 'executeQuery', db.executeQuery)
  const stranger = { id: 0, email: 'stranger@example.com' }
  await identify(db, { email: stranger.email, sid: sessionOf(0) })
  await share(db, stranger, [{ sensor: sensorOf(0), guest: person(0).email }])
  await unshare(db, stranger, [{ sensor: sensorOf(0), guest: person(0).email }])
  await checkAccess(db, [{ sensor: sensorOf(0), person: stranger.email, channel: null }])
  const [identified, shared, unshared, asked] = sent().map(({ args: [query] }) => (query as { sql: string }).sql)
  sent.restore()
  if (!identified || !shared || !unshared || !asked) throw new Error('four statements should have been sent')
  return { identify: identified, share: shared, unshare: unshared, access: asked }
}

async function fill(db: Kysely<Tables>) {
  // Every third share has an end.
  await fillShares(db, {
    joinedAt: sql`case when n % 2 = 0 then now() end`,
    shares: { expires_at: sql`case when owner_id % 3 = 0 then now() + interval '1 day' end` },
  })
  await sql`
    insert into sessions (id, person_id)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, n from generate_series(1, ${sql.lit(size)}) as n`.execute(
    db,
  )
  await sql`
    insert into letters (kind, recipient, sender, content)
    select 'shared', email, email, '{}' from people`.execute(db)
}

function sessionOf(person: number): string {
  return `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`
}

function listOf(title: Title, count: number): string {
  // From all over the tables.
  const numbers = Array.from({ length: count }, (_, index) => ((index * 7919) % size) + 1)
  return JSON.stringify(numbers.map((n, position) => ({ ...asks[title](n), call: position, position })))
}

async function prepare(connection: Kysely<Tables>, texts: Record<Title, string>, mode: string) {
  await sql`set local plan_cache_mode = ${sql.raw(mode)}`.execute(connection)
  for (const title of titles) {
    await sql`prepare ${sql.raw(title)} (text) as ${sql.raw(texts[title])}`.execute(connection)
  }
}

async function checkPlans(t: Test, connection: Kysely<Tables>) {
  for (const title of titles) {
    for (const count of [1, 32, 64]) {
      const { plan, read } = await run(connection, title, count)
      t.strictSame(fullScans(plan, growing), [], `${title} of ${count}: not in its plan`)
      t.strictSame(read, [], `${title} of ${count}: nor in a function or a trigger`)
    }
  }
  const { plan } = await run(connection, 'share', 500)
  const inVain = lookedAtInVain(plan)
  t.ok(inVain < 5_000, `500 shares are not compared with each other: ${inVain} rows were looked at in vain`)
}

/** Runs a prepared statement and takes it back; returns its plan, and which growing tables were read from end to end by whatever ran. */
async function run(connection: Kysely<Tables>, title: Title, count: number) {
  await sql`savepoint run`.execute(connection)
  try {
    const before = await scansOf(connection)
    const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Node }] }>`
      explain (analyze, format json) execute ${sql.raw(title)} (${sql.lit(listOf(title, count))})`.execute(connection)
    const after = await scansOf(connection)
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    if (!plan) throw new Error('there is no plan')
    return { plan, read: growing.filter(table => after.get(table) !== before.get(table)) }
  } finally {
    await sql`rollback to savepoint run`.execute(connection)
  }
}

async function scansOf(connection: Kysely<Tables>): Promise<Map<string, number>> {
  const { rows } = await sql<{ relname: string; seq_scan: number }>`
    select relname, seq_scan from pg_stat_xact_user_tables`.execute(connection)
  return new Map(rows.map(({ relname, seq_scan }) => [relname, seq_scan]))
}
