/** Measures a case: the product, a server written by hand and pgbench in turns. */

import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Database } from '../../src/db/open.ts'
import { Dice } from '../support/dice.ts'
import { bareCase, type Case, type Secrets } from './cases.ts'
import { answerOf, load } from './load.ts'
import { findPgbench, runPgbench } from './pgbench.ts'
import { type Service, startByHand, startService } from './service.ts'
import { countRows, type Side } from './world.ts'

export type Speed = { perSecond: number; p50: number; p99: number; postgresCpu: number }
export type ProductSpeed = Speed & {
  /** CPU seconds for 1,000 of what is counted; of Postgres all its processes together, as far as they can be seen. */
  serviceCpu: number
  /** Of the service, at the end of the round. */
  megabytes: number
}

export type Compared = {
  name: string
  title: string
  connections: number
  rounds: Round[]
} & Round

/** What a round found, or the medians of all: the speeds, and how much more the product does in a second than each of the others. */
type Round = {
  product: ProductSpeed
  byHand: ProductSpeed | undefined
  pgbench: Speed | undefined
  toByHand: number
  toPgbench: number
}

export type Load = { rounds: number; seconds: number; seed: number; secrets: Secrets; tell: (what: string) => void }
type OnServer = Load & { url: string; db: Database }

/** Before what is measured, so that what runs often has been compiled. */
const warmUp = { connections: 32, seconds: 6 }
const shortWarmUp = 0.5

/** Measures a case on a server, and counts in the end what was written. Throws when an answer is not 200 or a row is missing. */
export async function compare(one: Case, how: OnServer): Promise<Compared[]> {
  const service = await startService(how.secrets, { DATABASE_URL: how.url })
  const handmade = one.isByHand && (await startByHand(how.secrets, how.url))
  try {
    await one.prepare?.(how.db, service.port)
    if (handmade && !one.begins) await checkContent(one, service, handmade)
    const rowsBefore = await countRows(how.db)
    const program = one.script && findPgbench()
    const byHand = handmade ? httpOf(one, [handmade], 'hands', how.seed) : undefined
    const pgbench = program ? pgbenchOf(one, program, how.url) : undefined
    const { found, requests } = await measure(one, service, how, { byHand, pgbench })
    const others = (byHand?.count() ?? 0) + (pgbench?.count() ?? 0)
    checkRows(one, rowsBefore, await countRows(how.db), requests + others)
    return found
  } finally {
    await service.end()
    if (handmade) await handmade.end()
  }
}

/** Those who take turns with the product. */
type Others = { byHand?: ReturnType<typeof httpOf> | undefined; pgbench?: ReturnType<typeof pgbenchOf> | undefined }

/** Measures a case with each number of connections, in turns; in every second round in the other order. */
export async function measure(one: Case, service: Service, how: Load, { byHand, pgbench }: Others = {}) {
  const product = httpOf(one, [service], 'ours', how.seed)
  for (const contender of [product, byHand])
    await contender?.run(warmUp.connections, Math.min(warmUp.seconds, how.seconds * 3))
  const found: Compared[] = []
  for (const connections of one.connections) {
    const rounds: Round[] = []
    for (let round = 0; round < how.rounds; round++) {
      const seed = how.seed + round
      const speeds: { product?: ProductSpeed; byHand?: ProductSpeed | undefined; pgbench?: Speed | undefined } = {}
      const turns = [
        async () => {
          await product.run(connections, shortWarmUp)
          speeds.product = await product.run(connections, how.seconds)
        },
        async () => {
          await byHand?.run(connections, shortWarmUp)
          speeds.byHand = await byHand?.run(connections, how.seconds)
        },
        async () => {
          await pgbench?.run(connections, 1, seed)
          speeds.pgbench = await pgbench?.run(connections, how.seconds, seed)
        },
      ]
      for (const turn of round % 2 ? turns.toReversed() : turns) await turn()
      const done = roundOf(speeds as Required<typeof speeds>)
      rounds.push(done)
      how.tell(`${one.title}, ${connections} connections: ${sentenceOf(done)}`)
    }
    found.push({ name: one.name, title: one.title, connections, rounds, ...mediansOf(rounds) })
  }
  return { found, requests: product.count() }
}

function roundOf({ product, byHand, pgbench }: Omit<Round, 'toByHand' | 'toPgbench'>): Round {
  const to = (other: Speed | undefined) => (other ? product.perSecond / other.perSecond : Number.NaN)
  return { product, byHand, pgbench, toByHand: to(byHand), toPgbench: to(pgbench) }
}

function sentenceOf({ product, byHand, pgbench }: Round): string {
  const speeds = Object.entries({ 'by hand': byHand, pgbench })
    .flatMap(([who, speed]) => (speed ? [`, ${who} ${Math.round(speed.perSecond)}/s`] : []))
    .join('')
  return `${Math.round(product.perSecond)}/s${speeds}`
}

/** Measures a route of Fastify that checks a token and answers a constant: the most that HTTP in Node can do here. */
export async function measureBare(url: string, how: Load): Promise<Compared[]> {
  const handmade = await startByHand(how.secrets, url)
  try {
    return (await measure(bareCase(how.secrets), handmade, how)).found
  } finally {
    await handmade.end()
  }
}

/** Throws if the server by hand answers something else than the product: then it would not do the same work. */
async function checkContent(one: Case, service: Service, handmade: Service) {
  const [ours, theirs] = await Promise.all(
    [service, handmade].map(async ({ port }) => {
      const answers: unknown[] = []
      for (const random of [0.1, 0.5, 0.9]) answers.push(await answerOf(port, one.request(0, random, 'ours')))
      return answers
    }),
  )
  if (isDeepStrictEqual(ours, theirs)) return
  const [mine, other] = [JSON.stringify(ours), JSON.stringify(theirs)]
  const from = Math.max(0, [...mine].findIndex((character, n) => character !== other[n]) - 100)
  const around = (text: string) => text.slice(from, from + 300)
  throw new Error(`${one.title}: by hand the answer differs\nproduct: … ${around(mine)}\nby hand: … ${around(other)}`)
}

/** How much more two processes do on one server; the ratio is that to one. It shares pairs that no case has shared. */
export async function compareProcesses(one: Case, pairs: number, how: OnServer): Promise<Compared> {
  const [first, second] = await Promise.all([1, 2].map(() => startService(how.secrets, { DATABASE_URL: how.url })))
  const services = [first, second] as [Service, Service]
  const connections = 64
  try {
    const alone = httpOf(one, [services[0]], 'ours', how.seed, Math.floor(pairs / 2))
    const both = httpOf(one, services, 'ours', how.seed, Math.floor(pairs * 0.75))
    await both.run(connections, Math.min(warmUp.seconds, how.seconds * 3))
    const rounds: Round[] = []
    for (let round = 0; round < how.rounds; round++) {
      const before = round % 2 ? await alone.run(connections, how.seconds) : undefined
      const product = await both.run(connections, how.seconds)
      const other = before ?? (await alone.run(connections, how.seconds))
      rounds.push({
        ...roundOf({ product, byHand: undefined, pgbench: undefined }),
        toByHand: Number.NaN,
        toPgbench: product.perSecond / other.perSecond,
      })
      how.tell(`two processes: ${Math.round(product.perSecond)}/s, one: ${Math.round(other.perSecond)}/s`)
    }
    return {
      name: 'processes',
      title: `${one.title}, two processes (ratio to one)`,
      connections,
      rounds,
      ...mediansOf(rounds),
    }
  } finally {
    await Promise.all(services.map(service => service.end()))
  }
}

/** Sends the requests of a case to the product or the server by hand. `from` is the number of its first request. */
function httpOf(one: Case, services: Service[], side: Side, seed: number, from = 0) {
  const dice = new Dice(seed)
  let count = 0
  const next = () => one.request(from + count++, dice.next(), side)
  const usage = () => {
    const all = services.map(service => service.usage())
    return {
      cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
      megabytes: Math.max(...all.map(({ megabytes }) => megabytes)),
    }
  }
  return {
    count: () => count,
    async run(connections: number, seconds: number): Promise<ProductSpeed> {
      const [before, postgresBefore] = [usage(), postgresCpu()]
      const ports = services.map(({ port }) => port)
      const { latencies, seconds: took } = await load({ ports, connections, seconds }, next)
      const [after, postgresAfter] = [usage(), postgresCpu()]
      const done = latencies.length * (one.each ?? 1)
      return {
        ...speedOf(latencies, done / took),
        serviceCpu: ((after.cpu - before.cpu) / done) * 1000,
        postgresCpu: ((postgresAfter - postgresBefore) / done) * 1000,
        megabytes: after.megabytes,
      }
    },
  }
}

function pgbenchOf({ script = '', perRun = 0 }: Case, program: string, url: string) {
  let runs = 0
  let count = 0
  return {
    count: () => count,
    async run(connections: number, seconds: number, seed: number): Promise<Speed> {
      const before = postgresCpu()
      const from = runs++ * perRun
      const latencies = await runPgbench(
        program,
        url,
        { text: script, variables: { from } },
        { connections, seconds, seed },
      )
      count += latencies.length
      const postgres = ((postgresCpu() - before) / latencies.length) * 1000
      return { ...speedOf(latencies, latencies.length / seconds), postgresCpu: postgres }
    },
  }
}

function speedOf(latencies: Float64Array, perSecond: number) {
  const at = (part: number) => latencies[Math.floor(latencies.length * part)] ?? Number.NaN
  return { perSecond, p50: at(0.5), p99: at(0.99) }
}

/** CPU seconds that all processes called postgres on this machine have used; they are told in hundredths. */
function postgresCpu(): number {
  try {
    const ticks = readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(pid => {
        try {
          const [, name, rest = ''] = /\((.*)\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
          const fields = rest.split(' ').map(Number)
          // Own time, and for the mother that of her children that have ended.
          return name === 'postgres' ? [11, 12, 13, 14].reduce((sum, field) => sum + (fields[field] ?? 0), 0) : 0
        } catch {
          return 0
        }
      })
    return ticks.reduce((sum, one) => sum + one, 0) / 100
  } catch {
    return Number.NaN
  }
}

function mediansOf(rounds: Round[]): Round {
  const medians = <Of extends object>(all: Of[]) =>
    Object.fromEntries(
      Object.keys(all[0] ?? {}).map(key => [key, median(all.map(one => one[key as keyof Of] as number))]),
    ) as Of
  const byHand = rounds.flatMap(({ byHand }) => byHand ?? [])
  const pgbench = rounds.flatMap(({ pgbench }) => pgbench ?? [])
  return {
    product: medians(rounds.map(({ product }) => product)),
    byHand: byHand.length > 0 ? medians(byHand) : undefined,
    pgbench: pgbench.length > 0 ? medians(pgbench) : undefined,
    toByHand: median(rounds.map(({ toByHand }) => toByHand)),
    toPgbench: median(rounds.map(({ toPgbench }) => toPgbench)),
  }
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}

type Rows = Record<string, number>

function checkRows({ title, begins = 0 }: Case, before: Rows, after: Rows, requests: number) {
  if (begins === 0) return
  for (const [what, count] of Object.entries(after)) {
    // A guest gets one letter for all sensors of a call.
    if (what === 'letters' && Math.abs(begins) > 1) continue
    const each = ['events', 'letters'].includes(what) ? Math.abs(begins) : begins
    const more = count - (before[what] ?? 0)
    if (more !== requests * each)
      throw new Error(`${title}: ${requests} were answered, but there are ${more} more ${what}`)
  }
}
