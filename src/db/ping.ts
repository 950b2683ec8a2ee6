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

/** Checks whether the tables exist; throws if the database doesn't answer. */
export async function hasTables(db: Kysely<Tables>): Promise<boolean> {
  const [row] = await findTables(db)
  return row?.found ?? false
}
