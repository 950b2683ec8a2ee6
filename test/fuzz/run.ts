/**
 * npm run fuzz -- [--requests 100000] [--seed N] [--verbose]: the long run, on the embedded database, or on a database of its own of the
 * server of TEST_DATABASE_URL. Says which requests were not answered as the contract has it, and fails if there are any.
 */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { keepHouse } from '../../src/jobs/housekeeping.ts'
import { deriveKeys } from '../../src/keys.ts'
import { buildTestApp } from '../support/app.ts'
import { onDatabaseOfItsOwn } from '../support/own-database.ts'
import { described, fuzz, openLog, type Report, settings } from './fuzz.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const requests = Number(values.requests)
const seed = Number(values.seed)
const server = process.env.TEST_DATABASE_URL

console.log(`${requests} requests on ${server ? 'Postgres' : 'the embedded database'}, seed ${seed}`)
const startedAt = performance.now()
const seconds = () => Math.round((performance.now() - startedAt) / 1000)
process.exitCode = (await (server
  ? onDatabaseOfItsOwn(server, async url => run(await openDatabase({ url })))
  : onEmbedded()))
  ? 0
  : 1

async function onEmbedded() {
  return run(await openDatabase({ snapshot: undefined }))
}

async function run(db: Database): Promise<boolean> {
  await migrate(db)
  const secret = randomBytes(32).toString('hex')
  const log = openLog()
  const app = await buildTestApp({ db, secret, log: log.log, ...settings })
  const housekeeping = keepHouse(db, deriveKeys(secret), log.log, 1_000)
  let toldAt = performance.now()
  let told = 0
  const report = await fuzz({
    app,
    log,
    db,
    secret,
    seed,
    requests,
    progress({ requests, faults }) {
      // At once: a run is long, and may be broken off.
      for (const fault of faults.slice(told)) console.log(`\n${described(fault)}\n`)
      told = faults.length
      if (performance.now() - toldAt < 10_000) return
      toldAt = performance.now()
      console.log(`${requests} after ${seconds()} s, ${told} faults, ${megabytes()} MB`)
    },
  })
  await housekeeping.close()
  await app.close()
  await db.destroy()
  for (const fault of report.faults.slice(told)) console.log(`\n${described(fault)}\n`)
  tell(report)
  return report.faults.length + report.books.length + report.gaps.length === 0
}

function tell({ faces, modes, statuses, counts, gaps, faults, books, slowest, requests }: Report) {
  console.log('\n| asked for | requests | valid | of these done | statuses |\n| - | -: | -: | -: | - |')
  for (const [name, { all, valid, done, statuses }] of [...counts].sort()) {
    const share = valid > 0 ? `${Math.round((100 * done) / valid)} %` : ''
    console.log(`| ${name} | ${all} | ${valid} | ${share} | ${listed(statuses)} |`)
  }
  console.log(`\n${requests} requests in ${seconds()} s, seed ${seed}, ${megabytes()} MB in the end`)
  console.log(`by face: ${listed(faces)}; by kind: ${listed(modes)}`)
  for (const [face, those] of Object.entries(statuses)) console.log(`${face}: ${listed(those)}`)
  for (const { ms, sent } of slowest)
    console.log(`slowest: ${Math.round(ms)} ms of computing, ${sent.face} ${sent.about} (${sent.mode})`)
  const internal = Object.values(statuses)
    .flatMap(Object.entries)
    .filter(([status]) => Number(status) >= 500)
  console.log(
    `5xx: ${internal.reduce((sum, [, count]) => sum + count, 0)}; violations of the contract: ${faults.length}`,
  )
  console.log(`never answered with success: ${gaps.join(', ') || 'nothing'}`)
  console.log(`broken invariants: ${books.join('; ') || 'none'}`)
}

function listed(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 2 ** 20)
}
