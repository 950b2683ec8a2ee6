/** Letters by SMTP: what becomes of each, whatever the server does. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import t, { type Test } from 'tap'
import type { Letter, RenderedLetter } from '../../../src/mail/letters/letter.ts'
import { write } from '../../../src/mail/letters/write.ts'
import type { Mailer } from '../../../src/mail/transports/mailer.ts'
import { smtp } from '../../../src/mail/transports/smtp.ts'
import { each, hard, inEnglish, links } from '../../support/samples.ts'
import { eventually } from '../../support/service.ts'
import { holdTimersThat } from '../../support/timers.ts'

const message = (letter = 3, more: Partial<RenderedLetter> = {}): RenderedLetter => ({
  ...write(each.shared, links, inEnglish),
  letter,
  ...more,
})
const reply = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode })

type Received = { from: string; to: string[]; raw: string; secure: boolean; user: unknown }

/** A real mail server on a free port. */
async function startSmtp(t: Test, options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    // It would warn of its own certificate otherwise.
    logger: false,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onAuth: ({ username, password }, _, done) =>
      password === 'secret' ? done(null, { user: username }) : done(reply(535, '5.7.8 Wrong credentials')),
    onData(stream, session, done) {
      let raw = ''
      stream.on('data', chunk => {
        raw += chunk
      })
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          secure: session.secure,
          user: session.user,
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(() => new Promise<void>(resolve => server.close(resolve)))
  return { at: `127.0.0.1:${(server.server.address() as AddressInfo).port}`, received }
}

/** In seconds: long enough for a machine that is busy. */
const timeout = 60
/** Who connects gets less of it. */
const isTimeout = (ms: number) => ms > 5_000

/** Runs timers out until it is done, as each try has timers of its own. */
async function runOutUntil<Done>(timers: ReturnType<typeof holdTimersThat>, work: Promise<Done>): Promise<Done> {
  let isDone = false
  void work.finally(() => {
    isDone = true
  })
  await eventually('what waited too long gives up', async () => {
    if (!isDone) timers.runOut()
    return isDone
  })
  return work
}

function open(t: Test, url: string): Mailer {
  const mailer = smtp({ url, from: 'sensor-share <letters@example.com>', timeout })
  t.teardown(() => mailer.close())
  return mailer
}

/** The header of a message, unfolded. */
const header = (raw: string, name: string) =>
  raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .filter(line => line.toLowerCase().startsWith(`${name}:`))

t.test('the name of a sender stands before our own address, not theirs', async t => {
  const { at, received } = await startSmtp(t)
  for (const fromName of ['Olivia Ojala (sensor-share)', 'Åsa (sensor-share)']) {
    await open(t, `smtp://${at}`).send([{ ...message(), fromName }])
  }
  const froms = received.map(mail => (mail as Received).raw).map(raw => header(raw, 'from')[0])
  t.match(froms[0], /^From: "?Olivia Ojala \(sensor-share\)"? <letters@example\.com>$/)
  t.match(froms[1], /^From: =\?UTF-8\?[BQ]\?\S+\?= <letters@example\.com>$/)
  for (const mail of received) t.equal((mail as Received).from, 'letters@example.com')
})

t.test('sent: as a mail program gets it', async t => {
  const { at, received } = await startSmtp(t)
  const outcomes = await open(t, `smtp://${at}`).send([message()])
  t.match(outcomes, [{ outcome: 'sent', messageId: /^<letter-3-[\da-f]{16}@example\.com>$/ }])
  const [mail = t.bailout()] = received
  const { raw } = mail as Received
  t.match(mail, { from: 'letters@example.com', to: ['gary@example.com'], secure: false })
  t.strictSame(header(raw, 'from'), ['From: "sensor-share" <letters@example.com>'])
  t.strictSame(header(raw, 'to'), ['To: gary@example.com'])
  t.strictSame(header(raw, 'reply-to'), ['Reply-To: olivia@example.com'])
  t.strictSame(header(raw, 'auto-submitted'), ['Auto-Submitted: auto-generated'])
  t.match(header(raw, 'message-id'), [`Message-ID: ${outcomes[0]?.outcome === 'sent' && outcomes[0].messageId}`])
  t.match(header(raw, 'content-type'), [/^Content-Type: multipart\/alternative/])
  t.match(raw, 'https://sensors.example.com/')
})

t.test('sent: the Message-ID stays when a letter is sent again, and is another for another letter', async t => {
  const { at } = await startSmtp(t)
  const sent = [message(1), message(1), message(2), message(1, { to: 'nina@example.com' })]
  const ids = (await open(t, `smtp://${at}`).send(sent)).map(outcome => 'messageId' in outcome && outcome.messageId)
  t.equal(ids[0], ids[1])
  t.equal(new Set(ids).size, 3)
})

t.test('sent: many at once, over connections that are used again', async t => {
  let connections = 0
  const { at, received } = await startSmtp(t, {
    onConnect(_, done) {
      connections++
      done()
    },
  })
  const mailer = open(t, `smtp://${at}`)
  const outcomes = await mailer.send(Array.from({ length: mailer.most }, (_, index) => message(index)))
  t.strictSame(
    outcomes.map(({ outcome }) => outcome),
    Array(mailer.most).fill('sent'),
  )
  t.equal(received.length, mailer.most)
  t.ok(connections <= 5, `${connections} connections`)
})

t.test('failed, and not sent: a letter that may not begin when a connection is free', async t => {
  const { at, received } = await startSmtp(t)
  for (const [query, connections] of [
    ['', 5],
    ['?maxConnections=2', 2],
  ] as const) {
    const mailer = open(t, `smtp://${at}${query}`)
    const asking: (() => void)[] = []
    const mayBegin = async ({ letter }: RenderedLetter) => {
      await new Promise<void>(resolve => asking.push(resolve))
      return letter % 2 === 0
    }
    const letters = Array.from({ length: 8 }, (_, index) => message(index))
    const sending = Promise.all([mailer.send(letters, mayBegin), mailer.send(letters, mayBegin)])
    await turn()
    t.equal(asking.length, connections, 'over both batches')
    for (let answered = 0; answered < 16; answered++) {
      await eventually('the next is asked about', async () => asking.length > 0)
      asking.shift()?.()
    }
    const expected = letters.map(({ letter }) => ({ outcome: letter % 2 === 0 ? 'sent' : 'failed' }))
    t.match(await sending, [expected, expected])
    t.equal(received.splice(0).length, 8)
  }
})

t.test('no name gets into a header, nor any other recipient', async t => {
  const { at, received } = await startSmtp(t)
  const letters = Object.values(hard).filter(({ recipient }) => recipient.length < 100)
  const outcomes = await open(t, `smtp://${at}`).send(letters.map(letter => write(letter as Letter, links, inEnglish)))
  t.equal(outcomes.filter(({ outcome }) => outcome === 'sent').length, letters.length)
  for (const { raw, to } of received) {
    t.equal(to.length, 1)
    for (const name of ['bcc', 'cc']) t.strictSame(header(raw, name), [])
    for (const name of ['to', 'reply-to', 'from', 'subject']) t.ok(header(raw, name).length <= 1, name)
  }
})

t.test('sent: with credentials, encrypted', async t => {
  const { at, received } = await startSmtp(t, { secure: true, authOptional: false, disabledCommands: [] })
  t.match(await open(t, `smtps://gary:secret@${at}?tls.rejectUnauthorized=false`).send([message()]), [
    { outcome: 'sent' },
  ])
  t.match(received, [{ secure: true, user: 'gary' }])
})

t.test('sent: ?requireTLS, and the server offers it', async t => {
  const { at, received } = await startSmtp(t, { disabledCommands: [] })
  const url = `smtp://gary:secret@${at}?requireTLS&tls.rejectUnauthorized=false`
  t.match(await open(t, url).send([message()]), [{ outcome: 'sent' }])
  t.match(received, [{ secure: true }])
})

t.test('stopped: ?requireTLS, and the server does not offer it', async t => {
  const { at, received } = await startSmtp(t, { hideSTARTTLS: true })
  for (const query of ['?requireTLS', '?requireTLS=true']) {
    t.match(await open(t, `smtp://${at}${query}`).send([message()]), [{ outcome: 'stopped', detail: /TLS/ }], query)
  }
  t.match(await open(t, `smtp://${at}?requireTLS=false`).send([message()]), [{ outcome: 'sent' }])
  t.equal(received.length, 1)
})

t.test('stopped: a certificate that cannot be trusted', async t => {
  const secure = await startSmtp(t, { secure: true, disabledCommands: [] })
  t.match(await open(t, `smtps://${secure.at}`).send([message()]), [{ outcome: 'stopped' }])
  const upgraded = await startSmtp(t, { disabledCommands: [] })
  t.match(await open(t, `smtp://${upgraded.at}`).send([message()]), [{ outcome: 'stopped' }], 'nor plainly instead')
  t.equal(upgraded.received.length + secure.received.length, 0)
})

t.test('stopped: credentials refused, needed but not given, or a sender that is not taken', async t => {
  const needed = { authOptional: false, allowInsecureAuth: true }
  const { at } = await startSmtp(t, needed)
  t.match(await open(t, `smtp://gary:wrong@${at}`).send([message(1), message(2)]), [
    { outcome: 'stopped', detail: /^EAUTH/ },
    { outcome: 'stopped', detail: /^EAUTH/ },
  ])
  t.match(await open(t, `smtp://${at}`).send([message()]), [{ outcome: 'stopped' }])
  const strict = await startSmtp(t, { onMailFrom: (_, __, done) => done(reply(553, '5.7.1 Not your address')) })
  t.match(await open(t, `smtp://${strict.at}`).send([message()]), [{ outcome: 'stopped' }])
})

t.test('failed: greylisting and other 4xx, at every step', async t => {
  const refuse = reply(451, '4.7.1 Greylisted, try again')
  const steps: SMTPServerOptions[] = [
    { onConnect: (_, done) => done(refuse) },
    { onAuth: (_, __, done) => done(reply(454, '4.7.0 Temporary')), allowInsecureAuth: true },
    { onMailFrom: (_, __, done) => done(refuse) },
    { onRcptTo: (_, __, done) => done(refuse) },
    { onData: (stream, _, done) => stream.resume().on('end', () => done(refuse)) },
  ]
  for (const [index, step] of steps.entries()) {
    const { at } = await startSmtp(t, step)
    const [outcome] = await open(t, `smtp://gary:secret@${at}`).send([message()])
    t.match(outcome, { outcome: 'failed', detail: /45[14]/ }, `step ${index}`)
  }
})

t.test('refused: an address, by the rules, or the letter itself; and only that letter', async t => {
  const { at, received } = await startSmtp(t, {
    onRcptTo({ address }, _, done) {
      if (address.startsWith('nobody')) return done(reply(550, `5.1.1 <${address}> does not live here`))
      if (address.startsWith('relay')) return done(reply(554, '5.7.1 Relay access denied'))
      done()
    },
    onData: (stream, { envelope }, done) =>
      stream
        .resume()
        .on('end', () => done(envelope.rcptTo[0]?.address.startsWith('spam') ? reply(554, '5.7.1 Spam') : undefined)),
  })
  const to = (name: string) => message(3, { to: `${name}@example.com` })
  const outcomes = await open(t, `smtp://${at}`).send([to('nobody'), to('relay'), to('spam'), to('gary')])
  t.match(outcomes, [
    { outcome: 'refused', reason: 'badAddress', detail: /550 5\.1\.1/ },
    { outcome: 'refused', reason: 'rejected' },
    { outcome: 'refused', reason: 'rejected' },
    { outcome: 'sent' },
  ])
  t.notMatch(JSON.stringify(outcomes.slice(0, 3)), /nobody@|@example\.com/, 'no address in what is told')
  t.equal(received.length, 0)
})

t.test('failed: nobody listens, no such host, a server that cuts or says nothing', async t => {
  t.match(await open(t, 'smtp://127.0.0.1:1').send([message()]), [{ outcome: 'failed', detail: /ECONNREFUSED/ }])
  t.match(await open(t, 'smtp://nowhere.invalid:25').send([message()]), [{ outcome: 'failed' }])
  const cut = await listen(
    t,
    createServer(socket => socket.destroy()),
  )
  t.match(await open(t, `smtp://${cut}`).send([message(1), message(2)]), Array(2).fill({ outcome: 'failed' }))
  const silent = await listen(t, createServer())
  const timers = holdTimersThat(t, isTimeout)
  t.match(await runOutUntil(timers, open(t, `smtp://${silent}`).send([message()])), [{ outcome: 'failed' }])
})

/** Speaks just enough SMTP to fail in the middle. */
const rude = (onBody: 'cut' | 'silent' | 'cut before', onWhole = () => {}) =>
  createServer(socket => {
    socket.on('error', () => {})
    socket.write('220 rude\r\n')
    let body = false
    socket.on('data', chunk => {
      const text = String(chunk)
      if (body) {
        if (!text.endsWith('\r\n.\r\n')) return
        onWhole()
        if (onBody === 'cut') socket.destroy()
      } else if (/^DATA/m.test(text)) {
        if (onBody === 'cut before') return socket.destroy()
        body = true
        socket.write('354 go on\r\n')
      } else socket.write('250 fine\r\n')
    })
  })

t.test('unknown: cut or silent after the letter was handed over; failed: cut before', async t => {
  for (const [how, outcome] of [
    ['cut', 'unknown'],
    ['silent', 'unknown'],
    ['cut before', 'failed'],
  ] as const) {
    let whole = 0
    const at = await listen(
      t,
      rude(how, () => whole++),
    )
    const timers = holdTimersThat(t, isTimeout)
    const sending = open(t, `smtp://${at}`).send([message(1), message(2)])
    if (how === 'silent') await eventually('both letters are there', async () => whole === 2)
    t.match(await (how === 'silent' ? runOutUntil(timers, sending) : sending), [{ outcome }, { outcome }], how)
  }
})

t.test('a server that comes back is used again', async t => {
  let calls = 0
  const { at } = await startSmtp(t, {
    onMailFrom: (_, __, done) => (calls++ ? done() : done(reply(421, 'Going down'))),
  })
  const mailer = open(t, `smtp://${at}`)
  t.match(await mailer.send([message()]), [{ outcome: 'failed' }])
  t.match(await mailer.send([message()]), [{ outcome: 'sent' }])
})

async function listen(t: Test, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sockets = new Set<Socket>()
  server.on('connection', socket => sockets.add(socket))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
