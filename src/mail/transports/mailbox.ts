/** A mailer that keeps letters in a table, where the browser can show them, as long as no real mail is set up. */
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import type { Mailer } from './mailer.ts'

/** Creates the mailer that keeps letters for /mailbox. */
export function mailbox(db: Database) {
  return {
    name: 'mailbox',
    most: 100,
    async send(messages) {
      try {
        await keep(db, JSON.stringify(messages), messages.length)
        return messages.map(({ letter }) => ({ outcome: 'sent', messageId: `mailbox-${letter}` }))
      } catch (error) {
        // Safe even if the insert was committed: a retry does not insert a letter twice.
        return messages.map(() => ({ outcome: 'failed', detail: (error as Error).message }))
      }
    },
    async close() {},
  } satisfies Mailer
}

/** A letter as the mailbox shows it. */
export type MailboxLetter = {
  id: number
  to: string
  subject: string
  text: string
  html: string
  links: Record<string, string>
  sentAt: Date
}

const keep = statement<[messages: string, count: number], never>(
  'keep-in-mailbox',
  (messages, count) => sql`
    with kept as (
      insert into mailbox_messages (letter, kind, recipient, subject, body, html, links)
      select letter, kind, "to", subject, text, html, links
      from ${jsonRows(messages, 'letter bigint, kind text, "to" text, subject text, text text, html text, links jsonb')}
      order by letter
      on conflict (letter) do nothing
    )
    -- The snapshot of this delete does not contain the rows inserted above.
    delete from mailbox_messages
    where id <= (select id from mailbox_messages order by id desc offset 1000 - ${count}::int limit 1)`,
)

const columns = sql`id, recipient as "to", subject, body as text, html, links, sent_at as "sentAt"`

/** Returns the newest 100 letters, the newest first. */
export const readMailbox = statement<[], MailboxLetter>(
  'read-mailbox',
  () => sql`select ${columns} from mailbox_messages order by id desc limit 100`,
)

/** Returns the letter with an id, or nothing. */
export const readMail = statement<[id: number], MailboxLetter>(
  'read-mail',
  id => sql`select ${columns} from mailbox_messages where id = ${id}`,
)
