/** Sends the letter with the link that deletes an account. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { countTry, type Limit, toSteps } from '../limits/throttle.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal, tooMany } from '../refusal.ts'

/** Queues a letter to the caller with the link that deletes their account. Refuses with `notYou` or `tooMany`. */
export async function requestDeletion(db: Database, caller: Caller, email: string): Promise<void> {
  if (email !== caller.email) throw new Refusal('notYou')
  const limits: Limit[] = [{ key: `deletions of ${email}`, most: 5, seconds: 3600 }]
  const [{ wait } = { wait: null }] = await sendLink(db, toSteps(limits), email, caller.id)
  if (wait) throw tooMany(wait)
}

const sendLink = statement<[limits: string, email: string, person: number], { wait: number | null }>(
  'send-deletion-link',
  (limits, email, person) => sql`
    with ${countTry(limits)},
    letter as (
      insert into letters (kind, recipient, content)
      select 'deletion', ${email}, jsonb_build_object('person', ${person}::bigint)
      where not exists (select from over)
    )
    select (select seconds from over) as wait`,
)
