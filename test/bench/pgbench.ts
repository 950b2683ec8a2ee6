/**
 * npm run bench -- pgbench: how fast POST /share is, over HTTP and with its token checked, compared with pgbench, Postgres' own bench, that
 * sends the best statement for a single share that we can write by hand: prepared, over as many connections, with the same writes and on
 * the same data. The two take turns. Needs TEST_DATABASE_URL, and pgbench 14 or newer.
 *
 *   npm run bench -- pgbench [--concurrency 1,32,64] [--rounds 3] [--seconds 5] [--seed 1] [--json]
 */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { onDatabaseOfItsOwn } from '../own-database.ts'
import { measure } from './measure.ts'

const { values: options } = parseArgs({
  options: {
    concurrency: { type: 'string', default: '1,32,64' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})

type Speed = { perSecond: number; p50: number; p99: number }
type Round = { connections: number; round: number; ratio: number; product: Speed; pgbench: Speed }

const sizes = { owners: 2_000, sensors: 10_000, guests: 5_000 }
const secret = randomBytes(32).toString('hex')
const rounds = Number(options.rounds)
const seconds = Number(options.seconds)
const seed = Number(options.seed)

/** One share, as by hand: the same checks and writes, in one statement. */
const single = `
\\set i :i + 1
\\set pair permute(:i * :clients + :client_id, :sensors * :guests, :seed)
\\set s :pair % :sensors
\\set g :pair / :sensors
with asked as (
  select
    '00:00:00:00:' || upper(substr(lpad(to_hex(:s::int), 4, '0'), 1, 2)) || ':' || upper(substr(lpad(to_hex(:s::int), 4, '0'), 3, 2)) as sensor,
    'guest' || :g::int || '@example.com' as guest
),
owner as (
  update people set share_count = share_count + 1
  from plans
  where people.id = :s::int % :owners::int + 1 and plans.name = people.plan and people.share_count < plans.max_shares
  returning people.id, people.email, plans.max_shares_per_sensor
),
sensor as (
  update sensors set share_count = share_count + 1
  from asked, owner
  where sensors.id = asked.sensor and owner_id = owner.id and share_count < max_shares_per_sensor
  returning sensors.id, sensors.name, sensors.picture, owner_id
),
known as (select id, joined_at from people, asked where people.email = asked.guest),
made as (
  insert into people (email) select guest from asked where not exists (select from known) on conflict do nothing returning id, joined_at
),
guest as (select * from known union all select * from made),
letter as (
  insert into letters (kind, recipient, sender, content)
  select
    case when joined_at is null then 'invitation' else 'shared' end, asked.guest, owner.email,
    jsonb_build_object('sensors', jsonb_build_array(jsonb_build_object('id', sensor.id, 'name', sensor.name)))
  from asked, owner, sensor, guest
  returning id
),
started as (
  insert into shares (sensor_id, guest_id, name, picture, letter_id)
  select sensor.id, guest.id, sensor.name, sensor.picture, letter.id from sensor, guest, letter
  returning sensor_id, guest_id
)
insert into events (action, sensor_id, owner_id, guest_id, actor_id, data)
select 'shared', sensor_id, owner_id, guest_id, owner_id, jsonb_build_object('name', sensor.name) from started, sensor;
`

const server = process.env.TEST_DATABASE_URL
const program = findPgbench()
if (server && program) {
  const folder = mkdtempSync(join(tmpdir(), 'sensor-share-bench-'))
  await onDatabaseOfItsOwn(server, async url => report(await compare(url, program, folder)))
  rmSync(folder, { recursive: true })
} else {
  console.error(
    server
      ? 'There is no pgbench here; on Debian: apt-get install postgresql-contrib or postgresql'
      : 'The bench needs a Postgres server, where it makes a database of its own and drops it again: set TEST_DATABASE_URL,\nas postgres://user:password@host:5432/name.',
  )
  process.exitCode = 1
}

function findPgbench(): string | undefined {
  const folders = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').map(version => join('/usr/lib/postgresql', version, 'bin'))
    : []
  return [...folders.sort().reverse(), ...(process.env.PATH ?? '').split(':')]
    .map(folder => join(folder, 'pgbench'))
    .find(file => existsSync(file))
}

async function compare(url: string, program: string, folder: string): Promise<Round[]> {
  const done: Round[] = []
  for (const connections of options.concurrency.split(',').map(Number)) {
    for (let round = 1; round <= rounds; round++) {
      const load = { connections, seconds, seed: seed + round }
      // The product's run leaves the database filled anew; what pgbench adds to it does not meet it.
      const product = await measure({ ...sizes, fresh: false, url, secret, plain: false }, load)
      const pgbench = await runPgbench(url, program, folder, load)
      const one = { connections, round, product, pgbench, ratio: product.perSecond / pgbench.perSecond }
      done.push(one)
      if (!options.json) console.log(lineOf(one))
    }
  }
  return done
}

/** Runs pgbench on freshly filled tables; checks that every transaction wrote its rows. */
async function runPgbench(
  url: string,
  program: string,
  folder: string,
  { connections, seconds, seed }: { connections: number; seconds: number; seed: number },
): Promise<Speed> {
  const client = new pg.Client(url)
  // The database is dropped under it when something else fails.
  client.on('error', () => {})
  await client.connect()
  // What the product's run found: five shares of each sensor, with people whom nobody is asked about here.
  await client.query('begin; set local session_replication_role = replica; truncate events, letters cascade; commit')
  await client.query(`delete from shares where guest_id <= ${sizes.owners + sizes.guests}`)
  await client.query('update sensors set share_count = 5')
  await client.query(
    `update people set share_count = (select coalesce(sum(share_count), 0) from sensors where owner_id = people.id)`,
  )
  await client.query('vacuum (full, analyze)')
  const before = sizes.sensors * 5
  const script = join(folder, 'share.sql')
  writeFileSync(script, single)
  const log = join(folder, `log-${connections}-${seed}`)
  const numbers = { ...sizes, clients: connections, seed, i: 0 }
  const words = [
    '-n',
    '-M',
    'prepared',
    '-f',
    script,
    '-c',
    connections,
    '-j',
    Math.min(2, connections),
    '-T',
    seconds,
    '-l',
  ]
  const given = Object.entries(numbers).flatMap(([name, value]) => ['-D', `${name}=${value}`])
  execFileSync(program, [...words.map(String), '--log-prefix', log, ...given, url], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })

  const latencies = readdirSync(folder)
    .filter(file => join(folder, file).startsWith(log))
    .flatMap(file => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .map(line => Number(line.split(' ')[2]) / 1_000)
    .sort((one, other) => one - other)
  const { rows } = await client.query(`select
    (select count(*) from shares) - ${before} as shares, (select count(*) from events) as events, (select count(*) from letters) as letters,
    (select sum(share_count) from sensors) - ${before} as sensors, (select sum(share_count) from people) - ${before} as owners`)
  await client.end()
  for (const [what, count] of Object.entries(rows[0])) {
    if (Number(count) !== latencies.length)
      throw new Error(`${latencies.length} transactions, but ${count} more in ${what}`)
  }
  const at = (part: number) => latencies[Math.floor(latencies.length * part)] ?? Number.NaN
  return { perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99) }
}

function lineOf({ connections, round, product, pgbench, ratio }: Round): string {
  const told = ({ perSecond, p50, p99 }: Speed) =>
    `${Math.round(perSecond)}/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`
  return `${connections} connections, round ${round}: product ${told(product)}; pgbench ${told(pgbench)}; ratio ${ratio.toFixed(2)}`
}

function report(done: Round[]) {
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model, node: process.version }
  const medians = [...new Set(done.map(({ connections }) => connections))].map(connections => {
    const ratios = done.filter(round => round.connections === connections).map(({ ratio }) => ratio)
    return { connections, ratio: ratios.sort((one, other) => one - other)[ratios.length >> 1] ?? Number.NaN }
  })
  if (options.json) return console.log(JSON.stringify({ machine, rounds: done, medians }, null, 2))
  console.log(
    `\nPOST /share, with HTTP and its token, against one hand-written statement; ${machine.cores} cores (${machine.cpu}), Node ${machine.node}`,
  )
  for (const { connections, ratio } of medians) {
    console.log(`${connections} connections: ${ratio.toFixed(2)} times as many shares as pgbench (median)`)
  }
}
