/**
 * How many tags a second POST /record takes, over HTTP, signed, with the service in a process of its own.
 *
 *   npm run bench -- record [--embedded] [--tags 100] [--gateways 50] [--concurrency 8] [--rounds 3] [--seconds 5] [--json]
 */
import { type ChildProcess, fork } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { buildApp } from '../../src/app.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { openLog } from '../../src/log.ts'
import { onDatabaseOfItsOwn } from '../own-database.ts'
import { load } from './load.ts'

type Question = 'cpu' | 'rows' | 'end'
type Figures = { tagsPerSecond: number; p50: number; p99: number; serviceCores: number; clientCores: number }

const secret = 'what the gateways sign with'
const internalSecret = 'the secret of the operator'
const warmUpSeconds = 2

if (process.argv[2] === 'serve') await serve(process.argv[3])
else await bench()

/** The service: the application as main.ts runs it, on a database of its own. Its lines are written like the product's. */
async function serve(url: string | undefined) {
  const db = await openDatabase(url ? { url } : { snapshot: undefined })
  await migrate(db)
  const log = await openLog('info')
  const app = await buildApp({ db, rateLimit: false, secret: 'x'.repeat(64), internalSecret, log })
  await app.listen({ host: '127.0.0.1', port: 0 })
  process.send?.((app.server.address() as AddressInfo).port)
  process.on('message', async (question: Question) => {
    if (question === 'cpu') process.send?.(process.cpuUsage())
    if (question === 'rows') {
      const { rows } = await sql<{ count: number }>`select count(*) from measurements`.execute(db)
      process.send?.(rows[0]?.count)
    }
    if (question === 'end') {
      await app.close()
      await db.destroy()
      process.disconnect()
    }
  })
}

async function bench() {
  const { values: options } = parseArgs({
    options: {
      embedded: { type: 'boolean', default: false },
      tags: { type: 'string', default: '100' },
      gateways: { type: 'string', default: '50' },
      concurrency: { type: 'string', default: '8' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  })
  const server = process.env.TEST_DATABASE_URL
  if (!options.embedded && !server) {
    console.error('The bench needs a Postgres server: set TEST_DATABASE_URL. Or add --embedded.')
    process.exitCode = 1
    return
  }
  const tags = Number(options.tags)
  const connections = Number(options.concurrency)
  const rounds: Figures[] = []
  for (let round = 0; round < Number(options.rounds); round++) {
    const run = (url?: string) => measure(url, tags, Number(options.gateways), connections, Number(options.seconds))
    rounds.push(await (options.embedded || !server ? run() : onDatabaseOfItsOwn(server, run)))
  }
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model, node: process.version }
  if (options.json) return console.log(JSON.stringify({ machine, tags, connections, rounds }, null, 2))
  console.log(
    `POST /record of ${tags} tags over ${connections} connections, ${machine.cores} cores (${machine.cpu}), ` +
      `Node ${machine.node}, Postgres${options.embedded ? ' (embedded)' : ''}\n`,
  )
  console.log(line('round', 'tags/s', 'p50 ms', 'p99 ms', 'service cores', 'client cores'))
  for (const [index, { tagsPerSecond, p50, p99, serviceCores, clientCores }] of rounds.entries()) {
    const figures = [p50, p99, serviceCores, clientCores].map(figure => figure.toFixed(2))
    console.log(line(index + 1, Math.round(tagsPerSecond), ...figures))
  }
}

function line(...cells: (string | number)[]) {
  return cells.map(cell => String(cell).padStart(14)).join('')
}

/** Measures one round; throws when an answer is not 200 or a measurement is missing. */
async function measure(
  url: string | undefined,
  tags: number,
  gateways: number,
  connections: number,
  seconds: number,
): Promise<Figures> {
  const service = fork(fileURLToPath(import.meta.url), ['serve', url ?? ''], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    const port = await reply<number>(service)
    await enlist(port, gateways)
    const next = posts(gateways, tags)
    const warmUp = await load({ port, connections, seconds: warmUpSeconds }, next)
    const before = await ask<NodeJS.CpuUsage>(service, 'cpu')
    const { statuses, latencies, seconds: took, cores } = await load({ port, connections, seconds }, next)
    const after = await ask<NodeJS.CpuUsage>(service, 'cpu')
    const others = [...warmUp.statuses.keys(), ...statuses.keys()].filter(status => status !== 200)
    if (others.length > 0) throw new Error(`there were answers other than 200: ${others.join(', ')}`)
    const rows = await ask<number>(service, 'rows')
    const sent = (warmUp.latencies.length + latencies.length) * tags
    if (rows !== sent) throw new Error(`${sent} measurements were taken, but there are ${rows}`)
    return {
      tagsPerSecond: (latencies.length * tags) / took,
      p50: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
      p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
      serviceCores: (after.user + after.system - before.user - before.system) / 1e6 / took,
      clientCores: cores,
    }
  } finally {
    if (service.connected) {
      service.send('end' satisfies Question)
      await once(service, 'exit')
    }
  }
}

/** Lets each gateway call and puts it on the white list. */
async function enlist(port: number, gateways: number) {
  const post = (path: string, body: object) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-internal-secret': internalSecret },
      body: JSON.stringify(body),
    })
  for (let gateway = 0; gateway < gateways; gateway++) {
    await post('/status', { DEVICE_ADDR: macOf(0, gateway) })
    await post('/whitelist', { macAddress: macOf(0, gateway), secret })
  }
}

/** Returns a function that writes a post of the next gateway: each hears sensors of its own, and each of them anew. */
function posts(gateways: number, tags: number): () => string {
  const start = Math.floor(Date.now() / 1000) - 1_000_000
  let count = 0
  return () => {
    const gateway = count % gateways
    const at = start + Math.floor(count++ / gateways)
    const heard = Array.from({ length: tags }, (_, n) => [
      macOf(1, gateway * tags + n),
      { rssi: -60, timestamp: at, data: '0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B' },
    ])
    const body = JSON.stringify({
      data: {
        coordinates: '60.17,24.94',
        timestamp: Math.floor(Date.now() / 1000),
        gw_mac: macOf(0, gateway),
        tags: Object.fromEntries(heard),
      },
    })
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    return (
      `POST /record HTTP/1.1\r\nhost: 127.0.0.1\r\nruuvi-hmac-sha256: ${signature}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    )
  }
}

function macOf(kind: number, n: number) {
  const digits = (kind * 2 ** 40 + n).toString(16).toUpperCase().padStart(12, '0')
  return digits.replace(/..(?!$)/g, '$&:')
}

function ask<Answer>(service: ChildProcess, question: Question): Promise<Answer> {
  service.send(question)
  return reply<Answer>(service)
}

/** What the service says next; it says nothing any more when it has died, of which its standard error tells. */
async function reply<Answer>(service: ChildProcess): Promise<Answer> {
  const died = new AbortController()
  service.once('exit', () => died.abort(new Error('the service ended before its time')))
  const [answer] = await once(service, 'message', { signal: died.signal })
  return answer
}
