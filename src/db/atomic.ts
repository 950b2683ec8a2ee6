/** Transactions, savepoints and dry runs around work of several statements. */
import { sql } from 'kysely'
import { type Handle, isOvertaken } from './open.ts'

type Work<Result> = (transaction: Handle) => Promise<Result>

/**
 * Runs work in a transaction and rolls it back if the work throws. Retries once after a conflict with another statement
 * (see `isOvertaken`). Inside a transaction, uses a savepoint instead.
 */
export async function atomically<Result>(db: Handle, work: Work<Result>): Promise<Result> {
  if (db.isTransaction) return inPart(db, work)
  try {
    return await db.transaction().execute(work)
  } catch (error) {
    if (!isOvertaken(error)) throw error
    return db.transaction().execute(work)
  }
}

/** Runs work, rolls it back and returns its result. */
export async function rehearse<Result>(db: Handle, work: Work<Result>): Promise<Result> {
  const results: Result[] = []
  const end = new Error('the rehearsal is over')
  const rehearsal = atomically(db, async transaction => {
    results.push(await work(transaction))
    throw end
  })
  await rehearsal.catch(error => {
    if (error !== end) throw error
  })
  return results.pop() as Result
}

async function inPart<Result>(transaction: Handle, work: Work<Result>): Promise<Result> {
  await sql`savepoint part`.execute(transaction)
  try {
    const result = await work(transaction)
    await sql`release savepoint part`.execute(transaction)
    return result
  } catch (error) {
    await sql`rollback to savepoint part`.execute(transaction)
    throw error
  }
}
