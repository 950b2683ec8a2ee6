/** Deletes letters that are no longer needed. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { isWorthShowing } from '../mail/fate.ts'
import { type Batch, untilNone } from './sweep.ts'

/**
 * Checks up to `most` letters finished for 30 days and deletes them. Keeps an undelivered letter while a share points to
 * it, so that the owner sees the failure, but empties it and checks again in 30 days. Also deletes lifted suppressions
 * after 30 days.
 */
export async function forgetLetters(db: Database, most = 500): Promise<Batch> {
  const [checked] = await forget(db, most)
  return untilNone(checked?.done ?? 0)
}

const forget = statement<[most: number], { done: number }>(
  'forget-letters',
  most => sql`
    with old as materialized (
      select id, ${isWorthShowing} and (select true from shares where letter_id = letters.id limit 1) is not null as stays
      from letters
      where state not in ('queued', 'held', 'sending') and due_at <= now()
      order by due_at
      limit ${most}
      for update skip locked
    ),
    emptied as (
      update letters set content = '{}', due_at = now() + interval '30 days'
      where id = any (array(select id from old where stays))
    ),
    forgotten as (
      delete from letters where id = any (array(select id from old where not stays))
    ),
    lifted as (
      delete from suppressed_addresses
      where email = any (array(
        select email from suppressed_addresses
        where is_lifted and at <= now() - interval '30 days'
        order by at
        limit ${most}
        for update skip locked
      ))
    )
    select count(*) as done from old`,
)

/** Removes the sender and the content of up to 500 such letters that were finished a day ago, and what the mailbox has of them. */
export async function eraseFarewells(db: Database): Promise<Batch> {
  return untilNone((await erase(db)).length)
}

// A letter that is finished is due again, to be deleted, 30 days later.
const erase = statement<[], { id: number }>(
  'erase-farewells',
  () => sql`
    with old as materialized (
      select id from letters
      where is_farewell and state not in ('queued', 'held', 'sending') and due_at <= now() + interval '29 days'
      order by due_at
      limit 500
      for update skip locked
    ),
    mails as (
      delete from mailbox_messages where letter = any (array(select id from old))
    )
    update letters set is_farewell = false, sender = null, content = '{}'
    where id = any (array(select id from old))
    returning id`,
)
