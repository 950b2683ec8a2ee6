import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../../src/accounts/delete-person.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { addressKey, hearing, openAgain, poolerUrl, prepare, testDatabaseUrl } from '../../support/house.ts'
import { openOffice, sauna } from '../../support/post-office.ts'
import { openProxy } from '../../support/proxy.ts'
import { tries } from '../../support/runs.ts'
import { eventually } from '../../support/service.ts'
import { holdTimers } from '../../support/timers.ts'

const olivia = 'olivia@example.com'
const gary = 'gary@example.com'
const minute = 60_000

t.test('sent: once, with its attempt and its message id', async t => {
  const { server, courier, owe, stateOf, attemptsOf, allDone } = await openOffice(t)
  const [id = 0] = await owe([{ recipient: gary, sender: olivia }])
  courier()
  await allDone()
  const [message] = server.messages
  t.match(message, { To: gary, ReplyTo: olivia, Metadata: { letter: String(id) } })
  t.match(await stateOf(id), {
    state: 'sent',
    attempts: 1,
    message_id: message?.MessageID,
    content: { sensors: [sauna] },
  })
  t.strictSame(await attemptsOf(id), [{ number: 1, outcome: 'sent' }])
})

t.test('woken by what is written, long before the poll; also by another process', hearing, async t => {
  const { url, server, courier, owe } = await openOffice(t)
  // It never polls while the test runs.
  courier({ pollMs: 3_600_000 })
  await sleep(200)
  await owe([{ recipient: gary }])
  await eventually('sent', async () => server.messages.length === 1)
  if (url) {
    const other = await openAgain(t, url)
    await sql`insert into letters (kind, recipient, content) values ('deletion', 'x@example.com', '{"person": 1}')`.execute(
      other,
    )
    await eventually('sent', async () => server.messages.length === 2)
  }
  const before = server.asked.batch
  await owe([{ recipient: gary }])
  await eventually('sent', async () => server.asked.batch > before)
})

t.test('a lost notification delays by at most the poll', async t => {
  const { db, server, courier, owe, stateOf } = await openOffice(t)
  await sql`drop trigger letters_owed on letters`.execute(db)
  const pollMs = 45_678
  const polls = holdTimers(t, pollMs)
  courier({ pollMs })
  t.equal(polls.count(), 1)
  for (let round = 1; round <= 3; round++) {
    const [id = 0] = await owe([{ recipient: gary }])
    polls.runOut()
    await eventually('sent after a single poll', async () => (await stateOf(id)).state === 'sent')
    t.equal(server.messages.length, round)
  }
})

t.test('two couriers and thousands of letters: each once', async t => {
  const letters = tries({ short: 1_500, long: 5_000 })
  const { db, url, server, courier, owe, allDone } = await openOffice(t)
  const ids = await owe(
    Array.from({ length: letters }, (_, n) => ({
      recipient: `guest${n}@example.com`,
      sender: `owner${n % 1000}@example.com`,
    })),
  )
  const couriers = [courier(), courier(url ? { db: await openAgain(t, url) } : {})]
  await allDone()
  await Promise.all(couriers.map(one => one.close()))
  t.equal(server.messages.length, letters)
  t.strictSame(new Set(server.messages.map(({ Metadata }) => Number(Metadata.letter))), new Set(ids))
  const { rows } = await sql`
    select count(*) filter (where state = 'sent') as sent, sum(attempts) as attempts,
      (select count(*) from letter_attempts where outcome = 'sent') as noted
    from letters`.execute(db)
  t.strictSame(rows, [{ sent: letters, attempts: letters, noted: letters }])
})

t.test('failed for a reason that no database takes as it is: put off like any other', async t => {
  const { db, server, courier, owe, tried, stateOf } = await openOffice(t)
  // Cut to 300, it ends in half a character.
  server.behave({ item: () => ({ ErrorCode: 1100, Message: `Not\0yet:: \udfff${'😀'.repeat(200)}` }) })
  const [id = 0] = await owe([{ recipient: gary }])
  courier()
  await tried(id, 1)
  t.match(await stateOf(id), { state: 'queued', reason: 'failed' })
  const [attempt] = await db.selectFrom('letter_attempts').select('detail').execute()
  t.match(attempt?.detail, /^code 1100: Notyet:: \ufffd😀+\ufffd$/u)
})

t.test('failed: put off, longer each time, at most an hour; given up after three days', async t => {
  const { server, clock, courier, owe, tried, stateOf, attemptsOf, lines, db, start } = await openOffice(t)
  server.behave(
    { item: () => ({ ErrorCode: 1100, Message: 'Not for gary@example.com, not now.' }) },
    Number.POSITIVE_INFINITY,
  )
  const [id = 0] = await owe([{ recipient: gary }])
  courier()
  const pauses: number[] = []
  for (let attempt = 1; ; attempt++) {
    await tried(id, attempt)
    const { state, due_at } = await stateOf(id)
    if (state === 'given up') break
    pauses.push(Math.round((due_at.getTime() - (start + 1_000 + clock.skipped)) / 1000))
    clock.skipped = due_at.getTime() - start
  }
  t.strictSame(pauses.slice(0, 4), [6, 13, 25, 50])
  t.strictSame(new Set(pauses.slice(-60)), new Set([3000]))
  t.ok(clock.skipped > 3 * 24 * 60 * minute && clock.skipped < 3.1 * 24 * 60 * minute)
  t.equal(server.messages.length, 0)
  t.equal((await attemptsOf(id)).length, pauses.length + 1, 'every attempt is recorded')
  const details = await db.selectFrom('letter_attempts').select('detail').distinct().execute()
  t.strictSame(details, [{ detail: 'code 1100: Not for …, not now.' }], 'without addresses')
  t.equal(lines.filter(({ msg }) => msg === 'emails were given up').length, 1)
})

t.test('refused: a bad address counts as bounced; an inactive one is suppressed from then on', async t => {
  const { server, courier, owe, stateOf, allDone, db } = await openOffice(t)
  server.behave(
    {
      item: ({ To }) =>
        ({
          'bad@example.com': { ErrorCode: 300, Message: 'Bad address.' },
          'inactive@example.com': { ErrorCode: 406, Message: 'Inactive.' },
        })[To],
    },
    Number.POSITIVE_INFINITY,
  )
  const recipients = ['bad@example.com', 'inactive@example.com', gary]
  const [bad = 0, inactive = 0, good = 0] = await owe(recipients.map(recipient => ({ recipient })))
  courier()
  await allDone()
  t.match(await stateOf(bad), { state: 'bounced', reason: 'badAddress' })
  t.match(await stateOf(inactive), { state: 'suppressed', reason: 'inactive' })
  t.match(await stateOf(good), { state: 'sent', reason: null })
  t.match(await db.selectFrom('suppressed_addresses').selectAll().execute(), [
    { email: 'inactive@example.com', reason: 'inactive', is_lifted: false },
  ])
  const asked = server.asked.batch
  const [next = 0] = await owe([{ recipient: 'inactive@example.com', kind: 'deletion', content: { person: 1 } }])
  await allDone()
  t.match(await stateOf(next), { state: 'suppressed', reason: 'inactive', attempts: 0, content: {} })
  t.equal(server.asked.batch, asked)
})

t.test('unknown: asked for before it is sent again', async t => {
  const { server, clock, courier, owe, stateOf, attemptsOf, until, start } = await openOffice(t)
  for (const accept of [true, false]) {
    server.behave({ accept, cut: true })
    const [id = 0] = await owe([{ recipient: gary }])
    const running = courier()
    await eventually('noted', async () => (await stateOf(id)).reason === 'unknown')
    t.ok(
      (await stateOf(id)).due_at.getTime() - (start + 1_000) > 25_000 + clock.skipped,
      'the search has time to know it',
    )
    clock.skipped += 2 * minute
    await until('sent', 'queued', 'sending')
    await running.close()
    t.equal(server.of(id).length, 1, accept ? 'it had gone out' : 'it had not')
    t.match(await stateOf(id), { state: 'sent', message_id: server.of(id)[0]?.MessageID })
    t.strictSame(
      (await attemptsOf(id)).map(({ outcome }) => outcome),
      ['unknown', accept ? 'found' : 'sent'],
    )
  }
})

t.test('unknown, and the search does not work either: not sent until it does', async t => {
  const { server, clock, courier, owe, tried, attemptsOf, until } = await openOffice(t)
  server.behave({ accept: true, cut: true })
  server.behaveSearch({ status: 500 }, 3)
  const [id = 0] = await owe([{ recipient: gary }])
  courier()
  for (let attempt = 1; attempt <= 4; attempt++) {
    await tried(id, attempt)
    clock.skipped += 2 * minute
  }
  await until('found', 'queued', 'sending')
  t.strictSame(
    (await attemptsOf(id)).map(({ outcome }) => outcome),
    ['unknown', 'not asked', 'not asked', 'not asked', 'found'],
  )
  t.equal(server.messages.length, 1)
})

t.test('a courier that died: its letters are taken over when its claim has ended, and asked for first', async t => {
  const { db, server, clock, courier, owe, stateOf, attemptsOf, allDone, start } = await openOffice(t)
  const [sent = 0, unsent = 0] = await owe([{ recipient: gary }, { recipient: gary }])
  // It died after it had sent one of them.
  await fetch(`${server.url}/email/batch`, {
    method: 'POST',
    headers: { 'x-postmark-server-token': server.token },
    body: JSON.stringify([{ To: gary, Metadata: { letter: String(sent) } }]),
  })
  await db
    .updateTable('letters')
    .set({
      state: 'sending',
      claim: '0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9',
      attempts: 1,
      due_at: new Date(start + 45_000),
    })
    .execute()
  courier()
  clock.skipped = 40_000
  await sleep(150)
  t.match(await stateOf(sent), { state: 'sending' })
  clock.skipped = 50_000
  await allDone()
  t.equal(server.of(sent).length, 1)
  t.equal(server.of(unsent).length, 1)
  t.strictSame(
    (await attemptsOf(sent)).map(({ outcome }) => outcome),
    ['cut off', 'found'],
  )
  t.strictSame(
    (await attemptsOf(unsent)).map(({ outcome }) => outcome),
    ['cut off', 'sent'],
  )
})

t.test('stopped: all letters are kept, the log tells once, one letter is tried after a pause', async t => {
  const { server, clock, courier, owe, lines, allDone, db } = await openOffice(t)
  server.behave({ status: 422, code: 405 }, Number.POSITIVE_INFINITY)
  await owe(Array.from({ length: 20 }, (_, n) => ({ recipient: `guest${n}@example.com` })))
  courier()
  const tried: number[] = []
  for (; tried.length < 3; clock.skipped += 10 * minute) {
    const asked = server.asked.batch
    await eventually('asked', async () => server.asked.batch > asked)
    // Another lane may have been claiming at that moment; what it sends, and what is noted, ends soon.
    for (let seen = 0; seen < server.asked.batch; await sleep(250)) seen = server.asked.batch
    t.strictSame(await db.selectFrom('letters').select('state').distinct().execute(), [{ state: 'queued' }])
    const { rows } = await sql<{ count: number }>`
      select count(*) from letter_attempts where outcome = 'stopped'`.execute(db)
    tried.push(rows[0]?.count ?? 0)
  }
  server.behave()
  const [first = 0, second, third] = tried
  t.ok(first >= 20 && first <= 3 * 20, 'first all, by each lane at most')
  t.strictSame([second, third], [first + 1, first + 2], 'then one, then one')
  await allDone()
  t.equal(server.messages.length, 20)
  t.match(
    lines.map(({ level, msg }) => ({ level, msg })),
    [
      { level: 50, msg: /the account at the mailer needs somebody/ },
      { level: 30, msg: 'emails are sent again' },
    ],
  )
})

t.test('the provider away for 10 minutes: nothing lost, sensible pauses, the log tells', async t => {
  const { server, clock, courier, owe, lines, allDone } = await openOffice(t)
  server.behave({ status: 503, code: 100 }, Number.POSITIVE_INFINITY)
  const ids: number[] = []
  courier()
  for (let second = 0; second < 600; second += 5) {
    ids.push(...(await owe(Array.from({ length: 3 }, (_, n) => ({ recipient: `guest${second}-${n}@example.com` })))))
    clock.skipped = second * 1000
    await sleep(10)
  }
  const asked = server.asked.batch
  t.ok(asked > 10 && asked < 60, `${asked} requests in 10 minutes`)
  server.behave()
  const back = clock.skipped
  while (clock.skipped < back + 15 * minute && server.messages.length < ids.length) {
    clock.skipped += 5_000
    await sleep(20)
  }
  await allDone()
  t.strictSame(
    server.messages.map(({ Metadata }) => Number(Metadata.letter)).sort((a, b) => a - b),
    ids,
  )
  t.match(
    lines.map(({ level, msg }) => ({ level, msg })),
    [
      { level: 40, msg: /the mailer takes none; they wait/ },
      { level: 30, msg: 'emails are sent again' },
    ],
  )
})

t.test('results that the database refuses: five tries, and then the courier goes on with other letters', async t => {
  let refused = 0
  const { server, clock, courier, owe, stateOf, db } = await openOffice(t, {
    onStatement(title, isDone) {
      if (title === 'note-outcomes' && !isDone) refused++
    },
  })
  await sql`alter table letters add check (state <> 'sent' or recipient <> ${sql.lit(gary)})`.execute(db)
  // The pauses between the tries.
  const pauses = holdTimers(t, 500, 1_000, 2_000, 4_000)
  const [first = 0, next = 0] = await owe([{ recipient: gary }, { recipient: olivia }])
  await sql`update letters set due_at = due_at + interval '2 seconds' where id = ${next}`.execute(db)
  courier()
  await eventually('the first try is refused, and its pause has begun', async () => refused === 1 && pauses.count() > 0)
  // A claim that had begun before still has the old time.
  clock.skipped = 1_000
  await sleep(100)
  t.equal((await stateOf(next)).state, 'queued', 'nothing is claimed while a result waits to be stored')
  await eventually('the fifth try', async () => {
    pauses.runOut()
    return refused === 5
  })
  await eventually('the next is sent', async () => (await stateOf(next)).state === 'sent')
  t.equal(refused, 5)
  t.match(await stateOf(first), { state: 'sending', attempts: 1 }, 'until its claim ends')
  t.equal(server.messages.length, 2)
})

t.test('codes: opened and sent while they count, and wiped; not when they have ended', async t => {
  const { server, courier, db, clock, start, stateOf, allDone, owe } = await openOffice(t)
  const link = async (name: string, ends: number) => {
    const row = { hash: Buffer.from(name), email: gary, network: '10.0.0.0', expires_at: new Date(start + ends) }
    const { link_id } = await db.insertInto('sign_in_codes').values(row).returning('link_id').executeTakeFirstOrThrow()
    return link_id
  }
  const code = (link: string) => ({ recipient: gary, kind: 'code', content: { code: 'sealed K7QM', link } })
  const [good = 0, used = 0, odd = 0] = await owe([
    code(await link('good', 15 * minute)),
    code('0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9'),
    code('no uuid'),
  ])
  const running = courier()
  await allDone()
  await running.close()
  const [late = 0] = await owe([code(await link('late', 15 * minute))])
  clock.skipped = 15 * minute
  courier()
  await allDone()
  t.match(server.messages[0]?.TextBody, /K7QM/)
  t.equal(server.messages.length, 1)
  t.match(await stateOf(good), { state: 'sent', content: {} })
  for (const id of [used, odd, late])
    t.match(await stateOf(id), { state: 'obsolete', reason: 'codeEnded', content: {} })
})

t.test('a letter that cannot be written is given up, and stops no other', async t => {
  const { server, courier, owe, stateOf, allDone, lines } = await openOffice(t)
  const [bad = 0] = await owe([{ recipient: gary, content: { sensors: 7 } }, { recipient: gary }])
  courier()
  await allDone()
  t.match(await stateOf(bad), { state: 'given up', reason: 'unwritable' })
  t.equal(server.messages.length, 1)
  t.match(lines, [{ level: 50, letter: bad }, { msg: 'emails were given up' }])
})

t.test('news of a share: not sent when none of its shares is left', async t => {
  const { server, courier, db, owe, stateOf, allDone } = await openOffice(t)
  const person = async (email: string) =>
    (await db.insertInto('people').values({ email }).returning('id').executeTakeFirstOrThrow()).id
  const [owner, guest] = [await person(olivia), await person(gary)]
  const [fridge, boat] = [
    { id: 'C6:F1:E7:D3:DA:12', name: 'Fridge' },
    { id: 'C6:F1:E7:D3:DA:13', name: 'Boat' },
  ]
  await db
    .insertInto('sensors')
    .values([sauna, fridge, boat].map(({ id }) => ({ id, owner_id: owner })))
    .execute()
  const news = (...sensors: object[]) => ({ recipient: gary, sender: olivia, kind: 'invitation', content: { sensors } })
  const [both = 0, gone = 0, again = 0, expired = 0] = await owe([
    news(sauna, fridge),
    news(fridge),
    news(sauna),
    news(boat),
  ])
  const share = (sensor: { id: string }, letter_id: number | null, expires_at: Date | null = null) =>
    db.insertInto('shares').values({ sensor_id: sensor.id, guest_id: guest, letter_id, expires_at }).execute()
  await share(sauna, both)
  await share(boat, expired, new Date(0))
  courier()
  await allDone()
  t.match(await stateOf(both), { state: 'sent' })
  for (const id of [gone, again, expired]) t.match(await stateOf(id), { state: 'obsolete', reason: 'shareEnded' })
  await db.updateTable('shares').set({ letter_id: null, expires_at: null }).execute()
  const [untied = 0] = await owe([news(boat)])
  await allDone()
  t.match(await stateOf(untied), { state: 'sent' }, 'a share that is tied to no letter counts for any')
  t.equal(server.messages.length, 2)
})

t.test('a person is deleted while letters to them are under way', async t => {
  const { server, courier, db, owe } = await openOffice(t)
  const { id } = await db.insertInto('people').values({ email: gary }).returning('id').executeTakeFirstOrThrow()
  server.behave({ after: 300 })
  const [, other = 0] = await owe([{ recipient: gary }, { recipient: olivia }])
  const running = courier()
  await eventually('under way', async () => server.asked.batch === 1)
  t.equal(await deletePerson(db, addressKey, id), gary)
  await running.close()
  t.match(await db.selectFrom('letters').select(['id', 'state']).execute(), [{ id: other, state: 'sent' }])
  t.match(await db.selectFrom('letter_attempts').select('letter_id').execute(), [{ letter_id: other }])
})

t.test('close: what is under way is finished and noted; the rest waits', async t => {
  const { server, courier, owe, db } = await openOffice(t)
  server.behave({ after: 300 })
  await owe([{ recipient: gary }])
  const running = courier({ pollMs: 60_000 })
  await eventually('under way', async () => server.asked.batch === 1)
  await sleep(100)
  const closed = running.close()
  await owe([{ recipient: olivia }])
  await closed
  const states = await db.selectFrom('letters').select(['recipient', 'state']).orderBy('id').execute()
  t.strictSame(states, [
    { recipient: gary, state: 'sent' },
    { recipient: olivia, state: 'queued' },
  ])
})

if (testDatabaseUrl) {
  t.test('the database away in the middle: the log tells once, and it goes on by itself', async t => {
    const { url = '', server, courier, owe, lines, allDone, db } = await openOffice(t)
    const { through, cut, mend } = await openProxy(t, url)
    const cutOff = await openDatabase({ url: through, prepare })
    t.teardown(() => cutOff.destroy())
    courier({ db: cutOff })
    server.behave({ after: 400 })
    const ids = await owe([{ recipient: gary }])
    await eventually('under way', async () => server.asked.batch === 1)
    cut()
    // A claim that is under way there would take letters that nobody knows of any more. A pooler keeps the idle connections.
    const left = poolerUrl ? sql`state <> 'idle'` : sql`true`
    await eventually('no connection is left', async () => {
      const { rows } = await sql`
        select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${left}`.execute(
        db,
      )
      return rows.length === 0
    })
    ids.push(...(await owe(Array.from({ length: 30 }, (_, n) => ({ recipient: `guest${n}@example.com` })))))
    await sleep(3_000)
    t.equal(server.messages.length, 1, 'what is sent cannot be noted')
    mend()
    await allDone()
    t.strictSame(
      server.messages.map(({ Metadata }) => Number(Metadata.letter)).sort((a, b) => a - b),
      ids,
    )
    t.match(
      lines.map(({ msg }) => msg),
      ['emails wait: the database does not do what it should', 'emails go on: the database is back'],
    )
    const { rows } = await sql`select max(attempts) as most from letters`.execute(db)
    t.strictSame(rows, [{ most: 1 }])
    await owe([{ recipient: gary }])
    await eventually('sent', async () => server.messages.length === ids.length + 1)
  })
}
