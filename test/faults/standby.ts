/**
 * npm run faults -- standby: a server with a synchronous standby, behind a PgBouncer in transaction mode, is killed under load; the
 * standby is promoted and everybody is sent there. Nothing acknowledged may be lost.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { eventually, startService } from '../support/service.ts'
import { openLedger, settings } from './ledger.ts'
import { noBouncer, openBouncer, openServer, type Server } from './postgres-server.ts'
import { quiet } from './watch.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
})
const rounds = Number(values.rounds)

if (noBouncer) console.log(`Not run: ${noBouncer}`)
else await run()

async function run() {
  let primary = await openServer()
  const bouncer = await openBouncer(primary)
  const url = bouncer.url('postgres')
  const db = await openDatabase({ url: primary.url('postgres') })
  await migrate(db)
  const ledger = await openLedger(db, Number(values.seed))
  await db.destroy()
  const services = await Promise.all(
    [1, 2].map(() => startService({ ...settings, DATABASE_URL: url, DATABASE_PREPARE: 'off', PORT: '0' })),
  )
  const load = ledger.load(() => services.map(({ url }) => url))
  console.log(`${rounds} rounds, two services behind a PgBouncer, --seed ${values.seed}`)

  let slowest = 0
  for (let round = 1; round <= rounds; round++) {
    const standby = await openServer({ of: primary })
    await admin(primary, `alter system set synchronous_standby_names = '*'`, 'select pg_reload_conf()')
    await eventually('the standby is waited for', async () => {
      const states = await admin(primary, 'select sync_state from pg_stat_replication')
      return states.some(({ sync_state }) => sync_state === 'sync')
    })
    await load.recovered(Date.now())
    await sleep(1_000)
    primary.kill()
    // It is the only one now, and must not wait for another.
    standby.promote()
    await admin(standby, 'alter system reset synchronous_standby_names', 'select pg_reload_conf()')
    bouncer.point(standby)
    const took = await load.recovered(Date.now())
    slowest = Math.max(slowest, took)
    console.log(
      `${round}/${rounds}, killed, and its standby promoted: all callers were answered well again ${took} ms after`,
    )
    primary.remove()
    primary = standby
  }
  await load.stop()
  await quiet(primary.url('postgres'))
  const checked = await openDatabase({ url: primary.url('postgres') })
  await ledger.check(checked)
  await checked.destroy()
  for (const service of services) service.kill('SIGTERM')
  await Promise.all(services.map(({ ended }) => ended))
  await bouncer.remove()
  primary.remove()

  console.log(`the slowest recovery took ${slowest} ms; ${ledger.report()}`)
  if (slowest > 5_000) console.error('That is longer than 5 s.')
  process.exitCode = ledger.isRight() && slowest <= 5_000 ? 0 : 1
}

/** Runs statements on a server itself, and returns the rows of the last. */
async function admin(server: Server, ...statements: string[]) {
  const client = new pg.Client(server.url('postgres'))
  await client.connect()
  let rows: Record<string, unknown>[] = []
  for (const statement of statements) rows = (await client.query(statement)).rows
  await client.end()
  return rows
}
