/**
 * npm run faults -- server: hurts a Postgres server of our own while two services share and unshare on it: kills it and starts it
 * again, lets it hang, and cuts all connections. Then it checks that nothing acknowledged is lost and nothing was done twice.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { startService } from '../support/service.ts'
import { openLedger, settings } from './ledger.ts'
import { noServer, openServer } from './postgres-server.ts'
import { memoryOf, quiet } from './watch.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    hang: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
})
const rounds = Number(values.rounds)
const hang = Number(values.hang)

if (noServer) console.log(`Not run: ${noServer}`)
else await run()

async function run() {
  const server = await openServer()
  const url = server.url('postgres')
  const db = await openDatabase({ url })
  await migrate(db)
  const ledger = await openLedger(db, Number(values.seed))
  await db.destroy()
  const services = await Promise.all([1, 2].map(() => startService({ ...settings, DATABASE_URL: url, PORT: '0' })))
  const load = ledger.load(() => services.map(({ url }) => url))
  console.log(`${rounds} rounds, two services, --seed ${values.seed}`)

  const faults = {
    async killed() {
      server.kill()
      await sleep(1_000)
      server.start()
    },
    async hung() {
      server.freeze()
      await sleep(hang * 1_000)
      server.thaw()
    },
    async 'cut off'() {
      const admin = new pg.Client(url)
      await admin.connect()
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'sensor-share%'`,
      )
      await admin.end()
    },
  }
  const times: Record<string, number[]> = {}
  await load.recovered(Date.now())
  const before = services.map(({ child }) => memoryOf(child.pid))
  for (let round = 1; round <= rounds; round++) {
    for (const [name, hurt] of Object.entries(faults)) {
      await sleep(1_000)
      await hurt()
      const took = await load.recovered(Date.now())
      times[name] = [...(times[name] ?? []), took]
      console.log(`${round}/${rounds}, the server was ${name}: all callers were answered well again ${took} ms after`)
    }
  }
  await load.stop()
  const after = services.map(({ child }) => memoryOf(child.pid))
  await quiet(url)
  const checked = await openDatabase({ url })
  await ledger.check(checked)
  await checked.destroy()
  for (const service of services) service.kill('SIGTERM')
  const codes = await Promise.all(services.map(async ({ ended }) => (await ended).code))
  server.remove()

  const slowest = Math.max(...Object.values(times).flat())
  console.log(`memory of the services: ${before.join(' and ')} MB before, ${after.join(' and ')} MB after`)
  console.log(`the slowest recovery took ${slowest} ms; ${ledger.report()}`)
  if (slowest > 5_000) console.error('That is longer than 5 s.')
  if (codes.some(code => code !== 0)) console.error(`The services ended with ${codes.join(' and ')}.`)
  process.exitCode = ledger.isRight() && slowest <= 5_000 && codes.every(code => code === 0) ? 0 : 1
}
