/** Group commit: calls that arrive while statements are running are collected for the next statement. */
import { type Database, type Handle, isAway, isOvertaken } from './open.ts'

type Waiting<Ask, Answer> = {
  asks: Ask[]
  resolve: (answers: Answer[]) => void
  reject: (reason: unknown) => void
}

/**
 * Turns a statement over a JSON list of asks (one row per ask, ordered by `position`; `call` marks asks of one call)
 * into a function for one caller's asks. Limits: `db.batching.lanes` parallel statements of `db.batching.most` asks, or
 * one larger call. docs/decisions/0002-coalesce-waiting-calls.md describes retries and failures.
 */
export function coalesce<Ask extends object, Answer>(
  run: (db: Handle, asks: string) => Promise<Answer[]>,
): (db: Handle, asks: Ask[]) => Promise<Answer[]> {
  const queues = new WeakMap<Database, (asks: Ask[]) => Promise<Answer[]>>()
  return (db, asks) => {
    if (db.isTransaction) return runWithin(db, asks, run)
    let join = queues.get(db)
    if (!join) {
      join = openQueue(db, run)
      queues.set(db, join)
    }
    return join(asks)
  }
}

function openQueue<Ask extends object, Answer>(
  db: Database,
  run: (db: Handle, asks: string) => Promise<Answer[]>,
): (asks: Ask[]) => Promise<Answer[]> {
  const { lanes, most } = db.batching
  const waiting: Waiting<Ask, Answer>[] = []
  let underWay = 0
  let scheduled = false

  function depart() {
    scheduled = false
    while (underWay < lanes && waiting.length > 0) {
      underWay++
      void send(takeBatch()).finally(() => {
        underWay--
        depart()
      })
    }
  }

  function takeBatch(): Waiting<Ask, Answer>[] {
    let weight = 0
    const end = waiting.findIndex(({ asks }, index) => {
      weight += asks.length
      return index > 0 && weight > most
    })
    return waiting.splice(0, end < 0 ? waiting.length : end)
  }

  async function send(batch: Waiting<Ask, Answer>[]) {
    try {
      await answer(batch)
    } catch (error) {
      if (isAway(error)) fail([...batch, ...waiting.splice(0)], error)
      else if (batch.length === 1 && !isOvertaken(error)) fail(batch, error)
      else await sendEach(batch)
    }
  }

  async function sendEach(batch: Waiting<Ask, Answer>[]) {
    for (const [index, call] of batch.entries()) {
      try {
        await answer([call])
      } catch (error) {
        // Waiting for a database that is away would only lengthen the queue.
        if (isAway(error)) return fail([...batch.slice(index), ...waiting.splice(0)], error)
        fail([call], error)
      }
    }
  }

  async function answer(batch: Waiting<Ask, Answer>[]) {
    const list = listOf(batch)
    db.watch.onBatch?.(run.name, list.length)
    const answers = await run(db, JSON.stringify(list))
    // Rejects instead of throwing: the statement was executed, and a retry would execute it twice.
    if (answers.length !== list.length) return fail(batch, miscounted(list, answers))
    for (const { asks, resolve } of batch) resolve(answers.splice(0, asks.length))
  }

  function fail(calls: Waiting<Ask, Answer>[], error: unknown) {
    for (const { reject } of calls) reject(error)
  }

  return asks =>
    new Promise((resolve, reject) => {
      waiting.push({ asks, resolve, reject })
      if (scheduled) return
      scheduled = true
      // Waits until the other requests of this event loop turn have been read.
      setImmediate(depart)
    })
}

async function runWithin<Ask extends object, Answer>(
  transaction: Handle,
  asks: Ask[],
  run: (db: Handle, asks: string) => Promise<Answer[]>,
): Promise<Answer[]> {
  const list = listOf([{ asks }])
  const answers = await run(transaction, JSON.stringify(list))
  if (answers.length !== list.length) throw miscounted(list, answers)
  return answers
}

function listOf<Ask extends object>(calls: { asks: Ask[] }[]) {
  let position = 0
  return calls.flatMap(({ asks }, call) => asks.map(ask => ({ ...ask, call, position: position++ })))
}

const miscounted = (asks: unknown[], answers: unknown[]) =>
  new Error(`${asks.length} asks got ${answers.length} answers`)
