/** Mutes whoever a letter comes from. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'

/**
 * The recipient of a letter gets no more letters about the doings of its sender. Muting again changes nothing. Returns
 * whether there is such a letter (still), and it comes from a person.
 */
export async function mute(db: Database, letter: number): Promise<boolean> {
  const [done] = await muteSender(db, letter)
  return done !== undefined
}

const muteSender = statement<[letter: number], { id: number }>(
  'mute-sender',
  letter => sql`
    with muted as materialized (
      select id, recipient, sender from letters where id = ${letter} and sender is not null
    ),
    done as (
      insert into mutes (recipient, sender) select recipient, sender from muted on conflict do nothing
    )
    select id from muted`,
)
