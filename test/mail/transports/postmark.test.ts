/** Letters by Postmark: what becomes of each, whatever the server does. */
import t, { type Test } from 'tap'
import type { Letter, RenderedLetter } from '../../../src/mail/letters/letter.ts'
import { write } from '../../../src/mail/letters/write.ts'
import { postmark } from '../../../src/mail/transports/postmark.ts'
import { startPostmark } from '../../support/postmark-server.ts'
import { each, hard, inEnglish, links } from '../../support/samples.ts'
import { eventually } from '../../support/service.ts'
import { holdTimers } from '../../support/timers.ts'

const messages = (count: number): RenderedLetter[] =>
  Array.from({ length: count }, (_, index) => ({ ...write(each.shared, links, inEnglish), letter: index + 1 }))

/** In seconds: long enough for a machine that is busy. */
const timeout = 60

async function open(t: Test) {
  const server = await startPostmark(t)
  const { url, token } = server
  return {
    server,
    mailer: postmark({ url, token, from: 'sensor-share <letters@example.com>', stream: 'outbound', timeout }),
  }
}

t.test('sent: a batch of 500, each with its id, in order', async t => {
  const { server, mailer } = await open(t)
  const outcomes = await mailer.send(messages(500))
  t.equal(server.asked.batch, 1)
  t.strictSame(
    outcomes,
    server.messages.map(({ MessageID }) => ({ outcome: 'sent', messageId: MessageID })),
  )
  t.equal(outcomes.length, 500)
  t.strictSame(
    server.messages.map(({ Metadata }) => Metadata.letter),
    messages(500).map(({ letter }) => String(letter)),
  )
})

t.test('sent: what Postmark gets', async t => {
  const { server, mailer } = await open(t)
  const shared = write(each.shared, links, inEnglish)
  const code = write(each.code, links, inEnglish)
  await mailer.send([shared, code])
  const common = {
    From: 'sensor-share <letters@example.com>',
    MessageStream: 'outbound',
    Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
    TrackOpens: false,
  }
  t.strictSame(
    server.messages.map(({ MessageID, ...message }) => message),
    [
      {
        ...common,
        To: 'gary@example.com',
        ReplyTo: 'olivia@example.com',
        Subject: shared.subject,
        TextBody: shared.text,
        HtmlBody: shared.html,
        Tag: 'shared',
        Metadata: { letter: '3' },
      },
      {
        ...common,
        To: 'gary@example.com',
        Subject: code.subject,
        TextBody: code.text,
        HtmlBody: code.html,
        Tag: 'code',
        Metadata: { letter: '1' },
      },
    ],
  )
})

t.test('the name of a sender stands before our own address, not theirs', async t => {
  const { server, mailer } = await open(t)
  await mailer.send([{ ...write(each.shared, links, inEnglish), fromName: 'Åsa (sensor-share)' }])
  t.match(server.messages, [{ From: '"Åsa (sensor-share)" <letters@example.com>', ReplyTo: 'olivia@example.com' }])
})

t.test('no name gets into a header', async t => {
  const { server, mailer } = await open(t)
  await mailer.send(Object.values(hard).map(letter => write(letter as Letter, links, inEnglish)))
  t.equal(server.messages.length, Object.keys(hard).length)
  for (const { Subject, To, ReplyTo } of server.messages) t.notMatch(`${Subject}${To}${ReplyTo}`, /\p{Cc}/u)
})

t.test('each item of a batch has its own outcome', async t => {
  const { server, mailer } = await open(t)
  const errors: Record<string, [code: number, message: string]> = {
    2: [300, "Invalid 'To' address: 'gary@example'."],
    3: [406, 'You tried to send to a recipient that has been marked as inactive.'],
    4: [300, "Invalid 'ReplyTo' address."],
    5: [300, "Invalid 'From' address."],
    6: [405, 'You ran out of credits.'],
    7: [412, 'Your account is pending.'],
    8: [413, 'You may not send.'],
    9: [10, 'Bad token.'],
    10: [100, 'We are offline for maintenance.'],
    11: [4711, 'Something that we do not know.'],
  }
  server.behave({
    item({ Metadata: { letter = '' } }) {
      const [ErrorCode, Message] = errors[letter] ?? []
      return ErrorCode && Message ? { ErrorCode, Message } : undefined
    },
  })
  t.match(await mailer.send(messages(12)), [
    { outcome: 'sent', messageId: String },
    { outcome: 'refused', reason: 'badAddress', detail: /^code 300: Invalid 'To'/ },
    { outcome: 'refused', reason: 'suppressed' },
    { outcome: 'refused', reason: 'rejected' },
    ...Array(5).fill({ outcome: 'stopped' }),
    { outcome: 'failed', detail: 'code 100: We are offline for maintenance.' },
    { outcome: 'failed', detail: 'code 4711: Something that we do not know.' },
    { outcome: 'sent', messageId: String },
  ])
  t.equal(server.messages.length, 2)
})

const whole: [
  title: string,
  Parameters<Awaited<ReturnType<typeof open>>['server']['behave']>[0],
  outcome: string,
  sent?: true,
][] = [
  ['429', { status: 429 }, 'failed'],
  ['500 of Postmark', { status: 500, code: 500 }, 'failed'],
  ['503 of Postmark', { status: 503, code: 100 }, 'failed'],
  ['500 without a code, of something on the way', { status: 502, code: 0 }, 'unknown'],
  ['401', { status: 401, code: 10 }, 'stopped'],
  ['422, no credits', { status: 422, code: 405 }, 'stopped'],
  ['422, account', { status: 422, code: 413 }, 'stopped'],
  ['422, anything', { status: 422, code: 402 }, 'stopped'],
  ['403', { status: 403, code: 0 }, 'stopped'],
  ['cut', { cut: true }, 'unknown'],
  ['taken, then cut', { accept: true, cut: true }, 'unknown', true],
  ['taken, but never answered', { silent: true }, 'unknown', true],
  ['200 with HTML', { text: '<html>' }, 'unknown'],
  ['200 with nothing', { text: '' }, 'unknown'],
  ['200 with too few', { accept: true, text: '[{"ErrorCode": 0, "MessageID": "one"}]' }, 'unknown', true],
]

for (const [title, behaviour, outcome, sent = false] of whole) {
  t.test(`${outcome}: ${title}`, async t => {
    const { server, mailer } = await open(t)
    server.behave(behaviour)
    const timers = holdTimers(t, timeout * 1_000)
    const sending = mailer.send(messages(3))
    if (behaviour?.silent) {
      await eventually('Postmark has them', async () => server.messages.length === 3)
      timers.runOut()
    }
    const outcomes = await sending
    t.equal(outcomes.length, 3)
    t.match(outcomes[2], { outcome, detail: /^.+$/ })
    t.equal(server.messages.length, sent ? 3 : 0)
    t.match(await mailer.send(messages(1)), [{ outcome: 'sent' }], 'the next one is sent')
  })
}

t.test('failed: nobody listens, or no such host', async t => {
  const { server, mailer } = await open(t)
  server.close()
  t.match(await mailer.send(messages(2)), Array(2).fill({ outcome: 'failed', detail: /ECONNREFUSED/ }))
  const nowhere = postmark({ url: 'http://nowhere.invalid', token: 'x', from: 'a@example.com', stream: 'outbound' })
  t.match(await nowhere.send(messages(1)), [{ outcome: 'failed' }])
})

t.test('find: the id of a letter that went out, null of one that did not', async t => {
  const { server, mailer } = await open(t)
  server.behave({ accept: true, cut: true })
  t.match(await mailer.send(messages(2)), Array(2).fill({ outcome: 'unknown' }))
  t.equal(await mailer.find(2), server.of(2)[0]?.MessageID)
  t.equal(await mailer.find(3), null)
  t.equal(await mailer.find(22), null)
})

t.test('find throws when it cannot be asked now', async t => {
  const { server, mailer } = await open(t)
  const timers = holdTimers(t, timeout * 1_000)
  for (const behaviour of [
    { status: 500 },
    { status: 429 },
    { cut: true },
    { silent: true },
    { text: '<html>' },
    { text: '' },
  ]) {
    server.behaveSearch(behaviour)
    const before = server.asked.search
    const refused = t.rejects(mailer.find(1), JSON.stringify(behaviour))
    await eventually('Postmark is asked', async () => server.asked.search > before)
    if (behaviour.silent) timers.runOut()
    await refused
  }
  t.equal(await mailer.find(1), null)
  server.close()
  await t.rejects(mailer.find(1), 'nobody listens')
})

t.test('no token and no address in what is told of an error', async t => {
  const { server, mailer } = await open(t)
  const item = () => ({ ErrorCode: 300, Message: "Invalid 'To' address: 'gary@example.com'." })
  for (const behaviour of [{ status: 500 }, { cut: true }, { status: 401 }, { item }]) {
    server.behave(behaviour)
    t.notMatch(JSON.stringify(await mailer.send(messages(1))), new RegExp(`${server.token}|gary@`))
  }
})
