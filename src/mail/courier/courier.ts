/** The courier: claims due letters, sends them and stores the results, through crashes and outages alike. */
import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'
import type { Database } from '../../db/open.ts'
import { anyDue } from './claim-letters.ts'
import { type DatabaseOutage, watchDatabase } from './database-outage.ts'
import { type DeliveryParts, deliver } from './deliver.ts'
import { openLanes } from './lanes.ts'
import { type MailerOutage, watchMailer } from './mailer-outage.ts'
import type { Result } from './note-outcomes.ts'
import { openResultStore } from './store-results.ts'

/** The courier of a process. */
export type Courier = {
  /** Makes the courier look for letters now. */
  wake(): void
  /** Finishes the batches under way and stops. */
  close(): Promise<void>
}

type Parts = Pick<DeliveryParts, 'mailer' | 'links' | 'openCode' | 'addresses'> & {
  db: Database
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Called with the outcome of each letter that the courier took up to send. */
  onResult?: (outcome: Result['outcome']) => void
  /**
   * Milliseconds between polls, which find letters without a notification: put off, taken over, or created while
   * nothing listened.
   */
  pollMs?: number
  /** The clock for letters and claims, in milliseconds; by default the database's. */
  now?: () => number
  random?: () => number
}

/** Starts the courier. */
export function openCourier(parts: Parts): Courier {
  const { db, mailer, log, onResult, pollMs = 1_000, now, random = Math.random } = parts
  const at = () => (now ? new Date(now()).toISOString() : null)
  const databaseOutage = watchDatabase({ log, random })
  const mailerOutage = watchMailer({ mailer, log, clock: now ?? Date.now, random })
  const store = openResultStore({ db, log, databaseOutage, at, random })
  const delivery = { ...parts, mailerOutage }
  const lanes = openLanes({
    db,
    log,
    at,
    elapsed: now ?? (() => performance.now()),
    mailerOutage,
    databaseOutage,
    store,
    async deliver(claim, letters) {
      const results = await deliver(delivery, claim, letters)
      for (const { outcome } of results.values()) onResult?.(outcome)
      return results
    },
  })
  const poll = openPoll({ db, at, lanes, mailerOutage, databaseOutage, pollMs })
  const stopListening = db.listen('letters', lanes.wake)
  lanes.wake()

  return {
    wake: lanes.wake,
    async close() {
      store.close()
      await Promise.all([lanes.close(), poll.close()])
      await stopListening().catch(() => {})
    },
  }
}

type PollParts = {
  db: Database
  at: () => string | null
  lanes: Pick<ReturnType<typeof openLanes>, 'wake' | 'isBusy'>
  mailerOutage: MailerOutage
  databaseOutage: DatabaseOutage
  pollMs: number
}

/** Wakes the lanes regularly; idle ones only if a letter is due, because this check is cheaper than a claim. */
function openPoll({ db, at, lanes, mailerOutage, databaseOutage, pollMs }: PollParts) {
  let looking: Promise<void> | undefined

  async function look() {
    if (databaseOutage.isPausing() || mailerOutage.isPausing()) return
    try {
      const [found] = await anyDue(db, at())
      databaseOutage.found()
      if (found?.due) lanes.wake()
    } catch (error) {
      databaseOutage.lost(error)
    }
  }

  const polling = setInterval(() => {
    if (lanes.isBusy()) return lanes.wake()
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, pollMs)

  return {
    /** Stops polling, and waits for the check under way. */
    async close() {
      clearInterval(polling)
      await looking
    },
  }
}
