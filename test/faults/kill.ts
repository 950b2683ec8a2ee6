/**
 * npm run faults -- kill: kills the service in the middle of load, again and again, and checks that nothing that it answered is lost
 * and nothing is there twice. On the embedded database, and on a real Postgres too when TEST_DATABASE_URL is set.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { Dice } from '../support/dice.ts'
import { eventually, startService } from '../support/service.ts'
import { openLedger, settings } from './ledger.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
})
const rounds = Number(values.rounds)
const seed = Number(values.seed)
const dice = new Dice(seed + 1)

type Place = { where: Record<string, string>; open: () => Promise<Database>; remove: () => Promise<void> }

console.log(`${rounds} rounds, --seed ${seed}`)
let isRight = true
for (const [name, make] of [
  ['embedded', makeFolder],
  ['postgres', makeDatabase],
] as const) {
  const place = await make()
  if (!place) continue
  try {
    isRight = (await hurt(name, place)) && isRight
  } finally {
    await place.remove()
  }
}
process.exitCode = isRight ? 0 : 1

/** Kills and checks, round by round; tells whether all was right. */
async function hurt(name: string, { where, open }: Place): Promise<boolean> {
  const db = await open()
  await migrate(db)
  const ledger = await openLedger(db, seed)
  await db.destroy()

  for (let round = 1; round <= rounds && ledger.isRight(); round++) {
    const before = ledger.totals.acknowledged
    const service = await startService({ ...settings, ...where })
    try {
      const load = ledger.load(() => [service.url])
      await load.recovered(Date.now())
      await sleep(dice.next() * 1_000)
      const stopped = load.stop()
      service.kill('SIGKILL')
      await Promise.all([stopped, service.ended])
    } finally {
      service.kill('SIGKILL')
      await service.ended
    }

    // The service itself has to find its way back; it is checked when it has stopped, as one process at a time has the folder.
    const restarted = await startService({ ...settings, ...where })
    restarted.kill('SIGTERM')
    const { code } = await restarted.ended
    if (code !== 0) throw new Error(`the restarted service ended with exit code ${code}`)
    const checked = await open()
    await ledger.check(checked)
    await checked.destroy()
    console.log(`${name} ${round}/${rounds}: ${ledger.totals.acknowledged - before} changes acknowledged, then killed`)
  }
  console.log(`${name}: ${ledger.report()}`)
  return ledger.isRight()
}

async function makeFolder(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sensor-share-faults-'))
  return {
    where: { DATA_DIR: dataDir },
    open: () => openDatabase({ dataDir }),
    remove: () => rm(dataDir, { recursive: true }),
  }
}

async function makeDatabase(): Promise<Place | undefined> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) return undefined
  const name = `sensor_share_faults_${process.pid}`
  const admin = async (statement: string) => {
    const client = new pg.Client(server)
    await client.connect()
    const { rows } = await client.query(statement)
    await client.end()
    return rows
  }
  await admin(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    where: { DATABASE_URL: url.href },
    async open() {
      // What a killed process had sent may still be under way.
      await eventually('the killed process has no connection left', async () => {
        const left = await admin(`select from pg_stat_activity where datname = '${name}'`)
        return left.length === 0
      })
      return openDatabase({ url: url.href })
    },
    remove: async () => {
      await admin(`drop database ${name} with (force)`)
    },
  }
}
