/** An outage of the database, as a courier notices it: when to try again, and what the log says. */
import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'

/** What a courier knows about the database. */
export type DatabaseOutage = ReturnType<typeof watchDatabase>

/** Starts without an outage. Logs the start and the end of one once. */
export function watchDatabase({ log, random }: { log: Pick<Logger, 'info' | 'warn'>; random: () => number }) {
  /** `since` and `until` are times of `performance.now()`; `pause` is in milliseconds. */
  let outage: { since: number; pause: number; until: number } | undefined

  return {
    isOn: () => outage !== undefined,
    /** Whether the courier should leave the database alone for now. */
    isPausing: () => outage !== undefined && performance.now() < outage.until,
    /** How many milliseconds to wait before the next try. */
    pause: () => outage?.pause ?? 500,

    /** Begins an outage, or makes the pause of the current one longer. */
    lost(error: unknown) {
      if (!outage) log.warn({ err: error }, 'emails wait: the database does not do what it should')
      const now = performance.now()
      const pause = Math.min((outage?.pause ?? 250) * 2, 5_000)
      outage = { since: outage?.since ?? now, pause, until: now + pause * (0.5 + random() / 2) }
    },

    /** Ends the outage, if there is one. */
    found() {
      if (!outage) return
      const seconds = Math.round((performance.now() - outage.since) / 1000)
      log.info({ seconds }, 'emails go on: the database is back')
      outage = undefined
    },
  }
}
