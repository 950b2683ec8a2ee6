import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/db/open.ts'
import { compiler, jsonRows, preparedName, statement } from '../../src/db/statement.ts'
import { openTestDatabase, pastPooler, testDatabaseUrl } from '../support/house.ts'

const quotient = statement<[dividend: number, divisor: number], { quotient: number }>(
  'test-quotient',
  (dividend, divisor) => sql`select ${dividend}::int / ${divisor}::int as quotient`,
)
const quotientText = 'select $1::int / $2::int as quotient'

const { db, url = '' } = await openTestDatabase(t)

t.test('compiled once, however often it runs', async t => {
  let built = 0
  const echo = statement<[word: string], { word: string }>('test-echo', word => {
    built++
    return sql`select ${word}::text as word`
  })
  t.equal(built, 1, 'at load')
  t.strictSame(await echo(db, 'one'), [{ word: 'one' }])
  t.strictSame(await echo(db, 'two'), [{ word: 'two' }])
  t.equal(built, 1, 'and not again')
})

t.test('each value goes where its parameter stands, in any order and as often as it stands there', async t => {
  const mix = statement<[first: string, second: string], { mixed: string }>(
    'test-mix',
    (first, second) => sql`select ${second}::text || ${first}::text || ${second}::text as mixed`,
  )
  t.strictSame(await mix(db, 'a', 'b'), [{ mixed: 'bab' }])
})

t.test('Kysely builds a statement as well as SQL does', async t => {
  const plan = statement<[name: string], { max_shares: number }>('test-plan', name =>
    compiler.selectFrom('plans').select('max_shares').where('name', '=', name),
  )
  t.strictSame(await plan(db, 'Business'), [{ max_shares: 80 }])
})

t.test('runs in a transaction, and is undone with it', async t => {
  const rename = statement<[name: string], { name: string }>(
    'test-rename',
    name => sql`update plans set max_shares = 1 where name = ${name} returning name`,
  )
  const changeOfMind = new Error('a change of mind')
  await t.rejects(
    db.transaction().execute(async trx => {
      t.strictSame(await rename(trx, 'Pro'), [{ name: 'Pro' }])
      throw changeOfMind
    }),
    changeOfMind,
  )
  t.match(await db.selectFrom('plans').select('max_shares').where('name', '=', 'Pro').executeTakeFirst(), {
    max_shares: 40,
  })
})

t.test('a value that is no parameter is refused at load', async t => {
  const refused = { message: 'statement test-bad: every value must be one of its parameters' }
  t.throws(() => statement('test-bad', () => sql`select ${1}`), refused)
  t.throws(() => statement('test-bad', (name: string) => sql`select ${name}::text, ${`${name}!`}::text`), refused)
  t.throws(
    () => statement('test-bad', () => compiler.selectFrom('plans').select('name').where('max_shares', '>', 1)),
    refused,
  )
  t.equal(preparedName('select $1'), undefined, 'and gets no name')
})

t.test('named after its title and its text', async t => {
  t.match(preparedName(quotientText), /^test-quotient-[0-9a-f]{8}$/)
  statement('test-twin', () => sql`select 1 as one`)
  statement('test-twin', () => sql`select 2 as two`)
  t.not(preparedName('select 1 as one'), preparedName('select 2 as two'), 'two versions of a statement differ')
  t.equal(preparedName('select 3 as three'), undefined, 'what is no statement of ours has no name')
})

t.test('listed: a list of any length is one parameter', async t => {
  const words = statement<[asked: string], { position: number; word: string | null }>(
    'test-words',
    asked => sql`select * from ${jsonRows(asked, 'position int, word text')} order by position`,
  )
  const asks = Array.from({ length: 1000 }, (_, position) => ({ position, word: `word ${position}` }))
  t.strictSame(await words(db, JSON.stringify(asks)), asks)
  t.strictSame(await words(db, '[]'), [])
  t.strictSame(await words(db, '[{"position": 0, "surplus": true}]'), [{ position: 0, word: null }])
})

t.test('a statement that fails works again on the same connection', async t => {
  await db.connection().execute(async connection => {
    t.strictSame(await quotient(connection, 6, 3), [{ quotient: 2 }])
    await t.rejects(quotient(connection, 6, 0), { code: '22012' })
    t.strictSame(await quotient(connection, 6, 2), [{ quotient: 3 }])
  })
})

t.test('one that failed at its first run works again, too', async t => {
  const remainder = statement<[dividend: number, divisor: number], { remainder: number }>(
    'test-remainder',
    (dividend, divisor) => sql`select ${dividend}::int % ${divisor}::int as remainder`,
  )
  await db.connection().execute(async connection => {
    await t.rejects(remainder(connection, 7, 0), { code: '22012' })
    t.strictSame(await remainder(connection, 7, 2), [{ remainder: 1 }])
  })
})

if (testDatabaseUrl) {
  const prepared = sql<{ name: string }>`select name from pg_prepared_statements`

  t.test('on Postgres a statement is prepared once under its name, and nothing else is', async t => {
    const fresh = await openDatabase({ url: pastPooler(url), pool: 1 })
    t.teardown(() => fresh.destroy())
    await fresh.connection().execute(async connection => {
      await quotient(connection, 6, 3)
      await quotient(connection, 8, 2)
      await connection.selectFrom('plans').select('name').where('name', '=', 'Pro').execute()
      t.strictSame((await prepared.execute(connection)).rows, [{ name: preparedName(quotientText) }])
    })
  })

  t.test('on Postgres with `prepare: false` nothing is prepared', async t => {
    const unprepared = await openDatabase({ url: pastPooler(url), prepare: false })
    t.teardown(() => unprepared.destroy())
    await unprepared.connection().execute(async connection => {
      t.strictSame(await quotient(connection, 6, 3), [{ quotient: 2 }])
      t.strictSame((await prepared.execute(connection)).rows, [])
    })
  })
}
