/**
 * The Prometheus metrics of this process. All labels have few values: route patterns, never paths; statement names,
 * never values.
 */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Connections } from './db/connections/pool.ts'
import type { Waiting } from './mail/waiting.ts'
import type { Refusal } from './refusal.ts'

/** The name of an interface, as the metrics label `face` has it. */
export type InterfaceName = 'rest' | 'graphql' | 'web'

/** The metrics of a process. */
export type Metrics = ReturnType<typeof openMetrics>

/** State at the time of a scrape. `waiting` is null while the database is away. */
type Now = { waiting: Waiting[] | null; followers: number; connections: Connections }

const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const statementBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5]
const batchBuckets = [1, 2, 4, 8, 16, 32, 64]

/** Creates the metrics. */
export function openMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const answers = countAnswers(registers)
  const work = countWork(registers)
  const gauges = openGauges(registers)
  new Gauge({
    name: 'sensor_share_build_info',
    help: 'Always 1: which version runs, on which Node.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version: version(), node: process.version }, 1)

  return {
    ...answers,
    ...work,
    /** Adds metrics of the process: memory, CPU and event loop. Call it once per process; it can't be stopped. */
    watchProcess() {
      collectDefaultMetrics({ register: registry })
    },
    /** Returns all metrics in Prometheus' text format. */
    text(now: Now): Promise<string> {
      gauges.set(now)
      return registry.metrics()
    },
  }
}

/** Counts what callers got: answers, refusals and closed connections. */
function countAnswers(registers: Registry[]) {
  const requests = new Histogram({
    name: 'sensor_share_request_seconds',
    help: 'Requests that were answered, and how long that took; streams count when they end.',
    labelNames: ['face', 'route', 'method', 'status'],
    buckets: requestBuckets,
    registers,
  })
  const refusals = new Counter({
    name: 'sensor_share_refusals_total',
    help: 'What was refused, by the code of the answer.',
    labelNames: ['face', 'code'],
    registers,
  })
  const slowed = new Counter({
    name: 'sensor_share_sign_in_slowed_total',
    help: 'Sign-in codes that were not compared because too many wrong ones were tried in all networks together.',
    registers,
  })
  const cut = new Counter({
    name: 'sensor_share_connections_cut_total',
    help: 'Connections that were closed: too many of a network or in total, or those that left the most unread.',
    labelNames: ['reason'],
    registers,
  })
  return {
    answered(line: { face: InterfaceName; route: string; method: string; status: number; ms: number }) {
      const { face, route, method, status, ms } = line
      requests.observe({ face, route, method, status: `${Math.floor(status / 100)}xx` }, ms / 1000)
    },
    refused(face: InterfaceName, { kind, name }: Refusal) {
      refusals.inc({ face, code: kind.code })
      if (name === 'guessesSlowed') slowed.inc()
    },
    cut(reason: string) {
      cut.inc({ reason })
    },
  }
}

/** Counts what the process does for them: statements, their batches, and attempts to send emails. */
function countWork(registers: Registry[]) {
  const statements = new Histogram({
    name: 'sensor_share_statement_seconds',
    help: 'Statements that the database ran, and how long they took.',
    labelNames: ['statement', 'outcome'],
    buckets: statementBuckets,
    registers,
  })
  const batches = new Histogram({
    name: 'sensor_share_batch_asks',
    help: 'How many asks went together in one statement.',
    labelNames: ['statement'],
    buckets: batchBuckets,
    registers,
  })
  const attempts = new Counter({
    name: 'sensor_share_letter_attempts_total',
    help: 'Letters that this process took up to send, by what became of that.',
    labelNames: ['outcome'],
    registers,
  })
  return {
    ran(title: string | undefined, isDone: boolean, ms: number) {
      statements.observe({ statement: title ?? 'other', outcome: isDone ? 'done' : 'failed' }, ms / 1000)
    },
    gathered(statement: string, asks: number) {
      batches.observe({ statement }, asks)
    },
    tried(outcome: string) {
      attempts.inc({ outcome })
    },
  }
}

/** Opens the gauges, which are set at each scrape. */
function openGauges(registers: Registry[]) {
  const letters = new Gauge({
    name: 'sensor_share_letters',
    help: 'Letters that are not finished.',
    labelNames: ['state'],
    registers,
  })
  const due = new Gauge({
    name: 'sensor_share_letters_due_seconds',
    help: 'For how long the email that is due longest has been due.',
    labelNames: ['state'],
    registers,
  })
  const database = new Gauge({
    name: 'sensor_share_database_up',
    help: 'Whether the database answers. While it does not, nothing is known of emails.',
    registers,
  })
  const connections = new Gauge({
    name: 'sensor_share_connections',
    help: 'Connections to the database: lent and idle ones, and who waits for one.',
    labelNames: ['state'],
    registers,
  })
  const followers = new Gauge({
    name: 'sensor_share_followers',
    help: 'Streams of events that are open in this process.',
    registers,
  })
  return {
    set(now: Now) {
      for (const gauge of [letters, due]) gauge.reset()
      for (const { state, letters: count, seconds } of now.waiting ?? []) {
        letters.set({ state }, count)
        due.set({ state }, Math.round(seconds))
      }
      database.set(now.waiting ? 1 : 0)
      followers.set(now.followers)
      for (const [state, count] of Object.entries(now.connections)) connections.set({ state }, count)
    },
  }
}

/** Serves only /metrics on a port of its own; resolves when it listens. */
export async function serveMetrics(
  where: { host: string; port: number },
  read: () => Promise<string>,
): Promise<Server> {
  const server = createServer(async ({ method = '', url }, response) => {
    if (url !== '/metrics') return response.writeHead(404).end()
    if (!['GET', 'HEAD'].includes(method)) return response.writeHead(405, { allow: 'GET, HEAD' }).end()
    const text = await read().catch(() => null)
    if (text === null) response.writeHead(500).end()
    else response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text)
  })
  await new Promise<void>((listens, fails) => {
    server.once('error', fails)
    server.listen(where.port, where.host, listens)
  })
  return server
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}
