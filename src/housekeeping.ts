/** Housekeeping: what has to be done now and then, in small pieces, by any number of processes at once. */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from './db/open.ts'
import { forgetLetters } from './mail/forget-letters.ts'
import { forgetGateways } from './measurements/forget-gateways.ts'
import { thinOut } from './measurements/thin-out.ts'
import { forgetAnswers } from './people/forget-answers.ts'
import { forgetInvited } from './people/forget-invited.ts'
import { forgetSignatures } from './people/forget-signatures.ts'
import { endExpired } from './sharing/end-expired.ts'
import { forgetDeclines } from './sharing/forget-declines.ts'
import { type Place, warnOfEnds } from './sharing/warn-of-ends.ts'

/** Does a piece of some work; tells how much that removed or did, and whether there may be more to do. */
type Job = (db: Database) => Promise<{ removed: number; more: boolean }>

/** A job that looks at nothing but what it removes. */
const untilNone = (remove: (db: Database) => Promise<number>) => () => async (db: Database) => {
  const removed = await remove(db)
  return { removed, more: removed > 0 }
}

/** What somebody waits for: until an expired share is ended its owner cannot give its room to others. */
const promptJobs: Record<string, () => Job> = {
  'expired shares ended': untilNone(endExpired),
}

const jobs: Record<string, () => Job> = {
  'ends of shares told': () => {
    let after: Place | null = null
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

/** The part of a log that is used here. */
type Log = { info(facts: object, message: string): void; warn(facts: object, message: string): void }

const promptlyEveryMs = 60_000
const everyMs = 10 * 60_000
const vacuumEveryMs = 24 * 3_600_000

/** Keeps house until it is closed, beginning after a minute. */
export function keepHouse(db: Database, log: Log, firstAfterMs = 60_000) {
  const closing = new AbortController()
  const done = work()

  async function work() {
    let vacuumAt = Date.now()
    let jobsAt = Date.now()
    for (let pause = firstAfterMs; await sleeps(pause); pause = promptlyEveryMs) {
      for (const [what, begin] of Object.entries(promptJobs)) await finish(what, begin())
      if (Date.now() < jobsAt) continue
      jobsAt = Date.now() + everyMs
      for (const [what, begin] of Object.entries(jobs)) await finish(what, begin())
      if (db.isEmbedded && Date.now() >= vacuumAt) {
        vacuumAt = Date.now() + vacuumEveryMs
        // On a server Postgres does this by itself.
        await attempt('vacuum', () => sql`vacuum (analyze)`.execute(db))
      }
    }
  }

  /** Waits; tells whether there is anything to do after that. */
  async function sleeps(ms: number): Promise<boolean> {
    await wait(ms, undefined, { signal: closing.signal, ref: false }).catch(() => {})
    return !closing.signal.aborted
  }

  async function finish(what: string, job: Job) {
    let sum = 0
    await attempt(what, async () => {
      for (let more = true; more && !closing.signal.aborted; ) {
        const piece = await job(db)
        sum += piece.removed
        more = piece.more
      }
    })
    if (sum > 0) log.info({ count: sum }, what)
  }

  /** What does not work now is tried again the next time. */
  async function attempt(what: string, work: () => Promise<unknown>) {
    if (closing.signal.aborted) return
    await work().catch(err => log.warn({ err, what }, 'housekeeping was interrupted'))
  }

  return {
    /** Finishes the piece that is under way. */
    async close() {
      closing.abort()
      await done
    },
  }
}
