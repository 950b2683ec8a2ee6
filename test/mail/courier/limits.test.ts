/** Who gets no letters, and how many the others get. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import type { Database } from '../../../src/db/open.ts'
import { claimLetters } from '../../../src/mail/courier/claim-letters.ts'
import { listMutes, mute, unmute } from '../../../src/mail/mute.ts'
import { openAgain } from '../../support/house.ts'
import { openOffice } from '../../support/post-office.ts'
import { eventually } from '../../support/service.ts'

const olivia = 'olivia@example.com'
const gary = 'gary@example.com'
const day = 24 * 3600_000

/** Several couriers claim at once until nothing is due; returns how many letters they may send, and by reason how many not. Then all are gone. */
async function claimAll(db: Database, couriers: Database[]) {
  await Promise.all(
    couriers.map(async one => {
      while ((await claimLetters(one, randomUUID(), 25, new Date(Date.now() + 1_000).toISOString())).length > 0);
    }),
  )
  const { rows } = await sql<{ state: string; reason: string | null; count: number }>`
    select state, reason, count(*) from letters group by state, reason order by state desc`.execute(db)
  await db.deleteFrom('letters').execute()
  return rows
}

const many = (count: number, letter: (n: number) => { recipient: string; sender?: string; kind?: string }) =>
  Array.from({ length: count }, (_, n) => letter(n))

t.test('limits hold when couriers race', async t => {
  const { db, url, owe } = await openOffice(t)
  const couriers = await Promise.all([1, 2, 3, 4].map(() => (url ? openAgain(t, url) : db)))

  t.test('of a pair: 30 a day', async t => {
    await owe(many(70, n => ({ recipient: gary, sender: olivia, kind: n % 2 ? 'left' : 'unshared' })))
    t.strictSame(await claimAll(db, couriers), [
      { state: 'sending', reason: null, count: 30 },
      { state: 'held', reason: 'pairLimit', count: 40 },
    ])
  })
  t.test('of a recipient: 100 a day, whoever the senders are', async t => {
    await owe(many(150, n => ({ recipient: gary, sender: `owner${n}@example.com` })))
    t.strictSame(await claimAll(db, couriers), [
      { state: 'sending', reason: null, count: 100 },
      { state: 'held', reason: 'recipientLimit', count: 50 },
    ])
  })
  t.test('of a sender: 5 times the shares of their plan', async t => {
    await db.insertInto('people').values({ email: olivia, plan: 'Business' }).execute()
    for (const [sender, most] of [
      [gary, 200],
      [olivia, 400],
    ] as const) {
      await owe(many(450, n => ({ recipient: `guest${n}@example.com`, sender })))
      t.strictSame(await claimAll(db, couriers), [
        { state: 'sending', reason: null, count: most },
        { state: 'held', reason: 'senderLimit', count: 450 - most },
      ])
    }
  })
  t.test('codes, deletions, news of a contest, and letters to oneself count for nothing', async t => {
    await owe([
      ...many(120, () => ({ recipient: gary, kind: 'deletion' })),
      ...many(120, () => ({ recipient: gary, kind: 'contested' })),
      ...many(120, () => ({ recipient: gary, sender: gary })),
    ])
    t.strictSame(await claimAll(db, couriers), [{ state: 'sending', reason: null, count: 360 }])
  })
})

t.test('held: tried again when there is room; given up when it is three days old', async t => {
  const { server, clock, courier, owe, until, db } = await openOffice(t)
  const ids = await owe(many(100, () => ({ recipient: gary, sender: olivia })))
  courier()
  await until('sent or held', 'queued', 'sending')
  t.equal(server.messages.length, 30)
  clock.skipped = 3600_000
  await eventually('looked at again', async () => {
    const { rows } =
      await sql`select from letters where state = 'held' and due_at <= now() + interval '80 minutes'`.execute(db)
    return rows.length === 0
  })
  t.equal(server.messages.length, 30, 'there is none yet')
  for (const [days, sent] of [
    [1.1, 60],
    [2.2, 90],
  ] as const) {
    clock.skipped = days * day
    await eventually(`${sent} sent`, async () => server.messages.length === sent)
    await until('noted', 'sending')
  }
  clock.skipped = 3.1 * day
  await until('given up', 'queued', 'sending', 'held')
  const { rows } =
    await sql`select state, reason, count(*), sum(attempts) as attempts from letters group by 1, 2 order by 1`.execute(
      db,
    )
  t.strictSame(rows, [
    { state: 'given up', reason: 'pairLimit', count: 10, attempts: 0 },
    { state: 'sent', reason: null, count: 90, attempts: 90 },
  ])
  t.strictSame(
    server.messages.map(({ Metadata }) => Number(Metadata.letter)).sort((a, b) => a - b),
    ids.slice(0, 90),
  )
})

t.test('tried again: a letter is counted once', async t => {
  const { db, clock, courier, owe, server, until, allDone } = await openOffice(t)
  await owe(many(30, () => ({ recipient: gary, sender: olivia })))
  server.behave({ item: () => ({ ErrorCode: 1100, Message: 'Not now.' }) }, 3)
  courier()
  for (let tries = 1; tries <= 3; tries++) {
    await eventually('tried', async () => server.asked.batch === tries)
    await until('noted', 'sending')
    clock.skipped += 600_000
  }
  await allDone()
  const { rows } = await sql`select state, count(*) from letters group by 1`.execute(db)
  t.strictSame(rows, [{ state: 'sent', count: 30 }])
})

t.test('muted: nothing more of that sender; others, and codes, still come', async t => {
  const { db, server, courier, owe, stateOf, allDone } = await openOffice(t)
  const [first = 0, fromService = 0] = await owe([
    { recipient: gary, sender: olivia },
    { recipient: gary, kind: 'deletion', content: { person: 1 } },
  ])
  t.equal(await mute(db, first), true)
  t.equal(await mute(db, first), true, 'again')
  t.equal(await mute(db, fromService), false, 'there is nobody to mute')
  t.equal(await mute(db, 999), false)
  t.match(await db.selectFrom('mutes').selectAll().execute(), [{ recipient: gary, sender: olivia }])
  const [other = 0, back = 0] = await owe([
    { recipient: gary, sender: 'otto@example.com' },
    { recipient: olivia, sender: gary },
  ])
  courier()
  await allDone()
  t.match(await stateOf(first), { state: 'muted', attempts: 0 })
  for (const id of [fromService, other, back]) t.match(await stateOf(id), { state: 'sent' })
  t.equal(server.messages.length, 3)

  t.match((await listMutes(db, gary)).mutes, [{ sender: olivia, since: Date }])
  t.strictSame((await listMutes(db, olivia)).mutes, [], 'whom one muted is no matter of theirs')
  t.equal(await unmute(db, olivia, gary), false)
  t.equal(await unmute(db, gary, olivia), true)
  t.equal(await unmute(db, gary, olivia), false, 'once')
  t.strictSame((await listMutes(db, gary)).mutes, [])
  const [again = 0] = await owe([{ recipient: gary, sender: olivia }])
  await allDone()
  t.match(await stateOf(again), { state: 'sent' })
  t.match(await stateOf(first), { state: 'muted' }, 'what was not sent meanwhile stays unsent')
})
