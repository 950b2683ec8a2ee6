/**
 * npm run bench: how fast the product is over HTTP, with tokens checked, beside a server that one would write by hand for just these
 * endpoints, and beside pgbench, which sends its statements to the same database, prepared, over as many connections. They take turns,
 * and who begins changes.
 *
 *   npm run bench -- [case ...] [--scale 100000] [--rounds 3] [--seconds 5] [--seed 1] [--json]
 *   npm run bench -- [case ...] --compare COMMIT [--rounds 6] …   this commit and another one in turns
 *
 * Cases: those of cases.ts, and `bare`, `embedded`, `processes`, `courier`, `export` and `timing`; all of them if none is named. --scale: how many sensors there are;
 * with as many people, and five shares of each. TEST_DATABASE_URL names a server, where a database is made and dropped again; without
 * it a server is brought up if one is installed.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { noServer, openServer } from '../faults/postgres-server.ts'
import { onDatabaseOfItsOwn } from '../support/own-database.ts'
import { casesOf, type Secrets } from './cases.ts'
import { compareCommits } from './commits.ts'
import { type Compared, compare, compareProcesses, measure, measureBare } from './compare.ts'
import { sendLetters } from './courier.ts'
import { exportSentence, exportValues } from './exporting.ts'
import { startService } from './service.ts'
import { compareTimes, sentence } from './timing.ts'
import { fill, pairsOf, sharesOf, worldOf } from './world.ts'

const { values: options, positionals: named } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    compare: { type: 'string' },
  },
})
const secrets: Secrets = { secret: randomBytes(32).toString('hex'), internalSecret: randomBytes(16).toString('hex') }
const world = worldOf(Number(options.scale))
const cases = casesOf(world, secrets)
const load = { rounds: Number(options.rounds), seconds: Number(options.seconds), seed: Number(options.seed) }
const others = ['bare', 'embedded', 'processes', 'courier', 'export', 'timing']
const known = [...cases.map(({ name }) => name), ...others]
const isWanted = (name: string) => named.length === 0 || named.includes(name)
/** What is under way, for whoever waits. */
const tell = (what: string) => console.error(what)

const unknown = named.find(name => !known.includes(name))
if (unknown !== undefined) stop(`There is no case ${unknown}. There are: ${known.join(', ')}.`)
else if (options.compare) await compareTo(options.compare)
else if (process.env.TEST_DATABASE_URL) await bench(process.env.TEST_DATABASE_URL)
else if (noServer) stop(`${noServer}. Or name a server: TEST_DATABASE_URL=postgres://user:password@host:5432/name`)
else {
  const server = await openServer()
  try {
    await bench(server.url('postgres'))
  } finally {
    server.remove()
  }
}

function stop(why: string) {
  console.error(why)
  process.exitCode = 1
}

async function compareTo(commit: string) {
  const { scale, seconds } = options
  console.log(
    await compareCommits(commit, {
      // Older commits don't know all others.
      cases: named.length > 0 ? named : cases.map(({ name }) => name),
      turns: load.rounds,
      settings: ['--scale', scale, '--seconds', seconds],
      seed: load.seed,
      tell,
    }),
  )
}

async function bench(server: string) {
  const done: Compared[] = []
  let filled = { postgres: '', megabytes: Number.NaN }
  if (named.length === 0 || named.some(name => !['embedded', 'courier', 'export', 'timing'].includes(name))) {
    await onDatabaseOfItsOwn(server, async url => {
      const db = await openDatabase({ url, isPatient: true })
      filled = await fillNew(db)
      const how = { ...load, url, db, secrets, tell }
      if (isWanted('bare')) done.push(...(await measureBare(url, how)))
      for (const one of cases.filter(({ name }) => isWanted(name))) done.push(...(await compare(one, how)))
      const share = cases.find(({ name }) => name === 'share')
      if (isWanted('processes') && share) done.push(await compareProcesses(share, pairsOf(world), how))
      await db.destroy()
    })
  }
  if (isWanted('embedded')) done.push(...(await embedded()))
  const letters = isWanted('courier')
    ? await onDatabaseOfItsOwn(server, url => sendLetters(url, load.rounds, tell))
    : undefined
  const exported = isWanted('export')
    ? await onDatabaseOfItsOwn(server, url => exportValues(url, secrets, 1_000_000, tell))
    : undefined
  const timing = isWanted('timing')
    ? await onDatabaseOfItsOwn(server, url => compareTimes(url, load.rounds, tell))
    : undefined
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: filled.postgres,
  }
  if (options.json)
    return console.log(
      JSON.stringify(
        { machine, world, megabytes: filled.megabytes, load, cases: done, letters, exported, timing },
        null,
        2,
      ),
    )
  console.log(
    `${machine.cores} cores (${machine.cpu}), ${machine.memoryGB} GB, Node ${machine.node}, Postgres ${machine.postgres}, all on one machine; ` +
      `${world.sensors} sensors, ${sharesOf(world)} shares (${filled.megabytes} MB); the median of ${load.rounds} rounds of ${load.seconds} s.\n`,
  )
  console.log(tableOf(done))
  if (letters) console.log(`\nA courier sends ${Math.round(letters)} letters a second to Postmark's stand-in.`)
  if (exported) console.log(`\n${exportSentence(exported)}.`)
  if (timing) console.log(`\n${sentence(timing)}.`)
}

/** Returns the server's version, and how large the database has become. */
async function fillNew(db: Database): Promise<{ postgres: string; megabytes: number }> {
  const began = performance.now()
  await migrate(db)
  await fill(db, world)
  const { rows } = await sql<{ postgres: string; megabytes: number }>`
    select current_setting('server_version') as postgres, round(pg_database_size(current_database()) / 1e6)::int as megabytes`.execute(
    db,
  )
  const [found = { postgres: '', megabytes: Number.NaN }] = rows
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  tell(`${world.sensors} sensors, ${sharesOf(world)} shares: ${found.megabytes} MB, made in ${seconds} s`)
  return found
}

/** The embedded database, which is meant for a home: with fewer sensors. */
async function embedded(): Promise<Compared[]> {
  const home = worldOf(Math.min(world.sensors, 10_000))
  const folder = mkdtempSync(join(tmpdir(), 'sensor-share-bench-'))
  try {
    const db = await openDatabase({ dataDir: folder })
    await migrate(db)
    await fill(db, home)
    await db.destroy()
    const service = await startService(secrets, { DATA_DIR: folder })
    const all: Compared[] = []
    try {
      for (const one of casesOf(home, secrets).filter(({ name }) => ['share', 'dense', 'access'].includes(name))) {
        const { found } = await measure({ ...one, connections: [32] }, service, { ...load, secrets, tell })
        all.push(...found.map(compared => ({ ...compared, title: `${compared.title}, embedded` })))
      }
    } finally {
      await service.end()
    }
    return all
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function tableOf(done: Compared[]): string {
  const head = [
    'what',
    'connections',
    'a second',
    'p50 ms',
    'p99 ms',
    'CPU s/1,000 service',
    'Postgres',
    'MB',
    'by hand',
    'p99 ms',
    'CPU s/1,000',
    'ratio',
    'pgbench',
    'p50 ms',
    'p99 ms',
    'ratio',
  ]
  const number = (value: number | undefined, digits = 0) =>
    value === undefined || Number.isNaN(value)
      ? ''
      : value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
  const lines = done.map(({ title, connections, product, byHand, toByHand, pgbench, toPgbench }) => [
    title,
    number(connections),
    number(product.perSecond),
    number(product.p50, 1),
    number(product.p99, 1),
    number(product.serviceCpu, 2),
    number(product.postgresCpu, 2),
    number(product.megabytes),
    number(byHand?.perSecond),
    number(byHand?.p99, 1),
    number(byHand?.serviceCpu, 2),
    number(toByHand, 2),
    number(pgbench?.perSecond),
    number(pgbench?.p50, 1),
    number(pgbench?.p99, 1),
    number(toPgbench, 2),
  ])
  return [head, head.map((_, index) => (index ? '---:' : '---')), ...lines]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')
}
