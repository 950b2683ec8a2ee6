/** The mailbox: what it keeps, and how it is read. */
import t from 'tap'
import type { Letter, RenderedLetter } from '../../../src/mail/letters/letter.ts'
import { write } from '../../../src/mail/letters/write.ts'
import { mailbox, readMail, readMailbox } from '../../../src/mail/transports/mailbox.ts'
import { mailboxPage, mailPage, noSuchMail } from '../../../src/web/email-pages/mailbox.ts'
import { readerOf } from '../../../src/web/time/view.ts'
import { openTestDatabase } from '../../support/house.ts'
import { each, hard, inEnglish, links } from '../../support/samples.ts'

const reader = readerOf({ cookies: {}, headers: {} })

const message = (letter: number, more: Partial<RenderedLetter> = {}) => ({
  ...write(each.shared, links, inEnglish),
  letter,
  ...more,
})

t.test('a letter is kept once, however often it is sent, and reads as it was written', async t => {
  const { db } = await openTestDatabase(t)
  const mailer = mailbox(db)
  const code = write(each.code, links, inEnglish)
  t.strictSame(await mailer.send([code, message(3)]), [
    { outcome: 'sent', messageId: 'mailbox-1' },
    { outcome: 'sent', messageId: 'mailbox-3' },
  ])
  t.match(await mailer.send([message(3), message(2)]), [{ outcome: 'sent' }, { outcome: 'sent' }])
  const mails = await readMailbox(db)
  t.strictSame(
    mails.map(({ to, subject }) => [to, subject]),
    [message(2), message(3), code].map(({ to, subject }) => [to, subject]),
    'the newest first',
  )
  const last = mails.at(-1) ?? t.bailout()
  const { to, subject, text, html } = code
  t.match(last, { to, subject, text, html, links: code.links, sentAt: Date })
  t.strictSame(await readMail(db, Number(last?.id)), [last])
  t.strictSame(await readMail(db, 999_999), [])
})

t.test('the newest 1,000 stay', async t => {
  const { db } = await openTestDatabase(t)
  const mailer = mailbox(db)
  for (let batch = 0; batch < 12; batch++) {
    await mailer.send(Array.from({ length: mailer.most }, (_, index) => message(batch * 100 + index + 1)))
  }
  const kept = await db
    .selectFrom('mailbox_messages')
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('letter').as('oldest'), fn.max('letter').as('newest')])
    .executeTakeFirstOrThrow()
  t.strictSame(kept, { count: 1_000, oldest: 201, newest: 1_200 })
  t.equal((await readMailbox(db)).length, 100)
})

t.test('failed, not an error, while the database is away', async t => {
  const { db } = await openTestDatabase(t)
  await db.destroy()
  t.match(await mailbox(db).send([message(1), message(2)]), [{ outcome: 'failed' }, { outcome: 'failed' }])
})

t.test('its pages: nothing in a letter gets out of its frame', async t => {
  const { db } = await openTestDatabase(t)
  t.match(mailboxPage([], reader).html, /No emails yet/)
  t.equal(noSuchMail(reader).status, 404)
  const evil = '<script>alert(1)</script>'
  await mailbox(db).send([
    write(hard['markup in a name'] as Letter, links, inEnglish),
    message(11, { subject: evil, text: evil, html: `<head></head>"></iframe>${evil}` }),
  ])
  const mails = await readMailbox(db)
  const pages = [mailboxPage(mails, reader), ...mails.map(mail => mailPage(mail, reader))]
  t.equal(pages.length, 3)
  const ownScript = /<script type="module" src="\/app\/static\/[0-9a-f]{12}\/app\.js"><\/script>/
  for (const { html } of pages) {
    t.match(html, ownScript)
    t.notMatch(html.replace(ownScript, ''), /<script|<img/, 'no other script than that of the frame')
    t.equal(html.match(/<\/iframe>/g)?.length ?? 0, html.match(/<iframe/g)?.length ?? 0, 'nothing ends the frame early')
  }
  t.match(pages[0]?.html, `href="/mailbox/${mails[0]?.id}"`)
  t.match(
    pages[1]?.html,
    /<iframe [^<>]*srcdoc="[^<>]*base target[^<>]*" sandbox="allow-popups allow-popups-to-escape-sandbox"[^<>]*><\/iframe>/,
  )
  t.match(
    pages[2]?.html,
    'href="https://sensors.example.com/see/list?for&#61;gary%40example.com">Open what is shared</a>',
  )
})
