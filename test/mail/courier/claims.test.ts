/** Batches over SMTP that take longer than a claim lasts: the claim is renewed, or the rest of the batch is left alone. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import t, { type Test } from 'tap'
import { titleOf } from '../../../src/db/statement.ts'
import { smtp } from '../../../src/mail/transports/smtp.ts'
import { openOffice } from '../../support/post-office.ts'
import { eventually } from '../../support/service.ts'
import { holdTimers } from '../../support/timers.ts'

/** How many letters the mailer sends at the same time. */
const connections = 5

/** A mail server that answers to letters only when the test lets it; `recipients` has each letter that came, in order. */
async function startSlowServer(t: Test) {
  const recipients: string[] = []
  const held: (() => void)[] = []
  const behaviour = { isSlow: true }
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData: (stream, { envelope }, done) =>
      stream.resume().on('end', () => {
        recipients.push(envelope.rcptTo[0]?.address ?? '')
        if (behaviour.isSlow) held.push(done)
        else done()
      }),
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(() => new Promise<void>(resolve => server.close(resolve)))

  function mailer() {
    const { port } = server.server.address() as AddressInfo
    const opened = smtp({ url: `smtp://127.0.0.1:${port}`, from: 'a@example.com', timeout: 600 })
    t.teardown(() => opened.close())
    return opened
  }
  function release() {
    for (const done of held.splice(0)) done()
  }
  function answerAll() {
    behaviour.isSlow = false
    release()
  }
  return { recipients, held, behaviour, mailer, release, answerAll }
}

/** Addresses of so many recipients, in the order of the alphabet. */
const guests = (count: number) => Array.from({ length: count }, (_, n) => `guest${10 + n}@example.com`)

/** The timers that renew claims: they don't run out, as if the process had no time for them. */
const holdRenewals = (t: Test) => holdTimers(t, 15_000)

t.test('a batch goes on for longer than a claim: it is renewed between letters, and each is sent once', async t => {
  const { clock, courier, owe, stateOf, allDone } = await openOffice(t)
  const { recipients, held, mailer, release, answerAll } = await startSlowServer(t)
  holdRenewals(t)
  const all = guests(4 * connections)
  const ids = await owe(all.map(recipient => ({ recipient })))
  courier({ mailer: mailer() })
  for (let round = 1; round <= 4; round++) {
    await eventually('the next letters are under way', async () => held.length === connections)
    // Another courier, which would take over letters whose claim has ended.
    if (round === 1) courier({ mailer: mailer() })
    t.teardown(answerAll)
    clock.skipped += 20_000
    release()
  }
  await allDone()
  t.strictSame(recipients.toSorted(), all)
  for (const id of ids) t.match(await stateOf(id), { state: 'sent', attempts: 1 })
})

t.test('the claim has ended: what another courier has taken over is not sent again', async t => {
  const { clock, courier, owe, allDone } = await openOffice(t)
  const { recipients, held, behaviour, mailer, release, answerAll } = await startSlowServer(t)
  holdRenewals(t)
  const all = guests(12)
  await owe(all.map(recipient => ({ recipient })))
  const slow = courier({ mailer: mailer() })
  await eventually('the first letters are under way', async () => held.length === connections)
  const underWay = [...recipients]
  // It finishes its batch and claims nothing else, so the other courier takes over all of it.
  const closed = slow.close()
  behaviour.isSlow = false
  clock.skipped = 50_000
  courier({ mailer: mailer() })
  t.teardown(answerAll)
  await allDone()
  t.strictSame(recipients.slice(connections).toSorted(), all)
  release()
  await closed
  t.strictSame(
    recipients.toSorted(),
    [...all, ...underWay].toSorted(),
    'only those twice that were on their way when it ended',
  )
})

t.test('the claim cannot be renewed: the rest is left alone until the database is back', async t => {
  const { db, clock, courier, owe, until, allDone } = await openOffice(t)
  const { recipients, held, behaviour, mailer, release, answerAll } = await startSlowServer(t)
  holdRenewals(t)
  const all = guests(12)
  await owe(all.map(recipient => ({ recipient })))
  courier({ mailer: mailer() })
  t.teardown(answerAll)
  await eventually('the first letters are under way', async () => held.length === connections)
  const execute = db.executeQuery
  let isOver = false
  let isAway = true
  t.intercept(db, 'executeQuery', {
    value: async (...query: Parameters<typeof execute>) => {
      if (!isAway) return execute.apply(db, query)
      // Results are stored when no letter of the batch is left to send.
      isOver ||= 'sql' in query[0] && titleOf(query[0].sql) === 'note-outcomes'
      throw new Error('the database is away')
    },
    configurable: true,
  })
  behaviour.isSlow = false
  clock.skipped = 20_000
  release()
  await eventually('the batch is over', async () => isOver)
  t.equal(recipients.length, connections)
  isAway = false
  await until('the results are stored', 'sending')
  const { rows } = await sql`select state, count(*) from letters group by state order by state`.execute(db)
  t.strictSame(rows, [
    { state: 'queued', count: 7 },
    { state: 'sent', count: 5 },
  ])
  clock.skipped = 60_000
  await allDone()
  t.strictSame(recipients.toSorted(), all)
})
