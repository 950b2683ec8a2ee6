/** One run of the bench: starts the service, shares as fast as it lets, and checks that every 200 is a row. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createSigner } from 'fast-jwt'
import { load } from './load.ts'
import type { Question, Ready, Rows, Setting } from './service.ts'

/** How a run is loaded; with the same seed the same shares are made in the same order. */
export type Load = { connections: number; seconds: number; seed: number }

export type Figures = {
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** How much of a core the service and this process used. */
  serviceCores: number
  clientCores: number
  postgres: string
}

const warmUpSeconds = 2

/** Measures a service with a setting of its own; throws when an answer is not 200 or a share is missing. */
export async function measure(
  setting: Setting,
  { connections, seconds, seed }: Load,
  program = new URL('service.ts', import.meta.url),
): Promise<Figures> {
  const service = fork(program, [JSON.stringify(setting)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  try {
    const { port, postgres } = await reply<Ready>(service)
    const next = shares(setting, seed)
    const rowsBefore = await ask<Rows>(service, 'rows')
    const warmUp = await load({ port, connections, seconds: warmUpSeconds }, next)
    const before = await ask<NodeJS.CpuUsage>(service, 'cpu')
    const { statuses, latencies, seconds: took, cores } = await load({ port, connections, seconds }, next)
    const after = await ask<NodeJS.CpuUsage>(service, 'cpu')

    const count = latencies.length
    checkStatuses([...warmUp.statuses.keys(), ...statuses.keys()])
    checkRows(rowsBefore, await ask<Rows>(service, 'rows'), warmUp.latencies.length + count)
    return {
      perSecond: count / took,
      p50: latencies[Math.floor(count * 0.5)] ?? Number.NaN,
      p99: latencies[Math.floor(count * 0.99)] ?? Number.NaN,
      serviceCores: (after.user + after.system - before.user - before.system) / 1e6 / took,
      clientCores: cores,
      postgres,
    }
  } finally {
    await end(service)
  }
}

function checkStatuses(statuses: number[]) {
  const others = statuses.filter(status => status !== 200)
  if (others.length > 0) throw new Error(`there were answers other than 200: ${others.join(', ')}`)
}

function checkRows(before: Rows, after: Rows, answers: number) {
  for (const [what, count] of Object.entries(after)) {
    const more = count - (before[what] ?? 0)
    if (more !== answers) throw new Error(`${answers} answers were 200, but there are ${more} more ${what}`)
  }
}

/** Returns a function that writes a request for a share that was not asked for before. */
function shares({ secret, owners, sensors, guests }: Setting, seed: number): () => string {
  const sign = createSigner({ key: secret, algorithm: 'HS256' })
  const tokens = Array.from({ length: owners }, (_, n) => sign({ email: `owner${n}@example.com` }))
  const random = randomFrom(seed)
  const asked = new Set<number>()
  return () => {
    let pair: number
    do pair = Math.floor(random() * sensors * guests)
    while (asked.has(pair))
    asked.add(pair)
    const sensor = pair % sensors
    const body = JSON.stringify({ sensor: macOf(sensor), user: `guest${Math.floor(pair / sensors)}@example.com` })
    return (
      `POST /share HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${tokens[sensor % owners]}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    )
  }
}

export const macOf = (sensor: number) =>
  sensor
    .toString(16)
    .toUpperCase()
    .padStart(12, '0')
    .replace(/..(?!$)/g, '$&:')

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function ask<Answer>(service: ChildProcess, question: Question): Promise<Answer> {
  service.send(question)
  return reply<Answer>(service)
}

async function reply<Answer>(service: ChildProcess): Promise<Answer> {
  const waiting = new AbortController()
  const died = once(service, 'exit', { signal: waiting.signal }).then(() => {
    throw new Error('the service ended before its time')
  })
  try {
    const [answer] = await Promise.race([once(service, 'message', { signal: waiting.signal }), died])
    return answer
  } finally {
    waiting.abort()
    died.catch(() => {})
  }
}

async function end(service: ChildProcess) {
  if (!service.connected) return
  service.send('end' satisfies Question)
  await once(service, 'exit')
}
