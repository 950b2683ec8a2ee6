import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/db/open.ts'
import { hashPlanCode } from '../../src/plans/plan-code.ts'
import { openTestDatabase, prepare, startedFolder, testDatabaseUrl } from '../support/house.ts'
import { run, startService } from '../support/service.ts'

// The programs start one after another, on machines that may be busy.
t.setTimeout(600_000)

const jwtSecret = 'a secret of 32 characters or more'

const operator = (settings: Record<string, string>, ...words: string[]) =>
  run('commands/operator.ts', settings, ...words).ended

/** The settings of a database of its own. */
async function openSettings(t: Test): Promise<Record<string, string>> {
  if (!testDatabaseUrl) return { DATA_DIR: await startedFolder(t) }
  const { db, url = '' } = await openTestDatabase(t)
  await db.destroy()
  return { DATABASE_URL: url, JWT_SECRET: jwtSecret }
}

/** Reads the database of settings, when no program is using it. */
async function read<Found>(settings: Record<string, string>, query: (db: Db) => Promise<Found>): Promise<Found> {
  const { DATABASE_URL: url, DATA_DIR: dataDir = '' } = settings
  const db = await openDatabase(url ? { url, prepare } : { dataDir })
  try {
    return await query(db)
  } finally {
    await db.destroy()
  }
}
type Db = Awaited<ReturnType<typeof openDatabase>>

t.test('plans and codes', async t => {
  const settings = await openSettings(t)

  await t.test('plan: set for some days, for somebody whom nobody knew', async t => {
    const { code, out, err } = await operator(settings, 'plan', 'Anna@Example.com', 'Pro', '--days', '365')
    t.match({ code, err }, { code: 0, err: '' })
    t.match(out, /^anna@example\.com has Pro until \d{4}-\d\d-\d\dT.*Z\.\n$/)
    const anna = await read(settings, db => db.selectFrom('people').selectAll().executeTakeFirstOrThrow())
    t.match(anna, { email: 'anna@example.com', plan: 'Pro', joined_at: null })
    t.match(out, anna.plan_ends_at?.toISOString())
    t.equal(Number(anna.plan_ends_at) - Number(anna.plan_started_at), 365 * 86_400_000)
  })

  await t.test('plan: set without an end', async t => {
    t.match(await operator(settings, 'plan', 'anna@example.com', 'Business'), {
      code: 0,
      out: 'anna@example.com has Business without an end.\n',
      err: '',
    })
    const anna = await read(settings, db => db.selectFrom('people').selectAll().executeTakeFirstOrThrow())
    t.match(anna, { plan: 'Business', plan_ends_at: null })
  })

  await t.test('code: one is made and registered, and nothing else is printed', async t => {
    const { code, out, err } = await operator(settings, 'code', 'Pro', '--days', '30')
    t.match({ code, err }, { code: 0, err: '' })
    t.match(out, /^([A-Z2-9]{4}-){4}[A-Z2-9]{4}\n$/)
    const row = await read(settings, db => db.selectFrom('plan_codes').selectAll().executeTakeFirstOrThrow())
    t.match(row, { plan: 'Pro', days: 30, used_at: null })
    t.equal(Buffer.from(row.hash).toString('hex'), hashPlanCode(out))
  })

  await t.test('code: one of the own, and the same again', async t => {
    const own = 'Summer-2027-Sauna-Club-7Q'
    t.match(await operator(settings, 'code', 'Pro', '--code', own), { code: 0, out: `${own}\n`, err: '' })
    t.match(await operator(settings, 'code', 'Pro', '--code', own), {
      code: 1,
      out: '',
      err: /^This code is registered already\. .*\n$/,
    })
  })

  await t.test('lift: an address gets emails again, and a second time there is nothing to lift', async t => {
    const row = { email: 'gary@example.com', reason: 'bounced', at: new Date('2026-03-02T10:00:00Z') }
    await read(settings, db => db.insertInto('suppressed_addresses').values(row).execute())
    const { code, out, err } = await operator(settings, 'lift', 'Gary@Example.com')
    t.match({ code, err }, { code: 0, err: '' })
    t.match(out, 'gary@example.com gets emails again. They had stopped at 2026-03-02T10:00:00.000Z (bounced).\n')
    const lifted = await read(settings, db =>
      db.selectFrom('suppressed_addresses').selectAll().executeTakeFirstOrThrow(),
    )
    t.match(lifted, { is_lifted: true, reason: 'bounced' })
    t.ok(lifted.at > row.at, 'older reports that arrive late do not count')
    t.match(await operator(settings, 'lift', 'gary@example.com'), {
      code: 0,
      out: 'Emails to gary@example.com were not stopped, so there is nothing to lift.\n',
      err: '',
    })
    t.match(await operator(settings, 'lift', 'gary'), { code: 1, out: '', err: /^Name an e-mail address: / })
  })

  await t.test('no such plan: told which ones there are', async t => {
    t.match(await operator(settings, 'plan', 'anna@example.com', 'Gold'), {
      code: 1,
      out: '',
      err: 'There is no such plan. Write one of these exactly as it is: Basic, Business, Pro.\n',
    })
  })

  await t.test('while the service runs: on Postgres it works, on the embedded database it says to stop it', async t => {
    const service = await startService(settings)
    t.teardown(() => {
      service.kill('SIGKILL')
      return service.ended
    })
    const { code, out, err } = await operator(settings, 'plan', 'anna@example.com', 'Pro')
    if (testDatabaseUrl) t.match({ code, out, err }, { code: 0, out: /^anna@example\.com has Pro/, err: '' })
    else t.match({ code, out, err }, { code: 1, out: '', err: /^Another process is using .*\. Stop it, or .*\n$/ })
    t.equal((await fetch(`${service.url}/health/ready`)).status, 200, 'the service goes on')
    service.kill('SIGTERM')
    t.match(await service.ended, { code: 0 })
  })
})

t.test('what is wrong is said in a sentence, before any database is made', async t => {
  const dataDir = join(t.testdir(), 'data')
  const see = 'See: npm run operator -- --help\n'
  const namePlan = 'Name an e-mail address and a plan: npm run operator -- plan someone@example.com Pro --days 365\n'
  for (const [words, sentence] of [
    [['plan', 'anna', 'Pro'], namePlan],
    [['plan', 'anna@example.com', 'Pro', '365'], namePlan],
    [['code', 'Pro', '--days', '1e3'], '--days is a number of days, 1 to 3650.\n'],
    [['code'], 'Name a plan: npm run operator -- code Pro --days 30\n'],
    [['code', 'Pro', '--code', 'short'], '--code is 16 letters and digits or more, with or without dashes.\n'],
    [['give'], `There is no command give. ${see}`],
    [['code', 'Pro', '--day', '1'], `Unknown option '--day'. ${see}`],
  ] as const) {
    t.match(await operator({ DATA_DIR: dataDir }, ...words), { code: 1, out: '', err: sentence }, words.join(' '))
  }
  await t.rejects(stat(dataDir), { code: 'ENOENT' })
})

t.test('help, when it is asked for or nothing else is', async t => {
  const dataDir = join(t.testdir(), 'data')
  for (const words of [[], ['plan', '-h']]) {
    const { code, out, err } = await operator({ DATA_DIR: dataDir }, ...words)
    t.match({ code, err }, { code: 0, err: '' })
    t.match(out, /operator -- plan .*operator -- code .*node dist\/commands\/operator\.js.*Stop a service/s)
  }
  await t.rejects(stat(dataDir), { code: 'ENOENT' })
})

t.test('a database that cannot be reached: where it should be', async t => {
  const settings = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing', JWT_SECRET: jwtSecret }
  t.match(await operator(settings, 'code', 'Pro'), {
    code: 1,
    out: '',
    err: /^The database nothing at 127\.0\.0\.1:1 cannot be reached: .*\n$/,
  })
})
