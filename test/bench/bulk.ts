/**
 * How many shares a second POST /shares makes, over HTTP, with the service in a process of its own: each call shares so many
 * sensors with so many guests, all pairs new.
 *
 *   npm run bench -- bulk [--embedded] [--sensors 20] [--guests 50] [--mode each] [--concurrency 4] [--rounds 3] [--seconds 5] [--json]
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { createSigner } from 'fast-jwt'
import { onDatabaseOfItsOwn } from '../own-database.ts'
import { load } from './load.ts'
import { macOf } from './measure.ts'
import type { Question, Ready, Rows, Setting } from './service.ts'

type Figures = { sharesPerSecond: number; p50: number; p99: number; serviceCores: number; clientCores: number }

const { values: options } = parseArgs({
  options: {
    embedded: { type: 'boolean', default: false },
    sensors: { type: 'string', default: '20' },
    guests: { type: 'string', default: '50' },
    mode: { type: 'string', default: 'each' },
    concurrency: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})
const server = process.env.TEST_DATABASE_URL
const [sensors, guests, connections] = [options.sensors, options.guests, options.concurrency].map(Number) as [
  number,
  number,
  number,
]
const secret = 'x'.repeat(64)
const sizes = { owners: 100, sensors: 10_000, guests: 20_000 }
const warmUpSeconds = 1

if (options.embedded) await rounds(undefined)
else if (server) await onDatabaseOfItsOwn(server, rounds)
else {
  console.error('The bench needs a Postgres server: set TEST_DATABASE_URL. Or add --embedded.')
  process.exitCode = 1
}

async function rounds(url: string | undefined) {
  const figures: Figures[] = []
  for (let round = 0; round < Number(options.rounds); round++) figures.push(await measure(url))
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model, node: process.version }
  if (options.json) return console.log(JSON.stringify({ machine, sensors, guests, connections, figures }, null, 2))
  console.log(
    `POST /shares of ${sensors} sensors with ${guests} guests, mode ${options.mode}, over ${connections} connections, ` +
      `${machine.cores} cores (${machine.cpu}), Node ${machine.node}, Postgres${options.embedded ? ' (embedded)' : ''}\n`,
  )
  console.log(line('round', 'shares/s', 'p50 ms', 'p99 ms', 'service cores', 'client cores'))
  for (const [index, { sharesPerSecond, ...others }] of figures.entries()) {
    console.log(line(index + 1, Math.round(sharesPerSecond), ...Object.values(others).map(figure => figure.toFixed(2))))
  }
}

function line(...cells: (string | number)[]) {
  return cells.map(cell => String(cell).padStart(14)).join('')
}

/** Measures one round; throws when an answer is not 200, or when there is not a share, an event and a count for each pair. */
async function measure(url: string | undefined): Promise<Figures> {
  const setting: Setting = { ...sizes, fresh: false, plain: false, url, secret }
  const service = fork(new URL('service.ts', import.meta.url), [JSON.stringify(setting)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    const { port } = await reply<Ready>(service)
    const next = calls()
    const rowsBefore = await ask<Rows>(service, 'rows')
    const warmUp = await load({ port, connections, seconds: warmUpSeconds }, next)
    const before = await ask<NodeJS.CpuUsage>(service, 'cpu')
    const { statuses, latencies, seconds, cores } = await load(
      { port, connections, seconds: Number(options.seconds) },
      next,
    )
    const after = await ask<NodeJS.CpuUsage>(service, 'cpu')
    const others = [...warmUp.statuses.keys(), ...statuses.keys()].filter(status => status !== 200)
    if (others.length > 0) throw new Error(`there were answers other than 200: ${others.join(', ')}`)
    const shares = (warmUp.latencies.length + latencies.length) * sensors * guests
    for (const [what, count] of Object.entries(await ask<Rows>(service, 'rows'))) {
      const more = count - (rowsBefore[what] ?? 0)
      const expected = what === 'letters' ? shares / sensors : shares
      if (more !== expected) throw new Error(`${shares} shares were answered, but there are ${more} more ${what}`)
    }
    return {
      sharesPerSecond: (latencies.length * sensors * guests) / seconds,
      p50: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
      p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
      serviceCores: (after.user + after.system - before.user - before.system) / 1e6 / seconds,
      clientCores: cores,
    }
  } finally {
    if (service.connected) {
      service.send('end' satisfies Question)
      await once(service, 'exit')
    }
  }
}

/** Returns a function that writes the next call: owners take turns, each with sensors and guests that they have not used together. */
function calls(): () => string {
  const sign = createSigner({ key: secret, algorithm: 'HS256' })
  const tokens = Array.from({ length: sizes.owners }, (_, n) => sign({ email: `owner${n}@example.com` }))
  const sensorsOfEach = sizes.sensors / sizes.owners
  if (sensors > sensorsOfEach || guests > sizes.guests) throw new Error('there are not so many sensors or guests')
  const groups = Math.floor(sensorsOfEach / sensors)
  let count = 0
  return () => {
    const owner = count % sizes.owners
    const turn = Math.floor(count++ / sizes.owners)
    const [group, from] = [turn % groups, Math.floor(turn / groups) * guests]
    if (from + guests > sizes.guests) throw new Error('all pairs are used up: measure for a shorter time')
    const body = JSON.stringify({
      sensors: Array.from({ length: sensors }, (_, n) => macOf(owner + (group * sensors + n) * sizes.owners)),
      users: Array.from({ length: guests }, (_, n) => `guest${from + n}@example.com`),
      mode: options.mode,
    })
    return (
      `POST /shares HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${tokens[owner]}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    )
  }
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
