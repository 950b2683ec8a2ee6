/** Work of several statements of which all is done, or nothing. */
import { sql } from 'kysely'
import { type Handle, isOvertaken } from './open.ts'

type Work<Result> = (transaction: Handle) => Promise<Result>

/**
 * Does work in a transaction, which is rolled back when the work throws. Work that another statement was in the way of is
 * done once more. Within a transaction it becomes a part of that, which is undone by itself.
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

/** Does work, and undoes it again; returns what came of it. */
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
