/** How much work something is, counted: the same on every machine, however busy it is. */
import { type Profiler, Session } from 'node:inspector'
import type { Test } from 'tap'

/**
 * Returns what counts the calls of functions that are made in this process, of libraries as well, while something runs.
 * Until the test is over V8 optimizes less, so that it can count.
 */
export function openCounter(t: Test) {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  t.teardown(() => {
    session.post('Profiler.stopPreciseCoverage')
    session.disconnect()
  })

  return async function countCalls(work: () => unknown): Promise<number> {
    // What was called before is forgotten, and nothing done with it: that would be calls as well.
    session.post('Profiler.takePreciseCoverage')
    await work()
    return take(session)
  }
}

/** Returns the calls since the last time. Within one process the answer is there at once. */
function take(session: Session): number {
  let found: Profiler.ScriptCoverage[] = []
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) throw error
    found = result
  })
  return found
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0)
}
