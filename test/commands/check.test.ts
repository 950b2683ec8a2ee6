import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/db/open.ts'
import { openTestDatabase, prepare, testDatabaseUrl } from '../support/house.ts'
import { run } from '../support/service.ts'
import { startedFolder } from '../support/snapshot.ts'

// The programs start one after another, on machines that may be busy.
t.setTimeout(600_000)

const jwtSecret = 'a secret of 32 characters or more'

const check = (settings: Record<string, string>, ...words: string[]) =>
  run('commands/check.ts', settings, ...words).ended

/** A database that nobody uses, as settings name it. */
async function openSettings(t: Test): Promise<Record<string, string>> {
  if (!testDatabaseUrl) return { DATA_DIR: await startedFolder(t) }
  const { db, url = '' } = await openTestDatabase(t)
  await db.destroy()
  return { DATABASE_URL: url, JWT_SECRET: jwtSecret }
}

async function change({ DATABASE_URL: url, DATA_DIR: dataDir = '' }: Record<string, string>, text: string) {
  const db = await openDatabase(url ? { url, prepare } : { dataDir })
  await sql.raw(text).execute(db)
  await db.destroy()
}

t.test('the database of the settings', async t => {
  const settings = await openSettings(t)

  await t.test('0 all is as it must be: a line for each rule', async t => {
    const { code, out, err } = await check(settings)
    t.match({ code, err }, { code: 0, err: '' })
    t.match(out, /^sensors\.share_count is the number of its shares … ok \(\d\.\d s\)$/m)
    t.match(out, /^the tables are those of this version … ok \(\d+ rows, \d\.\d s\)$/m)
    const [, rules] = /^All (\d+) rules hold\. \d+\.\d s\n$/m.exec(out) ?? []
    t.equal(Number(rules), out.match(/ … ok \(/g)?.length)
    t.ok(Number(rules) > 40)
  })

  await t.test('0 its reader goes after the first line: it ends quietly', async t => {
    const { child, written, ended } = run('commands/check.ts', settings)
    await once(child.stdout, 'data')
    child.stdout.destroy()
    t.match(await ended, { code: 0, err: '' })
    t.notMatch(written.out, 'rules hold')
  })

  await t.test('1 something is broken: where it is, without the address', async t => {
    await change(
      settings,
      `insert into people (email, share_count) select 'anna' || count || '@example.com', 1 from generate_series(1, 7) as count`,
    )
    const { code, out, err } = await check(settings)
    t.match({ code, err }, { code: 1, err: /^\n1 of \d+ rules that were looked at is broken\. \d+\.\d s\n$/ })
    t.match(out, / … BROKEN: 7 \(7 rows, \d\.\d s\)\n( {4}person \d says 1, there are 0\n){5} {4}…\n/)
    t.notMatch(out, 'anna')
  })

  await t.test('1 tables of another version: nothing is brought up to date', async t => {
    await change(settings, `delete from migrations where name like '0012%'`)
    t.match(await check(settings), { code: 1, out: /0012-devices-and-keys\.sql has not run: start the service once/ })
    t.match(await check(settings), { code: 1, out: /0012-devices-and-keys\.sql has not run/ }, 'it still has not')
  })
})

t.test('a database by its URL, without any settings', { skip: !testDatabaseUrl }, async t => {
  const { url = '' } = await openTestDatabase(t)
  // A second time: the first left nothing on a connection of a pooler that would be in its way.
  for (const _ of [1, 2]) t.match(await check({}, url), { code: 0, err: '', out: /All \d+ rules hold/ })
  const nowhere = new URL(url)
  nowhere.pathname = '/nowhere'
  t.match(await check({}, nowhere.href), {
    code: 1,
    out: '',
    err: /^There is no database nowhere at .*; or correct the name in the address that you gave\.\n$/,
  })
})

t.test('1 what it cannot look into', async t => {
  const dataDir = t.testdir()
  t.match(await check({ DATA_DIR: dataDir }), { code: 1, out: '', err: `There is no database in ${dataDir}.\n` })
  await t.rejects(readFile(join(dataDir, 'postgres', 'PG_VERSION')), 'none is made')
  t.match(await check({}, 'postgres://localhost'), { code: 1, out: '', err: /^Name a Postgres database, as / })
  t.match(await check({}, 'mysql://localhost/x'), { code: 1, out: '', err: /^Name a Postgres database, as / })
  t.match(await check({}, 'postgres://a/b', 'postgres://a/c'), { code: 1, out: '', err: /^Name one database\. / })
  t.match(await check({}, '--fix'), { code: 1, out: '', err: /^Unknown option '--fix'\. See: / })
  t.match(await check({}, '--help'), { code: 0, err: '', out: /changes nothing/ })
})
