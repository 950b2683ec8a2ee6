/** Checks that the database answers, and that its tables exist. */
import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Tables } from './tables.ts'

/** Resolves when the database answers; throws if it doesn't. */
export const ping = statement<[], { answer: number }>('ping', () => sql`select 1 as answer`)

const findTables = statement<[], { found: boolean }>(
  'find tables',
  () => sql`select to_regclass('migrations') is not null and to_regclass('shares') is not null as found`,
)

/**
 * Returns a check whether the tables exist, which throws if the database doesn't answer. It asks the database at most
 * once a second, however often it is called: anybody may call it. `now` returns monotonic milliseconds.
 */
export function tablesCheck(db: Kysely<Tables>, now: () => number): () => Promise<boolean> {
  let last: { answer: Promise<boolean>; until: number } | undefined
  return () => {
    if (last && now() < last.until) return last.answer
    const check = { answer: hasTables(db), until: Number.POSITIVE_INFINITY }
    last = check
    const remember = () => {
      check.until = now() + 1_000
    }
    check.answer.then(remember, remember)
    return check.answer
  }
}

async function hasTables(db: Kysely<Tables>): Promise<boolean> {
  const [row] = await findTables(db)
  return row?.found ?? false
}
