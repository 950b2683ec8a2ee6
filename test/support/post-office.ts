/** What the tests of the courier have in common: a database, Postmark on loopback, letters that are owed, and couriers. */
import { Writable } from 'node:stream'
import { sql } from 'kysely'
import type { Test } from 'tap'
import type { Database, Watch } from '../../src/db/open.ts'
import { openLog } from '../../src/log.ts'
import { openCourier } from '../../src/mail/courier/courier.ts'
import type { Mailer } from '../../src/mail/transports/mailer.ts'
import { postmark } from '../../src/mail/transports/postmark.ts'
import { openTestDatabase } from './house.ts'
import { startPostmark } from './postmark-server.ts'
import { links } from './samples.ts'
import { eventually } from './service.ts'

export type Office = Awaited<ReturnType<typeof openOffice>>

type Options = { db?: Database; mailer?: Mailer; pollMs?: number; timeout?: number }

/** Opens it. Its clock goes on only when `clock.skipped` does; `counts` gets every statement. */
export async function openOffice(t: Test, counts?: Pick<Watch, 'onStatement'>) {
  const { db, url } = await openTestDatabase(t, undefined, counts)
  const server = await startPostmark(t)
  const start = Date.now()
  const clock = { skipped: 0 }
  const lines: { level: number; msg: string; [key: string]: unknown }[] = []
  const log = await openLog(
    'info',
    new Writable({
      write(line, _encoding, done) {
        lines.push(JSON.parse(String(line)))
        done()
      },
    }),
  )

  /** Starts a courier, as another process would; the test ends it if it does not do so itself. */
  function courier({ db: own = db, mailer, pollMs = 20, timeout = 60 }: Options = {}) {
    const { url, token } = server
    const opened = openCourier({
      db: own,
      mailer: mailer ?? postmark({ url, token, from: 'a@example.com', stream: 'outbound', timeout }),
      links,
      openCode: sealed => sealed.replace('sealed ', ''),
      log,
      pollMs,
      now: () => start + 1_000 + clock.skipped,
      random: () => 0.5,
    })
    t.teardown(() => opened.close())
    return opened
  }

  /** Owes letters that one person caused others to get, all at once; returns their ids. */
  async function owe(letters: { recipient: string; sender?: string; kind?: string; content?: object }[]) {
    const { rows } = await sql<{ id: number }>`
      insert into letters (kind, recipient, sender, content, created_at, due_at)
      select kind, recipient, sender, content, ${new Date(start)}, ${new Date(start)}
      from jsonb_to_recordset(${JSON.stringify(
        letters.map(letter => ({ kind: 'unshared', content: { sensors: [sauna] }, ...letter })),
      )}::jsonb) as letter (kind text, recipient text, sender text, content jsonb)
      returning id`.execute(db)
    return rows.map(({ id }) => id)
  }

  async function stateOf(id: number) {
    return db
      .selectFrom('letters')
      .select(['state', 'reason', 'attempts', 'due_at', 'message_id', 'content'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  }

  /** Waits until a letter has been tried so often. */
  async function tried(id: number, attempts: number) {
    await eventually(`tried ${attempts} times`, async () => {
      const letter = await stateOf(id)
      return letter.attempts === attempts && letter.state !== 'sending'
    })
  }

  async function attemptsOf(id: number) {
    return db
      .selectFrom('letter_attempts')
      .select(['number', 'outcome'])
      .where('letter_id', '=', id)
      .orderBy('number')
      .execute()
  }

  /** Waits until no letter is in any of these states. */
  async function until(what: string, ...states: string[]) {
    await eventually(what, async () => {
      const { rows } = await sql`select from letters where state = any (${states}) limit 1`.execute(db)
      return rows.length === 0
    })
  }

  const allDone = () => until('every letter is finished or held', 'queued', 'sending')

  return { db, url, server, clock, start, lines, courier, owe, stateOf, tried, attemptsOf, until, allDone }
}

export const sauna = { id: 'C6:F1:E7:D3:DA:11', name: 'Sauna' }
