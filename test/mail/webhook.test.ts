/** What Postmark tells afterwards: in any order, and again and again. */
import { randomBytes } from 'node:crypto'
import t from 'tap'
import { forgetLetters } from '../../src/jobs/forget-letters.ts'
import { noteEvents, type PostmarkEvent } from '../../src/mail/webhook.ts'
import { type Office, openOffice, sauna } from '../support/post-office.ts'
import { eventually } from '../support/service.ts'

const gary = 'gary@example.com'
const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.0000000Z`

const delivered = (letter: number): PostmarkEvent => ({
  ...of(letter),
  RecordType: 'Delivery',
  Recipient: gary,
  DeliveredAt: at(1),
})
const bounced = (letter: number, Type = 'HardBounce', Inactive = Type === 'HardBounce'): PostmarkEvent => ({
  ...of(letter),
  ...{ RecordType: 'Bounce', Type, Inactive, Email: 'Gary@Example.com', BouncedAt: at(2) },
})
const complained = (letter: number): PostmarkEvent => ({
  ...of(letter),
  ...{ RecordType: 'SpamComplaint', Type: 'SpamComplaint', Email: gary, BouncedAt: at(3), Inactive: true },
})
const changed = (suppress: boolean, minute: number): PostmarkEvent => ({
  ...{ RecordType: 'SubscriptionChange', Recipient: gary, MessageID: null, Metadata: null },
  ...{ SuppressSending: suppress, SuppressionReason: suppress ? 'ManualSuppression' : null, ChangedAt: at(minute) },
})
const of = (letter: number) => ({ Metadata: { letter: String(letter) }, MessageID: `message-${letter}` })

function permutations<Item>(items: Item[]): Item[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map(rest => [item, ...rest]))
}

const sentLetter = async ({ db }: Office) => {
  const { id } = await db
    .insertInto('letters')
    .values({ kind: 'unshared', recipient: gary, content: { sensors: [] }, state: 'sent' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const suppressed = ({ db }: Office) =>
  db.selectFrom('suppressed_addresses').select(['email', 'reason', 'is_lifted']).execute()

t.test('letters: what weighs most stays, in any order, one by one or all at once', async t => {
  const office = await openOffice(t)
  for (const [events, state, reason] of [
    [[delivered], 'delivered', null],
    [[delivered, bounced], 'bounced', 'HardBounce'],
    [[delivered, bounced, complained], 'complained', 'SpamComplaint'],
    [[(id: number) => bounced(id, 'SoftBounce'), delivered], 'delivered', null],
    [[(id: number) => bounced(id, 'SoftBounce')], 'bounced', 'SoftBounce'],
    [[(id: number) => bounced(id, 'Transient'), (id: number) => bounced(id, 'AutoResponder')], 'sent', null],
  ] as const) {
    for (const order of permutations([...events])) {
      const oneByOne = await sentLetter(office)
      for (const event of [...order, ...order]) await noteEvents(office.db, [event(oneByOne)])
      const atOnce = await sentLetter(office)
      await noteEvents(
        office.db,
        [...order, ...order].map(event => event(atOnce)),
      )
      for (const id of [oneByOne, atOnce]) t.match(await office.stateOf(id), { state, reason })
    }
  }
})

t.test('letters: an event that comes before the courier has noted that it sent', async t => {
  const office = await openOffice(t)
  const { server, courier, owe, stateOf, attemptsOf } = office
  server.behave({ after: 300 })
  const [id = 0] = await owe([{ recipient: gary }])
  const running = courier()
  await eventually('Postmark has it', async () => server.messages.length > 0)
  await noteEvents(office.db, [delivered(id)])
  await running.close()
  t.match(await stateOf(id), { state: 'delivered', message_id: `message-${id}` })
  t.strictSame(await attemptsOf(id), [{ number: 1, outcome: 'sent' }])
})

t.test('addresses: what happened last counts, in any order', async t => {
  const office = await openOffice(t)
  for (const order of permutations([bounced(0), changed(true, 10), changed(false, 20)])) {
    for (const event of [...order, ...order]) await noteEvents(office.db, [event])
    t.match(await suppressed(office), [{ email: gary, is_lifted: true }])
    await noteEvents(office.db, [changed(true, 30)])
    t.match(await suppressed(office), [{ email: gary, reason: 'complained', is_lifted: false }])
    await office.db.deleteFrom('suppressed_addresses').execute()
  }
})

t.test('addresses: hard bounces and complaints suppress, soft bounces do not', async t => {
  const office = await openOffice(t)
  const { db, courier, owe, stateOf, allDone } = office
  courier()
  for (const [event, reason] of [
    [bounced, 'bounced'],
    [complained, 'complained'],
    [(id: number) => bounced(id, 'SoftBounce'), undefined],
    [(id: number) => bounced(id, 'Blocked', true), 'bounced'],
  ] as const) {
    await db.deleteFrom('suppressed_addresses').execute()
    await noteEvents(db, [event(await sentLetter(office))])
    t.strictSame(await suppressed(office), reason ? [{ email: gary, reason, is_lifted: false }] : [])
    const [next = 0] = await owe([{ recipient: gary }])
    await allDone()
    t.match(await stateOf(next), reason ? { state: 'suppressed', reason } : { state: 'sent' })
  }
})

t.test('a complaint ends the emails that others cause, and no sign-in emails; a bounce ends both', async t => {
  const office = await openOffice(t)
  const { db, courier, owe, stateOf, allDone } = office
  courier()
  for (const [event, state] of [
    [complained, 'sent'],
    [bounced, 'suppressed'],
  ] as const) {
    await db.deleteFrom('suppressed_addresses').execute()
    await noteEvents(db, [event(await sentLetter(office))])
    const [invitation = 0, code = 0, deletion = 0] = await owe([
      { recipient: gary },
      await liveCode(db, gary),
      { recipient: gary, kind: 'deletion', content: { person: 1 } },
    ])
    await allDone()
    t.match(await stateOf(invitation), { state: 'suppressed' })
    t.match(await stateOf(code), { state })
    t.match(await stateOf(deletion), { state })
  }
})

t.test('events that make no sense change nothing, and throw nothing', async t => {
  const office = await openOffice(t)
  const id = await sentLetter(office)
  const odd = [
    { RecordType: 'Open', ...of(id) },
    { RecordType: 'Delivery' },
    { RecordType: 'Delivery', Metadata: { letter: '999999' } },
    { RecordType: 'Delivery', Metadata: { letter: `${id} or so` } },
    { RecordType: 'Bounce', Type: 'HardBounce', Metadata: { letter: '1e99' }, BouncedAt: 'yesterday' },
    { RecordType: 'SubscriptionChange', SuppressSending: true, Recipient: '' },
    {
      RecordType: 'SubscriptionChange',
      SuppressSending: true,
      Recipient: 'a\0b@example.com',
      ChangedAt: '+275760-09-13',
    },
    // Halves of characters: as they come, and as they are left when a long text is cut.
    { RecordType: 'SubscriptionChange', SuppressSending: true, Recipient: '\udfff@example.com', MessageID: '\ud800' },
    { RecordType: 'Delivery', Metadata: { letter: '999999' }, MessageID: `a${'😀'.repeat(200)}` },
  ]
  await noteEvents(office.db, odd)
  await noteEvents(office.db, [])
  t.match(await office.stateOf(id), { state: 'sent', message_id: null })
  t.match(await suppressed(office), [{ email: 'ab@example.com' }, { email: '\ufffd@example.com' }])
})

t.test('finished letters are forgotten after 30 days; what an owner should see stays, without its content', async t => {
  const office = await openOffice(t)
  const { db, owe, stateOf } = office
  const insert = (email: string) => db.insertInto('people').values({ email }).returning('id').executeTakeFirstOrThrow()
  const [owner, guest] = [await insert('olivia@example.com'), await insert(gary)]
  await db.insertInto('sensors').values({ id: sauna.id, owner_id: owner.id }).execute()
  const states = ['sent', 'delivered', 'bounced', 'obsolete', 'queued', 'bounced', 'sent'] as const
  const ids = await owe(states.map(() => ({ recipient: gary })))
  for (const [index, state] of states.entries()) {
    const due_at = new Date(index === 6 ? Date.now() + 60_000 : 0)
    await db
      .updateTable('letters')
      .set({ state, due_at })
      .where('id', '=', ids[index] ?? 0)
      .execute()
  }
  await db
    .insertInto('letter_attempts')
    .values({ letter_id: ids[0] ?? 0, number: 1, outcome: 'sent' })
    .execute()
  const [, , shown = 0, , queued = 0, , young = 0] = ids
  await db.insertInto('shares').values({ sensor_id: sauna.id, guest_id: guest.id, letter_id: shown }).execute()
  const looked: number[] = []
  for (let batch = 0; batch < 3; batch++) looked.push((await forgetLetters(db, 3)).done)
  t.strictSame(looked, [3, 2, 0])
  t.strictSame(
    (await db.selectFrom('letters').select('id').orderBy('id').execute()).map(({ id }) => id),
    [shown, queued, young],
  )
  t.match(await stateOf(shown), { state: 'bounced', content: {} })
  t.match(await stateOf(queued), { content: { sensors: [sauna] } })
})

/** A sign-in code that lasts, and the letter that brings it. */
async function liveCode(db: Office['db'], email: string) {
  const expires_at = new Date(Date.now() + 3_600_000)
  const row = { hash: randomBytes(16), email, network: '10.0.0.0', expires_at }
  const { link_id: link } = await db
    .insertInto('sign_in_codes')
    .values(row)
    .returning('link_id')
    .executeTakeFirstOrThrow()
  return { recipient: email, kind: 'code', content: { code: 'sealed K7QM', link } }
}
