/** Runs test files in one process, one after the other, as `run.ts` hands them out: a process and its databases cost seconds to start. */
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { closeIdle } from './support/databases.ts'

export type Order = { file: string } | { end: true }
export type Report = { file: string; ms: number; passed: number; failed: number; skipped: number; failures: Failure[] }
export type Failure = { name: string; diag: unknown }

const teardowns: (() => unknown)[] = []
// What a file opens for all its tests closes with the file. Tap would wait for the end of the process.
Object.assign(t, { teardown: (close: () => unknown) => teardowns.unshift(close) })

// Its channel alone does not keep the process alive between two files: tsx unrefs it.
setInterval(() => {}, 60_000)
process.on('message', async (order: Order) => {
  if ('end' in order) {
    await closeIdle()
    process.exit(0)
  }
  process.send?.(await runFile(order.file))
})
process.send?.('ready')

async function runFile(file: string): Promise<Report> {
  const start = performance.now()
  const before = { ...t.counts }
  const known = t.lists.fail.length
  const url = new URL(file, import.meta.url)
  // Tap names tests, snapshots and temporary folders after the program that runs.
  process.argv[1] = fileURLToPath(url)
  await t.test('loads', async t => {
    await import(url.href)
    t.pass('loaded')
  })
  // The tests of a file queue up behind each other, and this one behind them.
  await t.test('closes', async t => {
    for (const close of teardowns.splice(0)) await close()
    t.pass('closed')
  })
  t.jobs = 1
  t.setTimeout(0)
  return {
    file,
    ms: performance.now() - start,
    // Without the two of `loads` and `closes`.
    passed: Math.max(t.counts.pass - before.pass - 2, 0),
    failed: t.counts.fail - before.fail,
    skipped: t.counts.skip + t.counts.todo - before.skip - before.todo,
    failures: t.lists.fail.slice(known).map(({ fullname, diag }) => ({ name: fullname, diag })),
  }
}
