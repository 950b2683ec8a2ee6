import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import t from 'tap'
import { embeddedPool, openEmbedded } from '../../src/db/embedded.ts'
import { Database, openDatabase } from '../../src/db/open.ts'
import { readSnapshot } from '../support/snapshot.ts'

const snapshot = await readSnapshot()
const pglite = await PGlite.create({ parsers: { 20: Number }, loadDataDir: snapshot })
const pool = embeddedPool(pglite)
const db = new Database(pool, { lanes: 1, most: 64 })
t.teardown(() => db.destroy())

t.test('lent to one caller at a time, in the order in which they came', async t => {
  const order: string[] = []
  const first = await pool.connect()
  const second = pool.connect().then(client => {
    order.push('second')
    client.release()
  })
  const third = pool.connect().then(client => {
    order.push('third')
    client.release()
  })
  await first.query('select 1', [])
  order.push('first')
  first.release()
  await Promise.all([second, third])
  t.strictSame(order, ['first', 'second', 'third'])
})

t.test('a transaction holds the connection: nobody else is in it, nobody sees half of it', async t => {
  await sql`create table counts (n int)`.execute(db)
  const order: string[] = []
  let outside: Promise<unknown> = Promise.resolve()
  await db.transaction().execute(async trx => {
    await sql`insert into counts values (1)`.execute(trx)
    outside = sql<{ sum: number }>`select sum(n) as sum from counts`.execute(db).then(({ rows }) => {
      order.push('outside')
      return rows
    })
    await sql`insert into counts values (2)`.execute(trx)
    order.push('transaction')
  })
  t.strictSame(await outside, [{ sum: 3 }])
  t.strictSame(order, ['transaction', 'outside'])
})

t.test('a transaction that fails gives the connection back', async t => {
  await t.rejects(
    db.transaction().execute(trx => sql`select 1 / 0`.execute(trx)),
    { code: '22012' },
  )
  t.strictSame((await sql`select 1 as one`.execute(db)).rows, [{ one: 1 }])
})

t.test('int8 is a number, with and without values', async t => {
  const most = Number.MAX_SAFE_INTEGER
  const row = { count: 0, most }
  t.strictSame((await sql`select count(0) - 1 as count, ${sql.lit(most)}::bigint as most`.execute(db)).rows, [row])
  t.strictSame((await sql`select count(0) - 1 as count, ${most}::bigint as most`.execute(db)).rows, [row])
})

t.test('a text without values may hold several statements, and answers the last', async t => {
  t.strictSame(
    (await sql`create table several (n int); insert into several values (1), (2); select n from several`.execute(db))
      .rows,
    [{ n: 1 }, { n: 2 }],
  )
})

t.test('changes tell how many rows they changed', async t => {
  await sql`create table changed (n int)`.execute(db)
  t.equal((await sql`insert into changed values (${1}), (${2}), (${3})`.execute(db)).numAffectedRows, 3n)
  t.equal((await sql`update changed set n = 0 where n > ${1}`.execute(db)).numAffectedRows, 2n)
  t.equal((await sql`delete from changed where n = 9`.execute(db)).numAffectedRows, 0n)
})

t.test('end waits for the connection that is lent', async t => {
  const pool = await openEmbedded({ snapshot })
  const client = await pool.connect()
  let ended = false
  const end = pool.end().then(() => {
    ended = true
  })
  t.strictSame((await client.query('select 1 as one', [])).rows, [{ one: 1 }])
  t.equal(ended, false)
  client.release()
  await end
  t.equal(ended, true)
})

t.test(
  'a half-made database is made anew; data survives close and reopen; the folder is private and has one user at a time',
  async t => {
    // Shorter than t.testdir(): a socket in it must fit.
    const home = await mkdtemp(join(tmpdir(), 'embedded-'))
    t.teardown(() => rm(home, { recursive: true }))
    const dataDir = join(home, 'data')
    // What a process leaves that is killed while it makes the database.
    await mkdir(join(dataDir, 'postgres'), { recursive: true, mode: 0o700 })
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '17\n')
    await writeFile(join(dataDir, 'unfinished'), '')
    const prepared: string[] = []
    const db = await openDatabase({ dataDir, onPrepare: () => prepared.push('before it is made') })
    t.strictSame(prepared, ['before it is made'])
    await t.rejects(stat(join(dataDir, 'unfinished')), { code: 'ENOENT' })
    await sql`create table kept (word text)`.execute(db)
    await sql`insert into kept values (${'sauna'})`.execute(db)
    if (process.platform !== 'win32') t.equal((await stat(dataDir)).mode & 0o777, 0o700)
    await t.rejects(openDatabase({ dataDir }), { message: /Another process is using/ })
    t.strictSame(
      (await sql`select word from kept`.execute(db)).rows,
      [{ word: 'sauna' }],
      'which does the holder no harm',
    )
    await db.destroy()

    const unused = await openDatabase({ dataDir, onPrepare: () => prepared.push('again') })
    t.equal(prepared.length, 1, 'which happens once')
    await unused.destroy()
    const again = await openDatabase({ dataDir })
    t.strictSame((await sql`select word from kept`.execute(again)).rows, [{ word: 'sauna' }])
    await again.destroy()
  },
)
