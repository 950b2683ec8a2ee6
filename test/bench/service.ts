/** Servers for the bench, each in a process of its own: the program as it ships, without a courier, and what one would write by hand. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { freePort } from '../support/free-port.ts'
import type { Secrets } from './cases.ts'

export type Service = {
  port: number
  /** How long it took from the start of the program to the first answer that all is well. */
  readyMs: number
  /** CPU seconds so far, and its memory now, as far as the system tells. */
  usage: () => { cpu: number; megabytes: number }
  end: () => Promise<void>
}

const program = new URL('../../dist/main.js', import.meta.url).pathname
const handmade = new URL('by-hand/server.ts', import.meta.url).pathname

/** Starts the product on a server or on an embedded database's folder; resolves when it answers. */
export async function startService(
  { secret, internalSecret }: Secrets,
  where: { DATABASE_URL: string } | { DATA_DIR: string },
): Promise<Service> {
  return start([program], {
    ...{ JWT_SECRET: secret, INTERNAL_SECRET: internalSecret, RATE_LIMIT: 'off', MAILBOX: 'off' },
    ...where,
  })
}

/** Starts the server written by hand on a server; resolves when it answers. */
export async function startByHand({ secret, internalSecret }: Secrets, url: string): Promise<Service> {
  const settings = { JWT_SECRET: secret, INTERNAL_SECRET: internalSecret, DATABASE_URL: url }
  return start(['--import', 'tsx', handmade], settings)
}

async function start(args: string[], settings: Record<string, string>): Promise<Service> {
  const port = await freePort()
  const { PATH = '' } = process.env
  const began = performance.now()
  const child = spawn(process.execPath, args, {
    env: { PATH, PORT: String(port), ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await isReady(child, port)
  return {
    port,
    readyMs: performance.now() - began,
    usage: () => usageOf(child.pid),
    async end() {
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

async function isReady(child: ChildProcess, port: number) {
  for (;;) {
    if (child.exitCode !== null) throw new Error('the service ended before its time')
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined)
    if (answer?.ok) return
    await setTimeout(10)
  }
}

const pageBytes = 4096

function usageOf(pid: number | undefined) {
  try {
    const [, stat = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
    const fields = stat.split(' ').map(Number)
    const [, resident = Number.NaN] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number)
    // Hundredths of a second, in user code and in the system.
    return { cpu: ((fields[11] ?? 0) + (fields[12] ?? 0)) / 100, megabytes: (resident * pageBytes) / 1e6 }
  } catch {
    return { cpu: Number.NaN, megabytes: Number.NaN }
  }
}
