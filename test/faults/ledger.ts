/** A load of sharing and unsharing over HTTP that knows what was acknowledged, and what there must be in the database therefore. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { issueToken } from '../../src/auth/entrance/tokens.ts'
import type { Database } from '../../src/db/open.ts'
import { faultsInBooks } from '../support/books.ts'
import { Dice } from '../support/dice.ts'
import { eventually } from '../support/service.ts'

/** Settings of the services that are loaded. */
export const settings = { JWT_SECRET: 'only for the time of these faults', RATE_LIMIT: 'off' }

const owners = 8
const sensorsOfEach = 25
const guests = 400
const callers = 24

/** What is known of a sensor and a guest: whether it is shared, and how often it was, as far as it was acknowledged; and how often more it may have been. */
type Known = {
  isShared: boolean
  shared: number
  ended: number
  perhapsShared: number
  perhapsEnded: number
  inDoubt: boolean
}
type Found = { sensor: string; guest: string; shares: number; shared: number; ended: number; letters: number }

export type Totals = {
  asks: number
  acknowledged: number
  /** Answers 503, and requests without an answer: nobody knows what became of them. */
  unavailable: number
  unanswered: number
  lost: number
  doubled: number
  wrong: number
}

export type Ledger = Awaited<ReturnType<typeof openLedger>>

/** Fills an empty database, and is ready to load services over it. The same seed makes the same choices. */
export async function openLedger(db: Database, seed: number) {
  const tokens = await furnish(db)
  const dice = new Dice(seed)
  const pairs = new Map<string, Known>()
  const totals: Totals = { asks: 0, acknowledged: 0, unavailable: 0, unanswered: 0, lost: 0, doubled: 0, wrong: 0 }
  const lastSuccess = new Array<number>(callers).fill(0)
  let longest = 0

  function known(key: string): Known {
    const found = pairs.get(key)
    if (found) return found
    const fresh = { isShared: false, shared: 0, ended: 0, perhapsShared: 0, perhapsEnded: 0, inDoubt: false }
    pairs.set(key, fresh)
    return fresh
  }

  /** A pair that only this caller asks about, so that its asks come one after the other. */
  function pick(caller: number): { sensor: number; guest: string; pair: Known } {
    for (;;) {
      const sensor = Math.floor(dice.next() * owners * sensorsOfEach)
      const own = Math.floor((dice.next() * guests) / callers) * callers + caller
      const guest = `guest-${own}@example.com`
      const pair = known(keyOf(sensorId(sensor), guest))
      if (!pair.inDoubt) return { sensor, guest, pair }
    }
  }

  /** Shares what is not shared, and ends what is; now and then the contrary, which must be refused. */
  async function ask(url: string, caller: number) {
    const { sensor, guest, pair } = pick(caller)
    const isRepeated = dice.next() < 0.1
    const shares = pair.isShared === isRepeated
    totals.asks++
    const began = performance.now()
    const answer = await post(`${url}/${shares ? 'share' : 'unshare'}`, Math.floor(sensor / sensorsOfEach), {
      sensor: sensorId(sensor),
      user: guest,
    })
    longest = Math.max(longest, performance.now() - began)
    const told = `${shares ? 'share' : 'unshare'} of ${sensorId(sensor)} with ${guest}: ${JSON.stringify(answer)}`
    switch (answer?.status) {
      case 200:
        totals.acknowledged++
        lastSuccess[caller] = Date.now()
        if (isRepeated) note('doubled', `done twice: ${told}`)
        pair.isShared = shares
        if (shares) pair.shared++
        else pair.ended++
        return
      case shares ? 409 : 404:
        if (!isRepeated) note('wrong', told)
        return
      case undefined:
      case 503:
        if (answer && !(answer.body.code === 'ER_INTERNAL' && answer.retryAfter)) note('wrong', told)
        if (answer) totals.unavailable++
        else totals.unanswered++
        pair.inDoubt = true
        if (shares) pair.perhapsShared++
        else pair.perhapsEnded++
        await sleep(20)
        return
      default:
        note('wrong', told)
    }
  }

  async function post(url: string, owner: number, body: object) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[owner]}` },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(60_000),
      })
      const retryAfter = answer.headers.get('retry-after')
      return { status: answer.status, retryAfter, body: (await answer.json()) as { code?: string } }
    } catch {
      return undefined
    }
  }

  function note(kind: 'lost' | 'doubled' | 'wrong', line: string) {
    if (++totals[kind] <= 20) console.error(`  ${kind}: ${line}`)
  }

  /** Loads services until it is told to stop; `urls` tells where they are just then. */
  function load(urls: () => string[]) {
    let isOver = false
    const work = Array.from({ length: callers }, async (_, caller) => {
      while (!isOver) await ask(urls()[caller % urls().length] ?? '', caller)
    })
    return {
      /** Waits until every caller has been answered well since an instant; returns how many milliseconds that took. */
      async recovered(since: number): Promise<number> {
        await eventually('all are answered again', async () => lastSuccess.every(at => at > since))
        return Math.max(...lastSuccess) - since
      },
      async stop() {
        isOver = true
        await Promise.all(work)
      },
    }
  }

  /** Looks for what was acknowledged and is not so, what was done twice, and whatever does not agree. Nothing may be under way. */
  async function check(db: Database) {
    const found = new Map((await pairsIn(db)).map(row => [keyOf(row.sensor, row.guest), row]))
    for (const key of found.keys()) known(key)
    for (const [key, pair] of pairs) {
      const { shares = 0, shared = 0, ended = 0, letters = 0 } = found.get(key) ?? {}
      const told = `${key}: ${shares} shares, shared ${shared} times, ended ${ended} times, ${letters} letters; known: ${JSON.stringify(pair)}`
      const isLost = (!pair.inDoubt && shares !== Number(pair.isShared)) || shared < pair.shared || ended < pair.ended
      if (isLost) note('lost', told)
      else if (shared > pair.shared + pair.perhapsShared || ended > pair.ended + pair.perhapsEnded)
        note('doubled', told)
      else if (shares !== shared - ended || letters !== shared) note('wrong', told)
      pairs.set(key, { isShared: shares > 0, shared, ended, perhapsShared: 0, perhapsEnded: 0, inDoubt: false })
    }
    for (const fault of await faultsInBooks(db, { all: true })) note('wrong', fault)
  }

  return {
    load,
    check,
    totals,
    /** Whether all was right so far. */
    isRight: () => totals.lost + totals.doubled + totals.wrong === 0,
    report: () => {
      const { asks, acknowledged, unavailable, unanswered, lost, doubled, wrong } = totals
      return (
        `${asks} asks, ${acknowledged} changes acknowledged, ${unavailable} answers 503, ${unanswered} without an answer, ` +
        `the longest wait ${(longest / 1000).toFixed(1)} s; lost ${lost}, doubled ${doubled}, otherwise wrong ${wrong}`
      )
    },
  }
}

async function pairsIn(db: Database): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select
      sensor_id as sensor, email as guest,
      (count(*) filter (where line = 'share'))::int as shares,
      (count(*) filter (where line = 'shared'))::int as shared,
      (count(*) filter (where line = 'unshared'))::int as ended,
      (count(*) filter (where line = 'letter'))::int as letters
    from (
      select 'share' as line, sensor_id, guest_id from shares
      union all
      select action, sensor_id, guest_id from events where action in ('shared', 'unshared')
      union all
      select 'letter', named ->> 'id', people.id
      from letters
      join people on people.email = recipient
      cross join jsonb_array_elements(content -> 'sensors') as named
      where kind in ('shared', 'invitation')
    ) as lines
    join people on people.id = guest_id
    group by sensor_id, email`.execute(db)
  return rows
}

/** Puts owners with sensors and room for all the load into a new database; returns the owners' tokens. */
async function furnish(db: Database): Promise<string[]> {
  await db.updateTable('plans').set({ max_shares: 1_000_000, max_shares_per_sensor: 1_000_000 }).execute()
  const tokens: string[] = []
  for (let owner = 0; owner < owners; owner++) {
    const email = `owner-${owner}@example.com`
    const { id } = await db
      .insertInto('people')
      .values({ email, joined_at: new Date(), claim_count: sensorsOfEach })
      .returning('id')
      .executeTakeFirstOrThrow()
    const sensors = Array.from({ length: sensorsOfEach }, (_, index) => sensorId(owner * sensorsOfEach + index))
    await db
      .insertInto('sensors')
      .values(sensors.map(sensor => ({ id: sensor, owner_id: id })))
      .execute()
    tokens.push(await issueToken(settings.JWT_SECRET, email))
  }
  // Half of the guests have joined; the service comes to know the others by their shares.
  const joined = Array.from({ length: guests / 2 }, (_, index) => `guest-${index * 2}@example.com`)
  await db
    .insertInto('people')
    .values(joined.map(email => ({ email, joined_at: new Date() })))
    .execute()
  return tokens
}

function sensorId(index: number): string {
  const octet = (value: number) => value.toString(16).toUpperCase().padStart(2, '0')
  return `C6:F1:E7:00:${octet(index >> 8)}:${octet(index & 255)}`
}

const keyOf = (sensor: string, guest: string) => `${sensor} ${guest}`
