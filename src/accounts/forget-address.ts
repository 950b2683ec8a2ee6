/** Removes the address of a person who leaves from everything that others, or nobody, keep. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { statement } from '../db/statement.ts'
import type { Tables } from '../db/tables.ts'

/**
 * Deletes the person's letters, mutes and declines, also those of others that name them, and the names of their sensors
 * in the history. Letters of others that are finished lose their content; those under way do later (`is_farewell`).
 * Needs a lock on the person's row that keeps others from sharing with them.
 */
export async function forgetAddress(trx: Kysely<Tables>, id: number, email: string): Promise<void> {
  const pattern = addressPattern(email)
  await forgetLetters(trx, email)
  await forgetMailbox(trx, email, pattern)
  await forgetWishes(trx, id, email, pattern)
}

/** Makes a pattern of Postgres that finds an address in a text, but no longer address that contains it. */
const addressPattern = (email: string) =>
  `(?<![[:alnum:]._+-])${email.replaceAll(/[^a-z0-9@]/g, '\\$&')}(?![[:alnum:]-]|[.][[:alnum:]])`

/** Deletes the codes that were sent to an address, and what counts the tries with them. */
export const forgetCodes = statement<[email: string], never>(
  'forget-codes-of-address',
  email => sql`
    with codes as (
      delete from sign_in_codes where email = ${email}
    )
    -- Their keys contain the address as a word.
    delete from throttles where position(' ' || ${email} || ' ' in ' ' || key || ' ') > 0`,
)

const isUnderWay = sql`state in ('queued', 'held', 'sending')`

/** Letters to others that were written because of an address, or that name it. */
const lettersNaming = (email: RawBuilder<unknown> | string) => sql`
  select id from letters where sender = ${email} and attempts > 0
  union
  select id from letters where sender = ${email} and attempts = 0
  union
  select id from letters where content ->> 'guest' = ${email} and content ->> 'guest' is not null`

// Locks in the order of ids, like every statement that waits for letters. The rows stay: they count towards the limits
// of their recipients, which leaving and coming back must not reset.
const forgetLetters = statement<[email: string], never>(
  'forget-letters-of-address',
  email => sql`
    with locked as materialized (
      select id, recipient = ${email} as is_theirs, ${isUnderWay} as is_under_way
      from letters
      where id = any (array(
        select id from letters where recipient = ${email}
        union
        (${lettersNaming(email)})
      ))
      order by id
      for update
    ),
    mails as (
      delete from mailbox_messages where letter = any (array(select id from locked))
    ),
    theirs as (
      delete from letters where id = any (array(select id from locked where is_theirs))
    )
    update letters set
      is_farewell = is_under_way,
      sender = case when is_under_way then sender end,
      content = case when is_under_way then content else '{}' end
    from locked
    where letters.id = any (array(select id from locked where not is_theirs)) and letters.id = locked.id`,
)

// The mailbox holds 1,000 messages at most.
const forgetMailbox = statement<[email: string, pattern: string], never>(
  'forget-mailbox-of-address',
  (email, pattern) => sql`
    delete from mailbox_messages
    where recipient = ${email} or concat(subject, ' ', body, ' ', links) ~* ${pattern}`,
)

// Kept answers are a day old at most. A retry still gets its answer, with nobody in place of the address.
const forgetWishes = statement<[id: number, email: string, pattern: string], never>(
  'forget-wishes-about-address',
  (id, email, pattern) => sql`
    with muted as (
      delete from mutes where recipient = ${email}
    ),
    mutes_of_theirs as (
      delete from mutes where sender = ${email} and recipient <> ${email}
    ),
    declined as (
      delete from declines where guest = ${email}
    ),
    answers as (
      update kept_answers set answer = regexp_replace(answer::text, ${pattern}, 'nobody@account.invalid', 'gi')::json
      where person_id <> ${id} and answer::text ~* ${pattern}
    )
    update events set data = data - 'name' where owner_id = ${id} and data ? 'name'`,
)
