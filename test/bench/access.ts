/**
 * How fast /access is over HTTP, compared with pgbench, which sends the same look-up to the same database as a statement
 * written by hand and prepared, and does nothing else. They take turns in one run:
 *
 *   token     GET /access of a guest, whose token names a session: both are checked
 *   service   POST /access of one question, by another service with the internal secret
 *   list      the same of 100 questions in a call
 *
 *   npm run bench -- access [--scale 100000] [--concurrency 32] [--rounds 3] [--seconds 5] [--json]
 *
 * --scale: how many shares there are. Each round asks for any of them.
 */
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { access, readdir, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { createSigner } from 'fast-jwt'
import pg from 'pg'
import { buildApp } from '../../src/app.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { openLog } from '../../src/log.ts'
import { onDatabaseOfItsOwn } from '../own-database.ts'
import { load } from './load.ts'

type Setting = { url: string; secret: string }
type Way = 'token' | 'service' | 'list'
type Http = { perSecond: number; p50: number; p99: number; serviceCores: number; clientCores: number }
type Pgbench = { perSecond: number; mean: number }
type Round = Record<Way, Http> & { pgbench: Pgbench }

const ways: Record<Way, number> = { token: 1, service: 1, list: 100 }

const internalSecret = 'the secret of another service'
const warmUpSeconds = 2

/** Each sensor is lent to this many guests, each guest has so many, and each owner so many sensors. */
const each = 10

/** Which sensor a share is of, and whose guest: both by number. */
function shareOf(share: number, shares: number) {
  const sensor = Math.floor(share / each)
  // Far apart, so that the guests of a sensor are not neighbours in the tables.
  return { sensor, guest: (sensor + (share % each) * 7919) % (shares / each) }
}

// Decimal digits are hex digits, too.
const macOf = (sensor: number) =>
  String(sensor)
    .padStart(12, '0')
    .replace(/..(?!$)/g, '$&:')
const macInSql = (sensor: string) => `to_char(${sensor}, 'FM00:00:00:00:00:00')`
const emailOf = (guest: number) => `guest${guest}@example.com`
const sessionOf = (guest: number) => `00000000-0000-4000-8000-${String(guest).padStart(12, '0')}`

/** What one would write who has to answer this one question only: the person's address and the sensor's id → the same facts. */
const byHand = (email: string, sensor: string) => `
  select
    case when sensors.owner_id = person.id then 'owner' when shares.sensor_id is not null then 'guest' when is_public then 'public' end as role,
    shares.channels, shares.scripting, shares.expires_at, owner.email as owner, coalesce(shares.created_at, claimed_at) as since
  from sensors
  join people as owner on owner.id = sensors.owner_id
  left join people as person on person.email = ${email}
  left join shares on shares.sensor_id = sensors.id and shares.guest_id = person.id and person.joined_at is not null
    and (not shares.asked or shares.accepted_at is not null) and shares.paused_at is null
    and (shares.starts_at is null or shares.starts_at <= now()) and (shares.expires_at is null or shares.expires_at > now())
  where sensors.id = ${sensor}`

if (process.argv[2] === 'serve') await serve(JSON.parse(process.argv[3] ?? ''))
else await bench()

/** The service: the application as main.ts runs it, in a process of its own. Its lines are written like the product's. */
async function serve({ url, secret }: Setting) {
  const db = await openDatabase({ url })
  const app = await buildApp({ db, rateLimit: false, secret, internalSecret, log: await openLog('info') })
  await app.listen({ host: '127.0.0.1', port: 0 })
  process.send?.((app.server.address() as AddressInfo).port)
  process.on('message', async (question: 'cpu' | 'end') => {
    if (question === 'cpu') return process.send?.(process.cpuUsage())
    await app.close()
    await db.destroy()
    process.disconnect()
  })
}

async function bench() {
  const { values: options } = parseArgs({
    options: {
      scale: { type: 'string', default: '100000' },
      concurrency: { type: 'string', default: '32' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  })
  const server = process.env.TEST_DATABASE_URL
  const program = await findPgbench()
  if (!server) return stop('The bench needs a Postgres server: set TEST_DATABASE_URL.')
  if (!program) return stop('There is no pgbench to compare with. On Debian: apt-get install postgresql-contrib')
  // A whole number of guests for each sensor.
  const shares = Math.max(1, Math.round(Number(options.scale) / each ** 2)) * each ** 2
  const [connections, seconds] = [Number(options.concurrency), Number(options.seconds)]
  const rounds: Round[] = []
  let postgres = ''
  await onDatabaseOfItsOwn(server, async url => {
    const secret = randomBytes(32).toString('hex')
    const started = performance.now()
    postgres = await fill(url, shares)
    console.error(`${shares} shares are there after ${((performance.now() - started) / 1000).toFixed(1)} s`)
    const service = fork(fileURLToPath(import.meta.url), ['serve', JSON.stringify({ url, secret } satisfies Setting)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    try {
      const port = await reply<number>(service)
      await compareAnswers(url, port, shares)
      const next = requests(secret, shares)
      for (let round = 0; round < Number(options.rounds); round++) {
        const runs: [string, () => Promise<Http | Pgbench>][] = [
          ...Object.entries(next).map(([way, next]): (typeof runs)[number] => [
            way,
            () => measureHttp(service, port, connections, seconds, next, ways[way as Way]),
          ]),
          ['pgbench', () => measurePgbench(program, url, shares, connections, seconds)],
        ]
        // Who goes first changes, so that a machine that gets slower or faster meanwhile favours none.
        if (round % 2) runs.reverse()
        const figures: [string, Http | Pgbench][] = []
        for (const [who, run] of runs) figures.push([who, await run()])
        rounds.push(Object.fromEntries(figures) as Round)
      }
    } finally {
      if (service.connected) {
        service.send('end')
        await once(service, 'exit')
      }
    }
  })
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model, node: process.version, postgres }
  const times = (way: Way) => median(rounds.map(round => round.pgbench.perSecond / round[way].perSecond))
  const medians = Object.fromEntries(Object.keys(ways).map(way => [way, times(way as Way)]))
  if (options.json) return console.log(JSON.stringify({ machine, shares, connections, rounds, medians }, null, 2))
  console.log(
    `/access on ${shares} shares over ${connections} connections, ${machine.cores} cores (${machine.cpu}), ` +
      `Node ${machine.node}, Postgres ${postgres}\n`,
  )
  console.log(line('round', '', 'answers/s', 'p50 ms', 'p99 ms', 'service cores', 'client cores', 'times'))
  for (const [index, { pgbench, ...http }] of rounds.entries()) {
    for (const [way, { perSecond, p50, p99, serviceCores, clientCores }] of Object.entries(http)) {
      const figures = [p50, p99, serviceCores, clientCores, pgbench.perSecond / perSecond]
      console.log(line(index + 1, way, Math.round(perSecond), ...figures.map(figure => figure.toFixed(2))))
    }
    console.log(line(index + 1, 'pgbench', Math.round(pgbench.perSecond), `mean ${pgbench.mean.toFixed(2)}`))
  }
  console.log("\ntimes: how many times as long as pgbench's look-up an answer takes (the aim is 3); the median:")
  for (const [way, times] of Object.entries(medians)) console.log(line(way, times.toFixed(2)))
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}

function stop(why: string) {
  console.error(why)
  process.exitCode = 1
}

function line(...cells: (string | number)[]) {
  return cells.map(cell => String(cell).padStart(14)).join('')
}

/** On the path, or where Debian keeps it. */
async function findPgbench(): Promise<string | undefined> {
  const debians = '/usr/lib/postgresql'
  const versions = await readdir(debians).catch(() => [])
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map(version => join(debians, version, 'bin')),
  ]
  for (const folder of folders) {
    const program = join(folder, 'pgbench')
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return program
  }
}

/** Fills a new database; returns its version. All shares are live, some of them with terms. */
async function fill(url: string, shares: number): Promise<string> {
  const db = await openDatabase({ url })
  await migrate(db)
  await db.destroy()
  const [sensors, owners] = [shares / each, shares / each ** 2]
  // Not as the product, which gives up a statement after ten seconds.
  const client = new pg.Client(url)
  await client.connect()
  const numbers = (count: number) => `generate_series(0, ${count - 1}) as n`
  await client.query(`
    begin;
    -- Without triggers: nobody needs to check a million times that what we write fits together.
    set local session_replication_role = replica;
    insert into people (email, joined_at, share_count, claim_count)
    select 'owner' || n || '@example.com', now(), ${each ** 2}, ${each} from ${numbers(owners)} order by n;
    insert into people (email, joined_at)
    select 'guest' || n || '@example.com', now() from ${numbers(sensors)} order by n;
    -- Seen just now, for as long as the bench takes: a session is written to once a minute, which is not what is measured here.
    insert into sessions (id, person_id, last_accessed_at)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, ${owners} + n + 1, now() + interval '1 day'
    from ${numbers(sensors)};
    insert into sensors (id, owner_id, name, share_count)
    select ${macInSql('n')}, n % ${owners} + 1, 'Sensor ' || n, ${each} from ${numbers(sensors)};
    insert into shares (sensor_id, guest_id, name, channels, scripting, expires_at, asked, accepted_at)
    select
      ${macInSql(`n / ${each}`)}, ${owners} + 1 + (n / ${each} + n % ${each} * 7919) % ${sensors},
      'Sensor', case when n % 3 = 0 then array['temperature', 'humidity'] end, n % 2 = 0,
      case when n % 4 = 0 then now() + interval '1 year' end, n % 5 = 0, case when n % 5 = 0 then now() end
    from ${numbers(shares)};
    commit`)
  await client.query('vacuum analyze')
  await client.query('checkpoint')
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  await client.end()
  return rows[0]?.server_version ?? ''
}

/** Throws when the two do not answer the same: then there would be nothing to compare. */
async function compareAnswers(url: string, port: number, shares: number) {
  const some = Array.from({ length: 1000 }, (_, index) => shareOf((index * 999_983) % shares, shares))
  const questions = some.map(({ sensor, guest }) => ({ sensor: macOf(sensor), person: emailOf(guest) }))
  const answer = await fetch(`http://127.0.0.1:${port}/access`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-internal-secret': internalSecret },
    body: JSON.stringify({ questions }),
  })
  const { answers } = ((await answer.json()) as { data: { answers: Record<string, unknown>[] } }).data
  const client = new pg.Client(url)
  await client.connect()
  for (const [index, { sensor, person }] of questions.entries()) {
    const { rows } = await client.query({ name: 'by hand', text: byHand('$1', '$2'), values: [person, sensor] })
    const [{ role, channels, scripting, expires_at, owner, since }] = rows
    const why = { owner, guest: person, since }
    const expected = JSON.stringify({
      sensor,
      person,
      channel: null,
      role,
      channels,
      scripting,
      expiresAt: expires_at,
      why,
    })
    if (role !== 'guest' || JSON.stringify(answers[index]) !== expected) {
      throw new Error(`the answers differ:\n${JSON.stringify(answers[index])}\n${expected}`)
    }
  }
  await client.end()
}

/** Functions that write a request for any of all the shares, one for each way. */
function requests(secret: string, shares: number): Record<Way, () => string> {
  const sign = createSigner({ key: secret, algorithm: 'HS256' })
  const tokens = Array.from({ length: shares / each }, (_, n) => sign({ email: emailOf(n), sid: sessionOf(n) }))
  const any = () => shareOf(Math.floor(Math.random() * shares), shares)
  const post = (count: number) => {
    const questions = Array.from({ length: count }, any).map(({ sensor, guest }) => ({
      sensor: macOf(sensor),
      person: emailOf(guest),
    }))
    const body = JSON.stringify({ questions })
    return (
      `POST /access HTTP/1.1\r\nhost: 127.0.0.1\r\nx-internal-secret: ${internalSecret}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    )
  }
  return {
    token: () => {
      const { sensor, guest } = any()
      const authorization = `authorization: Bearer ${tokens[guest]}`
      return `GET /access?sensor=${macOf(sensor)} HTTP/1.1\r\nhost: 127.0.0.1\r\n${authorization}\r\n\r\n`
    },
    service: () => post(ways.service),
    list: () => post(ways.list),
  }
}

async function measureHttp(
  service: ChildProcess,
  port: number,
  connections: number,
  seconds: number,
  next: () => string,
  questions: number,
): Promise<Http> {
  await load({ port, connections, seconds: warmUpSeconds }, next)
  const before = await ask<NodeJS.CpuUsage>(service, 'cpu')
  const { statuses, latencies, seconds: took, cores } = await load({ port, connections, seconds }, next)
  const after = await ask<NodeJS.CpuUsage>(service, 'cpu')
  const others = [...statuses.keys()].filter(status => status !== 200)
  if (others.length > 0) throw new Error(`there were answers other than 200: ${others.join(', ')}`)
  return {
    perSecond: (latencies.length * questions) / took,
    p50: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
    serviceCores: (after.user + after.system - before.user - before.system) / 1e6 / took,
    clientCores: cores,
  }
}

async function measurePgbench(
  program: string,
  url: string,
  shares: number,
  connections: number,
  seconds: number,
): Promise<Pgbench> {
  const script = join(tmpdir(), `sensor-share-access-${process.pid}.sql`)
  const text = byHand("'guest' || :guest || '@example.com'", macInSql(':sensor::int'))
  await writeFile(
    script,
    `\\set share random(0, ${shares - 1})\n\\set sensor :share / ${each}\n` +
      `\\set guest (:sensor + :share % ${each} * 7919) % ${shares / each}\n${text.replaceAll('\n', ' ')};\n`,
  )
  const run = async (length: number) => {
    const options = ['--no-vacuum', '--protocol=prepared', `--file=${script}`, `--time=${length}`]
    const { stdout } = await promisify(execFile)(program, [
      ...options,
      `--client=${connections}`,
      `--jobs=${Math.min(connections, cpus().length)}`,
      url,
    ])
    return stdout
  }
  try {
    await run(warmUpSeconds)
    const said = await run(seconds)
    const [, perSecond] = /^tps = ([\d.]+)/m.exec(said) ?? []
    const [, mean] = /^latency average = ([\d.]+) ms/m.exec(said) ?? []
    if (!perSecond || !mean) throw new Error(`pgbench said:\n${said}`)
    return { perSecond: Number(perSecond), mean: Number(mean) }
  } finally {
    await rm(script)
  }
}

function ask<Answer>(service: ChildProcess, question: 'cpu'): Promise<Answer> {
  service.send(question)
  return reply<Answer>(service)
}

/** What the service says next; it says nothing any more when it has died, of which its standard error tells. */
async function reply<Answer>(service: ChildProcess): Promise<Answer> {
  const died = new AbortController()
  const abort = () => died.abort(new Error('the service ended before its time'))
  service.once('exit', abort)
  try {
    const [answer] = await once(service, 'message', { signal: died.signal })
    return answer
  } finally {
    service.off('exit', abort)
  }
}
