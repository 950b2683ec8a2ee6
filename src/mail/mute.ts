/** Mutes: a recipient mutes a sender on the page of that sender's letter, and unmutes them in the account settings. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'

/**
 * Mutes a letter's sender for its recipient; idempotent. Returns whether the letter still exists and has a sender who
 * still has an account.
 */
export async function mute(db: Database, letter: number): Promise<boolean> {
  const [done] = await muteSender(db, letter)
  return done !== undefined
}

const muteSender = statement<[letter: number], { id: number }>(
  'mute-sender',
  letter => sql`
    with muted as materialized (
      select id, recipient, sender
      from letters
      where id = ${letter} and sender is not null and not is_farewell
      -- A sender who deletes their account meanwhile must not leave a mute behind.
      for share
    ),
    done as (
      insert into mutes (recipient, sender) select recipient, sender from muted on conflict do nothing
    )
    select id from muted`,
)

/** A muted sender, and since when. */
export type Mute = { sender: string; since: Date }

const pageSize = 200

/**
 * Lists the senders that a recipient has muted, by address, a page of those after the address `after`. `next` is the
 * `after` of the next page.
 */
export async function listMutes(
  db: Database,
  recipient: string,
  after = '',
): Promise<{ mutes: Mute[]; next: string | null }> {
  // One row more than a page tells whether there is another page.
  const found = await findMutes(db, recipient, after, pageSize + 1)
  const mutes = found.slice(0, pageSize)
  return { mutes, next: found.length > pageSize ? (mutes.at(-1)?.sender ?? null) : null }
}

const findMutes = statement<[recipient: string, after: string, limit: number], Mute>(
  'list-mutes',
  (recipient, after, limit) => sql`
    select sender, created_at as since
    from mutes
    where recipient = ${recipient} and sender > ${after}
    order by sender
    limit ${limit}`,
)

/** Ends a mute; letters that were not sent because of it stay unsent. Returns whether the sender was muted. */
export async function unmute(db: Database, recipient: string, sender: string): Promise<boolean> {
  const [done] = await removeMute(db, recipient, sender)
  return done !== undefined
}

const removeMute = statement<[recipient: string, sender: string], { sender: string }>(
  'unmute-sender',
  (recipient, sender) => sql`
    delete from mutes where recipient = ${recipient} and sender = ${sender} returning sender`,
)
