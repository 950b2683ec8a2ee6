/** Whether the time that /register takes tells that an address has an account: the medians for known and unknown addresses, side by side. */
import { randomBytes, randomInt } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { buildTestApp } from '../support/app.ts'

const pairs = 500

export type Timing = { known: number; unknown: number }

/** Measures the median milliseconds for addresses of either kind; by chance they differ by some per cent. The database must be new. */
export async function compareTimes(url: string, rounds: number, tell: (what: string) => void): Promise<Timing> {
  const db = await openDatabase({ url })
  await migrate(db)
  const app = await buildTestApp({ db, secret: randomBytes(32).toString('hex'), rateLimit: false })
  const times = { known: [] as number[], unknown: [] as number[] }
  let network = 0

  /** Asks for a code from a network of its own, so that no limit is met. */
  async function ask(email: string): Promise<number> {
    network++
    const remoteAddress = `10.${network >> 8}.${network & 255}.1`
    const start = performance.now()
    const answer = await app.inject({ method: 'POST', url: '/register', payload: { email }, remoteAddress })
    if (answer.statusCode !== 200) throw new Error(answer.payload)
    return performance.now() - start
  }

  try {
    for (let n = 0; n < 50; n++) await ask(`warm-up-${n}@example.com`)
    for (let round = 0; round < rounds; round++) {
      const email = (kind: keyof Timing, n: number) =>
        `round-${round}-${n}-${kind === 'known' ? 'old' : 'new'}@example.com`
      const people = Array.from({ length: pairs }, (_, n) => ({ email: email('known', n), joined_at: new Date() }))
      await db.insertInto('people').values(people).execute()
      for (let n = 0; n < pairs; n++) {
        const kinds = ['known', 'unknown'] as const
        for (const kind of randomInt(2) ? kinds : kinds.toReversed()) times[kind].push(await ask(email(kind, n)))
      }
      tell(`timing: ${sentence({ known: median(times.known), unknown: median(times.unknown) })}`)
    }
  } finally {
    await app.close()
    await db.destroy()
  }
  return { known: median(times.known), unknown: median(times.unknown) }
}

/** Writes what was measured as a sentence. */
export function sentence({ known, unknown }: Timing): string {
  const difference = (Math.abs(known - unknown) / Math.min(known, unknown)) * 100
  return `/register takes ${known.toFixed(2)} ms for known addresses and ${unknown.toFixed(2)} ms for unknown ones: ${difference.toFixed(1)} % apart`
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN
