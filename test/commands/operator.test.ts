import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openTestDatabase, testDatabaseUrl } from '../support/house.ts'
import { run, startService } from '../support/service.ts'
import { startedFolder } from '../support/snapshot.ts'

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

t.test('an order is carried out, its answer printed', async t => {
  const settings = await openSettings(t)
  const own = 'Summer-2027-Sauna-Club-7Q'
  t.match(await operator(settings, 'code', 'Pro', '--code', own), { code: 0, out: `${own}\n`, err: '' })

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
  t.match(await operator({ DATA_DIR: dataDir }, 'code', 'Pro', '--day', '1'), {
    code: 1,
    out: '',
    err: "Unknown option '--day'. See: npm run operator -- --help\n",
  })
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
