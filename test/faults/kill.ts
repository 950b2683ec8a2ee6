/**
 * npm run faults: kills the service in the middle of load, again and again, and checks that nothing that it answered is lost
 * and nothing is there twice. On the embedded database, and on a real Postgres too when TEST_DATABASE_URL is set.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { issueToken } from '../../src/entrance/tokens.ts'
import { eventually, type Service, startService } from '../service.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
})
const rounds = Number(values.rounds)
const seed = Number(values.seed)
const random = dice(seed)
const randomDelay = dice(seed + 1)
if (!(Number.isInteger(rounds) && rounds > 0 && Number.isInteger(seed)))
  throw new Error('--rounds and --seed are whole numbers')
const secret = 'only for the time of these faults'

const owners = 8
const sensorsOfEach = 25
const guests = 400
const callers = 24

type Pair = { sensor: string; guest: string }
type Place = { settings: Record<string, string>; open: () => Promise<Database>; remove: () => Promise<void> }

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
async function hurt(name: string, { settings, open }: Place): Promise<boolean> {
  const db = await open()
  await migrate(db)
  const tokens = await furnish(db)
  await db.destroy()

  const answered = new Set<string>()
  const asked: Pair[] = []
  const unanswered: Pair[] = []
  const totals = { found: 0, lost: 0, doubled: 0, wrong: 0 }
  let tried = 0
  let done = 0

  /** Posts one ask; true when the service answered. */
  async function ask(service: Service, pair: Pair): Promise<boolean> {
    tried++
    try {
      const answer = await fetch(`${service.url}/share`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[ownerOf(pair.sensor)]}` },
        body: JSON.stringify({ sensor: pair.sensor, user: pair.guest }),
      })
      await answer.arrayBuffer()
      if (answer.status === 200) {
        if (answered.has(keyOf(pair))) {
          totals.doubled++
          console.error(`answered 200 twice: ${keyOf(pair)}`)
        }
        answered.add(keyOf(pair))
      } else if (answer.status !== 409) {
        totals.wrong++
        console.error(`answered ${answer.status}: ${keyOf(pair)}`)
      }
      return true
    } catch {
      unanswered.push(pair)
      return false
    }
  }

  /** Mostly a new pair; now and then one that was asked before, which must be refused. */
  function nextPair(): Pair {
    const before = random() < 0.1 ? asked[Math.floor(random() * asked.length)] : undefined
    const pair = before ?? {
      sensor: sensorId(Math.floor(random() * owners * sensorsOfEach)),
      guest: `guest-${Math.floor(random() * guests)}@example.com`,
    }
    asked.push(pair)
    return pair
  }

  for (let round = 1; round <= rounds; round++) {
    const service = await startService({ ...settings, JWT_SECRET: secret, RATE_LIMIT: 'off' })
    try {
      // Nobody knows what became of these when the service was killed; now they are asked once more.
      const again = unanswered.splice(0)
      await Promise.all(again.map(pair => ask(service, pair)))
      if (unanswered.length > 0) throw new Error(`the service does not answer: ${service.written.out.slice(-2_000)}`)

      const before = answered.size
      const load = Array.from({ length: callers }, async () => {
        while (await ask(service, nextPair()));
      })
      await eventually('the load has begun', async () => answered.size > before)
      await new Promise(resolve => setTimeout(resolve, randomDelay() * 1_000))
      if (unanswered.length > 0 || service.child.exitCode !== null) throw new Error('it failed before it was killed')
      service.kill('SIGKILL')
      await Promise.all([...load, service.ended])
      console.log(
        `${name} ${round}/${rounds}: ${answered.size - before} shares answered, killed with ${unanswered.length} asks under way` +
          `, ${again.length} asked again`,
      )
    } finally {
      service.kill('SIGKILL')
      await service.ended
    }

    // The service itself has to find its way back; it is checked when it has stopped, as one process at a time has the folder.
    const restarted = await startService({ ...settings, JWT_SECRET: secret, RATE_LIMIT: 'off' })
    restarted.kill('SIGTERM')
    const { code } = await restarted.ended
    if (code !== 0) throw new Error(`the restarted service ended with exit code ${code}`)
    const checked = await open()
    const faults = await check(checked, answered)
    await checked.destroy()
    for (const fault of faults.lines) console.error(`  ${fault}`)
    done = round
    totals.found = faults.found
    totals.lost += faults.lost
    totals.doubled += faults.doubled
    totals.wrong += faults.wrong
    if (faults.lines.length > 0) break
  }
  console.log(
    `${name}: ${done} rounds, ${tried} asks, ${answered.size} shares answered, ${totals.found} shares found, ` +
      `lost ${totals.lost}, doubled ${totals.doubled}, otherwise wrong ${totals.wrong}`,
  )
  return totals.lost + totals.doubled + totals.wrong === 0
}

/** Looks for what was answered and is not there, what is there twice, and whatever does not agree. */
async function check(db: Database, answered: Set<string>) {
  const { rows } = await sql<{ sensor: string; guest: string; shares: number; events: number; letters: number }>`
    select
      sensor_id as sensor, email as guest,
      (count(*) filter (where line = 'share'))::int as shares,
      (count(*) filter (where line = 'event'))::int as events,
      (count(*) filter (where line = 'letter'))::int as letters
    from (
      select 'share' as line, sensor_id, guest_id from shares
      union all
      select 'event', sensor_id, guest_id from events where action = 'shared'
      union all
      select 'letter', named ->> 'id', people.id
      from letters
      join people on people.email = recipient
      cross join jsonb_array_elements(content -> 'sensors') as named
      where kind in ('shared', 'invitation')
    ) as lines
    join people on people.id = guest_id
    group by sensor_id, email`.execute(db)
  const counters = await sql<{ line: string }>`
    select 'counter of sensor ' || id || ': ' || share_count as line from sensors
    where share_count <> (select count(*) from shares where sensor_id = sensors.id)
    union all
    select 'counter of ' || email || ': ' || share_count from people
    where share_count <> (select count(*) from shares join sensors on sensors.id = sensor_id where owner_id = people.id)
    union all
    select action || ' of ' || sensor_id from events where action <> 'shared'`.execute(db)

  const found = new Set(rows.filter(({ shares }) => shares > 0).map(keyOf))
  const lost = [...answered].filter(key => !found.has(key))
  const doubled = rows.filter(({ shares, events, letters }) => Math.max(shares, events, letters) > 1)
  const partial = rows.filter(({ shares, events, letters }) => Math.min(shares, events, letters) < 1)
  const tell = ({ shares, events, letters, ...pair }: (typeof rows)[number]) =>
    `${keyOf(pair)}: ${shares} shares, ${events} events, ${letters} letters`
  return {
    found: found.size,
    lost: lost.length,
    doubled: doubled.length,
    wrong: partial.length + counters.rows.length,
    lines: [
      ...lost.map(key => `lost: ${key}`),
      ...doubled.map(row => `doubled: ${tell(row)}`),
      ...partial.map(row => `in part: ${tell(row)}`),
      ...counters.rows.map(({ line }) => line),
    ],
  }
}

/** Puts owners with sensors and room for all the load into a new database; returns the owners' tokens. */
async function furnish(db: Database): Promise<string[]> {
  await db.updateTable('plans').set({ max_shares: 1_000_000, max_shares_per_sensor: 1_000_000 }).execute()
  const tokens: string[] = []
  for (let owner = 0; owner < owners; owner++) {
    const email = `owner-${owner}@example.com`
    const { id } = await db
      .insertInto('people')
      .values({ email, joined_at: new Date() })
      .returning('id')
      .executeTakeFirstOrThrow()
    const sensors = Array.from({ length: sensorsOfEach }, (_, index) => sensorId(owner * sensorsOfEach + index))
    await db
      .insertInto('sensors')
      .values(sensors.map(sensor => ({ id: sensor, owner_id: id })))
      .execute()
    tokens.push(await issueToken(secret, email))
  }
  // Half of the guests have joined; the service comes to know the others by their shares.
  const joined = Array.from({ length: guests / 2 }, (_, index) => `guest-${index * 2}@example.com`)
  await db
    .insertInto('people')
    .values(joined.map(email => ({ email, joined_at: new Date() })))
    .execute()
  return tokens
}

async function makeFolder(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sensor-share-faults-'))
  return {
    settings: { DATA_DIR: dataDir },
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
    settings: { DATABASE_URL: url.href },
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

function sensorId(index: number): string {
  const octet = (value: number) => value.toString(16).toUpperCase().padStart(2, '0')
  return `C6:F1:E7:00:${octet(index >> 8)}:${octet(index & 255)}`
}

function ownerOf(sensor: string): number {
  return Math.floor(Number.parseInt(sensor.slice(-5).replace(':', ''), 16) / sensorsOfEach)
}

function keyOf({ sensor, guest }: Pair): string {
  return `${sensor} ${guest}`
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
