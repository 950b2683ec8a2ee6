/** Asks the database whether it answers, and whether its tables are there. */
import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Tables } from './tables.ts'

/** Returns when the database answers, and throws when it does not. */
export const ping = statement<[], { answer: number }>('ping', () => sql`select 1 as answer`)

const findTables = statement<[], { found: boolean }>(
  'find tables',
  () => sql`select to_regclass('migrations') is not null and to_regclass('shares') is not null as found`,
)

/** Tells whether the tables are there; throws when the database does not answer. */
export async function hasTables(db: Kysely<Tables>): Promise<boolean> {
  const [row] = await findTables(db)
  return row?.found ?? false
}
