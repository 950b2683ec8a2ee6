/** How much of their plan a person uses. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { activePlan, type HeldPlan } from './subscriptions.ts'

/** The current plan, with the numbers of sensors owned and of shares given. */
export type Usage = HeldPlan & { claims: number; shares: number }

/** Reads how much of their plan a person uses; refuses with `badToken` if the account is gone. */
export async function readUsage(db: Database, { id }: Caller): Promise<Usage> {
  const [usage] = await find(db, id)
  // The account was deleted concurrently.
  if (!usage) throw new Refusal('badToken')
  return usage
}

const find = statement<[person: number], Usage>(
  'read-usage',
  person => sql`
    select held.*, people.claim_count as claims, people.share_count as shares
    from people
    cross join lateral (${activePlan}) as held
    where people.id = ${person}`,
)
