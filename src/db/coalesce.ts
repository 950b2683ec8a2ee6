/** Calls that wait together go together: a group commit. While statements are under way, later calls gather for the next one. */
import { type Database, type Handle, isAway, isOvertaken } from './open.ts'

type Waiting<Ask, Answer> = {
  asks: Ask[]
  resolve: (answers: Answer[]) => void
  reject: (reason: unknown) => void
}

/**
 * Turns a statement that answers a JSON list of asks, a row for each in the order of their `position`, into a function that
 * takes one caller's asks; `call` tells a statement which of its asks came together. At most `db.together.lanes` statements
 * are under way at once, each of at most `db.together.most` asks (one call alone may have more). A statement of several
 * calls that fails is tried again call by call, so that only the bad call fails; one of a single call once more, if another
 * statement was in its way. Not when the database is away: then nobody knows what became of it, and everybody who waits is
 * told so at once. What is asked within a transaction is asked at once, and by itself.
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
  const { lanes, most } = db.together
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
    for (const [index, one] of batch.entries()) {
      try {
        await answer([one])
      } catch (error) {
        // Waiting longer for a database that is away would only make the queue longer.
        if (isAway(error)) return fail([...batch.slice(index), ...waiting.splice(0)], error)
        fail([one], error)
      }
    }
  }

  async function answer(batch: Waiting<Ask, Answer>[]) {
    const list = listOf(batch)
    db.watch.onBatch?.(run.name, list.length)
    const answers = await run(db, JSON.stringify(list))
    // Not thrown: the statement was done, and trying again would do it twice.
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
      // After the other requests that came in with this one have been read.
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
