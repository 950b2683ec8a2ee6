/** Measures a case: the product and pgbench in turns. */
import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from '../../src/db/open.ts'
import { Dice } from '../support/dice.ts'
import type { Case, Secrets } from './cases.ts'
import { load } from './load.ts'
import { findPgbench, runPgbench } from './pgbench.ts'
import { type Service, startService } from './service.ts'
import { countRows } from './world.ts'

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
  rounds: { product: ProductSpeed; pgbench: Speed | undefined; ratio: number }[]
  /** The medians of the rounds. */
  product: ProductSpeed
  pgbench: Speed | undefined
  ratio: number
}

export type Load = { rounds: number; seconds: number; seed: number; secrets: Secrets; tell: (what: string) => void }
type OnServer = Load & { url: string; db: Database }

/** Before what is measured, so that what runs often has been compiled. */
const warmUp = { connections: 32, seconds: 6 }
const shortWarmUp = 0.5

/** Measures a case on a server, and counts in the end what was written. Throws when an answer is not 200 or a row is missing. */
export async function compare(one: Case, how: OnServer): Promise<Compared[]> {
  const service = await startService(how.secrets, { DATABASE_URL: how.url })
  try {
    await one.prepare?.(how.db, service.port)
    const rowsBefore = await countRows(how.db)
    const program = one.script && findPgbench()
    const pgbench = program ? pgbenchOf(one, program, how.url) : undefined
    const { found, requests } = await measure(one, service, how, pgbench)
    checkRows(one, rowsBefore, await countRows(how.db), requests + (pgbench?.count() ?? 0))
    return found
  } finally {
    await service.end()
  }
}

/** Measures a case with each number of connections, pgbench in turns with the product. */
export async function measure(one: Case, service: Service, how: Load, pgbench?: ReturnType<typeof pgbenchOf>) {
  const product = productOf(one, [service], how.seed)
  await product.run(warmUp.connections, Math.min(warmUp.seconds, how.seconds * 3))
  const found: Compared[] = []
  for (const connections of one.connections) {
    const rounds: Compared['rounds'] = []
    for (let round = 0; round < how.rounds; round++) {
      const seed = how.seed + round
      const ours = async () => {
        await product.run(connections, shortWarmUp)
        return product.run(connections, how.seconds)
      }
      const theirs = async () => {
        await pgbench?.run(connections, 1, seed)
        return pgbench?.run(connections, how.seconds, seed)
      }
      const first = round % 2 ? await theirs() : undefined
      const speed = await ours()
      const other = round % 2 ? first : await theirs()
      rounds.push({ product: speed, pgbench: other, ratio: other ? speed.perSecond / other.perSecond : Number.NaN })
      how.tell(
        `${one.title}, ${connections} connections: ${Math.round(speed.perSecond)}/s, pgbench ${Math.round(other?.perSecond ?? Number.NaN)}/s`,
      )
    }
    found.push({ name: one.name, title: one.title, connections, rounds, ...mediansOf(rounds) })
  }
  return { found, requests: product.count() }
}

/** How much more two processes do on one server; the ratio is that to one. It shares pairs that no case has shared. */
export async function compareProcesses(one: Case, pairs: number, how: OnServer): Promise<Compared> {
  const [first, second] = await Promise.all([1, 2].map(() => startService(how.secrets, { DATABASE_URL: how.url })))
  const services = [first, second] as [Service, Service]
  const connections = 64
  try {
    const alone = productOf(one, [services[0]], how.seed, Math.floor(pairs / 2))
    const both = productOf(one, services, how.seed, Math.floor(pairs * 0.75))
    await both.run(connections, Math.min(warmUp.seconds, how.seconds * 3))
    const rounds: Compared['rounds'] = []
    for (let round = 0; round < how.rounds; round++) {
      const before = round % 2 ? await alone.run(connections, how.seconds) : undefined
      const product = await both.run(connections, how.seconds)
      const other = before ?? (await alone.run(connections, how.seconds))
      rounds.push({ product, pgbench: undefined, ratio: product.perSecond / other.perSecond })
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

/** `from` is the number of its first request. */
function productOf(one: Case, services: Service[], seed: number, from = 0) {
  const dice = new Dice(seed)
  let count = 0
  const next = () => one.request(from + count++, dice.next())
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

function mediansOf(rounds: Compared['rounds']): Pick<Compared, 'product' | 'pgbench' | 'ratio'> {
  const medians = <Of extends object>(all: Of[]) =>
    Object.fromEntries(
      Object.keys(all[0] ?? {}).map(key => [key, median(all.map(one => one[key as keyof Of] as number))]),
    ) as Of
  const others = rounds.flatMap(({ pgbench }) => pgbench ?? [])
  return {
    product: medians(rounds.map(({ product }) => product)),
    pgbench: others.length > 0 ? medians(others) : undefined,
    ratio: median(rounds.map(({ ratio }) => ratio)),
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
