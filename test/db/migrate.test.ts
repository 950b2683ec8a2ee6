import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { MigrationChanged, migrate, readMigrations } from '../../src/db/migrate.ts'
import type { Database } from '../../src/db/open.ts'
import { openAgain, openTestDatabase } from '../support/house.ts'

async function openEmpty(t: Test) {
  const { db, url } = await openTestDatabase(t)
  await sql`drop schema public cascade`.execute(db)
  await sql`create schema public`.execute(db)
  return { db, url }
}

const read = (t: Test, files: Record<string, string>) => readMigrations(pathToFileURL(`${t.testdir(files)}/`))

async function tables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migrations' order by name`.execute(
    db,
  )
  return rows.map(({ name }) => name)
}

const remembered = async (db: Database) =>
  (await db.selectFrom('migrations').select('name').orderBy('name').execute()).map(({ name }) => name)

t.test('fresh: all run, in name order', async t => {
  const { db } = await openEmpty(t)
  const ran = await migrate(db)
  t.match(ran[0], /^0001-/)
  t.strictSame(ran, [...ran].sort())
  t.strictSame(await remembered(db), ran)
  t.strictSame(await tables(db), [
    'access_keys',
    'account_events',
    'declines',
    'departures',
    'events',
    'forward_tokens',
    'gateways',
    'guess_budgets',
    'histories',
    'kept_answers',
    'known_devices',
    'known_networks',
    'letter_attempts',
    'letters',
    'mailbox_messages',
    'measurements',
    'mutes',
    'passkeys',
    'people',
    'person_settings',
    'pictures',
    'plan_codes',
    'plans',
    'previewed_addresses',
    'removed_shares',
    'sensor_secrets',
    'sensor_settings',
    'sensors',
    'services',
    'sessions',
    'shares',
    'sign_in_codes',
    'signing_secrets',
    'suppressed_addresses',
    'suppressed_hashes',
    'throttles',
    'used_challenges',
    'used_signatures',
  ])
})

t.test('repeated: none runs, nothing changes', async t => {
  const { db } = await openTestDatabase(t)
  const before = await db.selectFrom('migrations').selectAll().orderBy('name').execute()
  t.strictSame(await migrate(db), [])
  t.strictSame(await db.selectFrom('migrations').selectAll().orderBy('name').execute(), before)
})

t.test('one more: only what is new runs', async t => {
  const { db } = await openEmpty(t)
  const both = await read(t, { '1.sql': 'create table first ()', '2.sql': 'create table second ()' })
  t.strictSame(await migrate(db, both.slice(0, 1)), ['1.sql'])
  t.strictSame(await migrate(db, both), ['2.sql'])
  t.strictSame(await tables(db), ['first', 'second'])
})

t.test('settings of sensors: those of owners stay, those of others go', async t => {
  const { db } = await openEmpty(t)
  const all = await readMigrations()
  await migrate(
    db,
    all.filter(({ name }) => name < '0022'),
  )
  await sql`insert into people (email) values ('anna@example.com'), ('gus@example.com')`.execute(db)
  await sql`
    insert into sensors (id, owner_id)
    select sensor, people.id
    from people cross join (values ('C6:F1:E7:00:00:01'), ('C6:F1:E7:00:00:02')) as sensors (sensor)
    where email = 'anna@example.com'`.execute(db)
  await sql`
    insert into sensor_settings (person_id, sensor_id, name, value, updated_at)
    select people.id, sensors.id, 'of ' || email, 'x', '2020-01-01' from people cross join sensors
    where email = 'gus@example.com' or sensors.id <> 'C6:F1:E7:00:00:02'`.execute(db)
  await migrate(db, all)
  const kept = await db.selectFrom('sensor_settings').selectAll().execute()
  t.strictSame(kept, [
    {
      sensor_id: 'C6:F1:E7:00:00:01',
      name: 'of anna@example.com',
      value: 'x',
      updated_at: new Date('2020-01-01T00:00:00Z'),
    },
  ])
})

t.test('two at once: each migration runs once', async t => {
  const { db, url } = await openEmpty(t)
  const others = await Promise.all([1, 2, 3].map(() => (url ? openAgain(t, url) : db)))
  const ran = await Promise.all([db, ...others].map(one => migrate(one)))
  const names = (await readMigrations()).map(({ name }) => name)
  t.strictSame(ran.flat().sort(), names)
  t.strictSame(await remembered(db), names)
})

t.test('one that was changed after it ran is refused, and nothing after it runs', async t => {
  const { db } = await openEmpty(t)
  await migrate(db, await read(t, { '1.sql': 'create table first ()' }))
  const changed = await read(t, { '1.sql': 'create table first (id int)', '2.sql': 'create table second ()' })
  await t.rejects(
    migrate(db, changed),
    new MigrationChanged(
      'The migration 1.sql was changed after it ran on this database. Put the file back as it was, and write what is new as a new migration.',
    ),
  )
  t.strictSame(await tables(db), ['first'])
})

t.test('one that fails leaves nothing behind; those before it stay, and it runs once it is mended', async t => {
  const { db } = await openEmpty(t)
  const first = { '1.sql': 'create table first ()' }
  const broken = await read(t, { ...first, '2.sql': 'create table second ();\nselect 1 / 0;', '3.sql': 'select 1' })
  await t.rejects(migrate(db, broken), { code: '22012' })
  t.strictSame(await tables(db), ['first'])
  t.strictSame(await remembered(db), ['1.sql'])
  const mended = await read(t, { ...first, '2.sql': 'create table second ();\nselect 1 / 1;' })
  t.strictSame(await migrate(db, mended), ['2.sql'])
  t.strictSame(await tables(db), ['first', 'second'])
})

t.test('line ends do not count: CRLF has the checksum and the text of LF', async t => {
  const text = '-- First.\ncreate table first ();\n\nselect 1;\n'
  const [lf] = await read(t, { '1.sql': text })
  const [crlf] = await read(t, { '1.sql': text.replaceAll('\n', '\r\n') })
  t.strictSame(crlf, lf)
  const [other] = await read(t, { '1.sql': text.replace('first', 'First') })
  t.not(other?.checksum, lf?.checksum, 'anything else counts')
})

t.test('only .sql files are migrations, in name order', async t => {
  const files = { 'b.sql': 'select 2', 'notes.md': '# Notes', 'a.sql': 'select 1', 'c.sql.orig': 'select 3' }
  t.match(await read(t, files), [
    { name: 'a.sql', text: 'select 1' },
    { name: 'b.sql', text: 'select 2' },
  ])
  t.equal((await read(t, files)).length, 2)
})
