/** Runs the periodic jobs in small batches; any number of processes may do so at once. */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { endExpired } from './end-expired.ts'
import { forgetDeclines } from './forget-declines.ts'
import { forgetGateways } from './forget-gateways.ts'
import { forgetInvited } from './forget-invited.ts'
import { forgetLetters } from './forget-letters.ts'
import { forgetAnswers } from './forget-old.ts'
import { forgetSignatures } from './forget-signatures.ts'
import { thinOut } from './thin-out.ts'
import { type EndCursor, warnOfEnds } from './warn-of-ends.ts'

/** Runs one batch of a job; returns how many rows it handled, and whether more may be left. */
type Job = (db: Database) => Promise<{ removed: number; more: boolean }>

/** Makes a job that only reads the rows it removes, and so is done when a batch removes none. */
const untilNone = (remove: (db: Database) => Promise<number>) => () => async (db: Database) => {
  const removed = await remove(db)
  return { removed, more: removed > 0 }
}

/** Urgent jobs: until an expired share is ended, it counts towards the owner's limit. */
const promptJobs: Record<string, () => Job> = {
  'expired shares ended': untilNone(endExpired),
}

const jobs: Record<string, () => Job> = {
  'ends of shares told': () => {
    let after: EndCursor | null = null
    return async db => {
      const { warned, last } = await warnOfEnds(db, after)
      after = last
      return { removed: warned, more: last !== null }
    }
  },
  'declines forgotten': untilNone(forgetDeclines),
  'kept answers forgotten': untilNone(forgetAnswers),
  'used signatures forgotten': untilNone(forgetSignatures),
  'measurements thinned out': () => thinOut,
  'gateways forgotten': () => forgetGateways,
  'old letters looked at': () => async db => {
    const [{ looked } = { looked: 0 }] = await forgetLetters(db, 500)
    return { removed: looked, more: looked > 0 }
  },
  'invited people forgotten': () => {
    let after = 0
    return async db => {
      const { removed, last } = await forgetInvited(db, after)
      after = last ?? 0
      return { removed, more: last !== null }
    }
  },
}

/** The methods of a logger that are used here. */
type Log = { info(facts: object, message: string): void; warn(facts: object, message: string): void }

const promptlyEveryMs = 60_000
const everyMs = 10 * 60_000
const vacuumEveryMs = 24 * 3_600_000

/** Runs the jobs until closed, the first time after a minute. `turnMs`: how long one job may delay the others. */
export function keepHouse(db: Database, log: Log, firstAfterMs = 60_000, turnMs = 20_000) {
  const closing = new AbortController()
  let vacuumAt = Date.now()
  const done = Promise.all([
    again(promptlyEveryMs, () => doAll(promptJobs)),
    again(everyMs, async () => {
      await doAll(jobs)
      if (db.isEmbedded && Date.now() >= vacuumAt) {
        vacuumAt = Date.now() + vacuumEveryMs
        // On a server, autovacuum does this.
        await attempt('vacuum', () => sql`vacuum (analyze)`.execute(db))
      }
    }),
  ])

  async function again(pause: number, work: () => Promise<void>) {
    for (let ms = firstAfterMs; await sleeps(ms); ms = pause) await work()
  }

  /** Waits; returns false if housekeeping is closing. */
  async function sleeps(ms: number): Promise<boolean> {
    await wait(ms, undefined, { signal: closing.signal, ref: false }).catch(() => {})
    return !closing.signal.aborted
  }

  /**
   * Runs jobs until none has work left. Long jobs take turns, so that a job with a backlog does not block the others.
   */
  async function doAll(jobs: Record<string, () => Job>) {
    let left = Object.entries(jobs).map(([what, begin]) => ({ what, job: begin() }))
    while (left.length > 0) {
      const unfinished = []
      for (const one of left) if (await takesTurn(one.what, one.job)) unfinished.push(one)
      left = unfinished
    }
  }

  /** Runs batches of a job for `turnMs`; returns whether more work is left. */
  async function takesTurn(what: string, job: Job): Promise<boolean> {
    const until = performance.now() + turnMs
    let sum = 0
    let more = true
    const isDone = await attempt(what, async () => {
      do {
        const piece = await job(db)
        sum += piece.removed
        more = piece.more
      } while (more && !closing.signal.aborted && performance.now() < until)
    })
    if (sum > 0) log.info({ count: sum }, what)
    return isDone && more && !closing.signal.aborted
  }

  /** Runs the work and logs a failure; the next round retries. */
  async function attempt(what: string, work: () => Promise<unknown>): Promise<boolean> {
    if (closing.signal.aborted) return false
    try {
      await work()
      return true
    } catch (err) {
      log.warn({ err, what }, 'housekeeping was interrupted')
      return false
    }
  }

  return {
    /** Stops after the current batch. */
    async close() {
      closing.abort()
      await done
    },
  }
}
