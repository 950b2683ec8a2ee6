/** Locks a person's row, so that a transaction can count what is limited per person. */
import { type Kysely, sql } from 'kysely'
import { statement } from '../db/statement.ts'
import type { Tables } from '../db/tables.ts'
import { Refusal } from '../refusal.ts'

/**
 * Serializes changes of a person's settings or keys, so that the next statement of the transaction counts all of them.
 */
export async function lockPerson(trx: Kysely<Tables>, id: number) {
  const [locked] = await lockRow(trx, id)
  // The account was deleted concurrently.
  if (!locked) throw new Refusal('badToken')
}

const lockRow = statement<[id: number], { id: number }>(
  'lock-person',
  id => sql`select id from people where id = ${id} for no key update`,
)
