/** Statements that no request waits for: notes that may be lost, such as when a session was last used. */
import type { Database } from './open.ts'

const running = new WeakMap<Database, Set<Promise<unknown>>>()

/** Starts work that nobody waits for. If it fails, nothing else does. */
export function inBackground(db: Database, work: () => Promise<unknown>): void {
  const works = running.get(db) ?? new Set()
  running.set(db, works)
  const done = work()
    .catch(() => {})
    .finally(() => works.delete(done))
  works.add(done)
}

/** Waits for all work that was started on a database. */
export async function backgroundDone(db: Database): Promise<void> {
  await Promise.all(running.get(db) ?? [])
}
