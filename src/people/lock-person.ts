/** Locks a person's row, so that what there may only be so many of for a person can be counted. */
import { type Kysely, sql } from 'kysely'
import { statement } from '../db/statement.ts'
import type { Tables } from '../db/tables.ts'
import { Refusal } from '../refusal.ts'

/** Lets a person's settings or keys be changed by one call at a time, so that the next statement of the transaction counts them all. */
export async function lockPerson(trx: Kysely<Tables>, id: number) {
  const [locked] = await lockRow(trx, id)
  // Deleted in this very moment.
  if (!locked) throw new Refusal('badToken')
}

const lockRow = statement<[id: number], { id: number }>(
  'lock-person',
  id => sql`select id from people where id = ${id} for no key update`,
)
