/** The contract of all sweeps. */
import type { Database } from '../db/open.ts'

/** The number of rows that a batch handled, and whether there may be more. */
export type Batch = { done: number; more: boolean }

/** Runs a batch: one statement, which skips rows that others have locked. */
export type Run = (db: Database) => Promise<Batch>

/** Work that housekeeping does again and again, in batches. */
export type Sweep = {
  /** What it does, as the log says it. */
  name: string
  everyMs: number
  /** Begins a round at the first row. */
  begin: () => Run
}

/** Reports a batch of a sweep that never reads a row twice: there may be more until a batch finds none. */
export const untilNone = (done: number): Batch => ({ done, more: done > 0 })

/** Makes rounds that read rows and leave them: each batch continues after the `last` row of the one before. */
export function inPieces<Place>(
  batch: (db: Database, after: Place | null) => Promise<{ done: number; last: Place | null }>,
): () => Run {
  return () => {
    let after: Place | null = null
    return async db => {
      const { done, last } = await batch(db, after)
      after = last
      return { done, more: last !== null }
    }
  }
}
