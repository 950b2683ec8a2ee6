/** Runs the sweeps in small batches; any number of processes may do so at once. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '../db/open.ts'
import type { Keys } from '../keys.ts'
import type { Run, Sweep } from './sweep.ts'
import { sweeps } from './sweeps.ts'

/** The methods of a logger that are used here. */
type Log = { info(facts: object, message: string): void; warn(facts: object, message: string): void }

/** Runs the sweeps until closed, the first time after a minute. `turnMs`: how long one sweep may delay the others. */
export function keepHouse(db: Database, keys: Keys, log: Log, firstAfterMs = 60_000, turnMs = 20_000) {
  const closing = new AbortController()
  const all = sweeps(keys)
  const paces = [...new Set(all.map(({ everyMs }) => everyMs))]
  const done = Promise.all(
    paces.map(pace => again(pace, () => sweepAll(all.filter(({ everyMs }) => everyMs === pace)))),
  )

  async function again(pause: number, work: () => Promise<void>) {
    for (let ms = firstAfterMs; await sleeps(ms); ms = pause) await work()
  }

  /** Waits; returns false if housekeeping is closing. */
  async function sleeps(ms: number): Promise<boolean> {
    await wait(ms, undefined, { signal: closing.signal, ref: false }).catch(() => {})
    return !closing.signal.aborted
  }

  /** Runs batches until no sweep has rows left. Long ones take turns, so that a backlog does not block the others. */
  async function sweepAll(due: Sweep[]) {
    let left = due.map(({ name, begin }) => ({ name, run: begin() }))
    while (left.length > 0) {
      const unfinished = []
      for (const sweep of left) if (await takesTurn(sweep.name, sweep.run)) unfinished.push(sweep)
      left = unfinished
    }
  }

  /** Runs batches of a sweep for `turnMs`; returns whether there may be more. Logs a failure; the next round retries. */
  async function takesTurn(name: string, run: Run): Promise<boolean> {
    const until = performance.now() + turnMs
    let count = 0
    let more = !closing.signal.aborted
    try {
      while (more) {
        const batch = await run(db)
        count += batch.done
        more = batch.more && !closing.signal.aborted
        if (performance.now() >= until) break
      }
    } catch (err) {
      log.warn({ err, what: name }, 'housekeeping was interrupted')
      more = false
    }
    if (count > 0) log.info({ count }, name)
    return more
  }

  return {
    /** Stops after the current batch. */
    async close() {
      closing.abort()
      await done
    },
  }
}
