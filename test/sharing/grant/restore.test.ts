/** Taking a share back, and undoing that: one share, one set of books, whatever else happens. */
import { sql } from 'kysely'
import t from 'tap'
import { Refusal } from '../../../src/refusal.ts'
import { unclaim } from '../../../src/sensors/claim/unclaim.ts'
import { answerShare } from '../../../src/sharing/change/answer.ts'
import { changeShare } from '../../../src/sharing/change/change.ts'
import { takeBack } from '../../../src/sharing/end/take-back.ts'
import { unshare } from '../../../src/sharing/end/unshare.ts'
import { restore } from '../../../src/sharing/grant/restore.ts'
import { share } from '../../../src/sharing/grant/share.ts'
import { checkBooks, type House, openAgain, openHouse } from '../../support/house.ts'

const rowsOf = ({ db }: House) => db.selectFrom('shares').selectAll().execute()
const lettersOf = ({ db }: House, kind: 'shared' | 'unshared' | 'invitation') =>
  db.selectFrom('letters').selectAll().where('kind', '=', kind).orderBy('id').execute()

async function lent(house: House, terms: object = {}) {
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const gary = await house.person('gary')
  const sensor = await house.sensor(olivia)
  await share(house.db, olivia, [{ sensor, guest: gary.email, ...terms }])
  return { olivia, gary, sensor, pair: { sensor, guest: gary.email } }
}

/** Waits for all, and counts what came of it: done, or the refusal. */
async function countOf(works: Promise<unknown>[]) {
  const counts: Record<string, number> = {}
  for (const done of await Promise.allSettled(works)) {
    if (done.status === 'rejected' && !(done.reason instanceof Refusal)) throw done.reason
    const name = done.status === 'fulfilled' ? 'done' : String(done.reason.name)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

t.test('a share comes back just as it was, and nobody is written to', async t => {
  const house = await openHouse(t)
  const { db } = house
  const { olivia, gary, sensor, pair } = await lent(house, {
    channels: ['temperature'],
    scripting: true,
    note: 'Mind “the” <cat>.',
    startsAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2999-01-01T00:00:00.000Z',
    askFirst: true,
  })
  await answerShare(db, gary, sensor, true)
  await changeShare(db, olivia, pair, { paused: true })
  await db
    .updateTable('shares')
    .set({
      name: 'My <own>',
      picture: 'cat.png',
      resent_at: new Date('2026-01-02T03:04:05.678Z'),
      warned_at: new Date(),
    })
    .execute()
  const before = await rowsOf(house)
  const letters = await lettersOf(house, 'shared')

  const taken = await takeBack(db, olivia, pair)
  t.strictSame(await rowsOf(house), [], 'it is gone at once')
  t.equal(taken.isPending, false)
  const [bye] = await lettersOf(house, 'unshared')
  const wait = (bye?.due_at.getTime() ?? 0) - (bye?.created_at.getTime() ?? 0)
  t.match({ bye, wait }, { bye: { id: taken.letter, state: 'queued', recipient: gary.email }, wait: 15_000 })

  await restore(db, olivia, JSON.parse(JSON.stringify(taken)))
  t.strictSame(await rowsOf(house), before)
  t.match(await lettersOf(house, 'unshared'), [{ state: 'obsolete', reason: 'shareRestored' }])
  t.strictSame(await lettersOf(house, 'shared'), letters, 'there is no other letter')
  await t.rejects(restore(db, olivia, taken), { name: 'alreadyShared' }, 'not twice')
  t.match(await lettersOf(house, 'unshared'), [{ state: 'obsolete' }])
  await checkBooks(t, db)
})

t.test('an invitation comes back, and so does its letter that was dropped meanwhile', async t => {
  const house = await openHouse(t)
  const { db } = house
  const olivia = await house.person('olivia')
  const sensor = await house.sensor(olivia)
  const pair = { sensor, guest: 'nina@example.com' }
  await share(db, olivia, [pair])
  const before = await rowsOf(house)
  const taken = await takeBack(db, olivia, pair)
  t.equal(taken.isPending, true)
  t.strictSame(await lettersOf(house, 'unshared'), [], 'who never had it is not told of its end')
  await db.updateTable('letters').set({ state: 'obsolete', reason: 'shareEnded' }).execute()
  await restore(db, olivia, taken)
  t.strictSame(await rowsOf(house), before)
  t.match(await lettersOf(house, 'invitation'), [{ state: 'queued', reason: null }])
  await checkBooks(t, db)
})

t.test('who was told of the end is told that it is shared again', async t => {
  const house = await openHouse(t)
  const { db } = house
  const { olivia, pair } = await lent(house)
  const taken = await takeBack(db, olivia, pair)
  await db.updateTable('letters').set({ state: 'sent' }).where('kind', '=', 'unshared').execute()
  await restore(db, olivia, taken)
  t.match(await lettersOf(house, 'unshared'), [{ state: 'sent' }])
  const [, again] = await lettersOf(house, 'shared')
  t.match(await rowsOf(house), [{ letter_id: again?.id }])
  t.ok(again)
})

t.test('the rules of sharing hold, and what is refused changes nothing', async t => {
  const house = await openHouse(t)
  const { db } = house
  const { olivia, gary, sensor, pair } = await lent(house)
  const peter = await house.person('peter')
  for (const [who, wanted, name] of [
    [peter, pair, 'notOwner'],
    [gary, pair, 'noSuchGuest'],
    [olivia, { sensor, guest: peter.email }, 'noSuchGuest'],
    [olivia, { sensor, guest: 'nobody@example.com' }, 'noSuchGuest'],
    [olivia, { sensor, guest: olivia.email }, 'noSuchGuest'],
    [olivia, { sensor: 'C6:F1:E7:FF:FF:FF', guest: gary.email }, 'notOwner'],
  ] as const) {
    await t.rejects(takeBack(db, who, wanted), { name })
  }
  t.equal((await rowsOf(house)).length, 1)

  const taken = await takeBack(db, olivia, pair)
  const refused = async (name: string, work = taken) => {
    await t.rejects(restore(db, olivia, work), { name })
    t.strictSame(await rowsOf(house), [], `${name}: nothing is shared`)
    t.match(await lettersOf(house, 'unshared'), [{ state: 'queued' }], `${name}: the letter goes out`)
  }
  await t.rejects(restore(db, peter, taken), { name: 'notOwner' }, 'by the owner only')
  await refused('badTerm', { ...taken, was: { ...taken.was, expires_at: '2026-01-01T00:00:00+00:00' } })
  await refused('noSuchGuest', { ...taken, was: { ...taken.was, guest_id: peter.id } })
  await sql`insert into declines (owner_id, guest) values (${olivia.id}, ${gary.email})`.execute(db)
  await refused('declinedBefore')
  await sql`delete from declines`.execute(db)
  await sql`update plans set max_shares_per_sensor = 0 where name = 'Pro'`.execute(db)
  await refused('sensorFull')
  await sql`update plans set max_shares_per_sensor = 10 where name = 'Pro'`.execute(db)
  await unclaim(db, olivia, { sensor, deleteData: false })
  await refused('notOwner')
  await checkBooks(t, db)
})

t.test('at once: a restored share and a new one, an unclaim, another unshare: nothing doubles', async t => {
  const house = await openHouse(t)
  const other = house.url ? await openAgain(t, house.url) : house.db
  const { olivia, gary, sensor, pair } = await lent(house)
  for (let round = 0; round < 6; round++) {
    const taken = await takeBack(house.db, olivia, pair)
    const counts = await countOf([
      restore(house.db, olivia, taken),
      restore(other, olivia, taken),
      share(other, olivia, [pair]).then(([verdict]) => verdict instanceof Refusal && Promise.reject(verdict)),
    ])
    t.strictSame(counts, { done: 1, alreadyShared: 2 })
    t.equal((await rowsOf(house)).length, 1)
  }
  for (let round = 0; round < 4; round++) {
    const counts = await countOf([
      takeBack(house.db, olivia, pair),
      takeBack(other, olivia, pair),
      unshare(other, gary, [{ sensor }]).then(([refusal]) => refusal && Promise.reject(refusal)),
    ])
    t.equal(counts.done, 1, JSON.stringify(counts))
    t.strictSame(await rowsOf(house), [])
    await share(house.db, olivia, [pair])
  }
  const taken = await takeBack(house.db, olivia, pair)
  await countOf([restore(house.db, olivia, taken), unclaim(other, olivia, { sensor, deleteData: false })])
  t.strictSame(await rowsOf(house), [], 'nobody has a sensor that was given up')
  await checkBooks(t, house.db)
})
