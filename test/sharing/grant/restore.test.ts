/** Removing access, and undoing that: one share for a pair, one set of books, whatever else happens. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { titleOf } from '../../../src/db/statement.ts'
import { forgetInvited } from '../../../src/jobs/forget-invited.ts'
import { Refusal } from '../../../src/refusal.ts'
import { unclaim } from '../../../src/sensors/claim/unclaim.ts'
import { answerShare } from '../../../src/sharing/change/answer.ts'
import { changeShare } from '../../../src/sharing/change/change.ts'
import { takeBack } from '../../../src/sharing/end/take-back.ts'
import { unshare } from '../../../src/sharing/end/unshare.ts'
import { restore } from '../../../src/sharing/grant/restore.ts'
import { share } from '../../../src/sharing/grant/share.ts'
import type { Pair } from '../../../src/sharing/locked-share.ts'
import { checkBooks, type House, openAgain, openHouse, type Person } from '../../support/house.ts'

const rowsOf = ({ db }: House) => db.selectFrom('shares').selectAll().orderBy('sensor_id').orderBy('guest_id').execute()
const lettersOf = ({ db }: House, kind: 'shared' | 'unshared' | 'invitation') =>
  db.selectFrom('letters').selectAll().where('kind', '=', kind).orderBy('id').execute()

async function lent(house: House, terms: object = {}) {
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const gary = await house.person('gary')
  const sensor = await house.sensor(olivia)
  await share(house.db, olivia, [{ sensor, guest: gary.email, ...terms }])
  return { olivia, gary, sensor, pair: { sensor, guest: gary.email } }
}

/** Ends shares, and returns what `restore` needs. Fails if one of them does not end. */
async function remove({ db }: House, owner: Person, ...pairs: Pair[]): Promise<string> {
  const { id, pairs: removed } = await takeBack(db, owner, pairs)
  for (const { refusal } of removed) if (refusal) throw refusal
  return id ?? ''
}

/** Restores everything of a removal, or throws the first reason why not. */
async function undo(db: House['db'], owner: Person, id: string) {
  const { restored, missed } = await restore(db, owner, id, undefined)
  if (missed[0]) throw missed[0].refusal
  if (restored.length === 0) throw new Refusal('noSuchShare')
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

  const { id = '', pairs } = await takeBack(db, olivia, [pair])
  t.strictSame(await rowsOf(house), [], 'it is gone at once')
  t.strictSame(pairs, [{ ...pair, isPending: false, refusal: undefined }])
  const [bye] = await lettersOf(house, 'unshared')
  const wait = (bye?.due_at.getTime() ?? 0) - (bye?.created_at.getTime() ?? 0)
  t.match({ bye, wait }, { bye: { state: 'queued', recipient: gary.email }, wait: 15_000 })

  await undo(db, olivia, id)
  t.strictSame(await rowsOf(house), before)
  t.match(await lettersOf(house, 'unshared'), [{ state: 'obsolete', reason: 'shareRestored' }])
  t.strictSame(await lettersOf(house, 'shared'), letters, 'there is no other letter')
  t.strictSame(await restore(db, olivia, id, undefined), { restored: [], missed: [] }, 'not twice')
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
  const { id = '', pairs } = await takeBack(db, olivia, [pair])
  t.match(pairs, [{ isPending: true }])
  t.strictSame(await lettersOf(house, 'unshared'), [], 'who never had it is not told of its end')
  await db.updateTable('letters').set({ state: 'obsolete', reason: 'shareEnded' }).execute()
  await forgetInvited()(db)
  await undo(db, olivia, id)
  t.strictSame(await rowsOf(house), before)
  t.match(await lettersOf(house, 'invitation'), [{ state: 'queued', reason: null }])
  await checkBooks(t, db)
})

t.test('who was told of the end is told that it is shared again', async t => {
  const house = await openHouse(t)
  const { db } = house
  const { olivia, pair } = await lent(house)
  const id = await remove(house, olivia, pair)
  await db.updateTable('letters').set({ state: 'sent' }).where('kind', '=', 'unshared').execute()
  await undo(db, olivia, id)
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
    t.match(await takeBack(db, who, [wanted]), { id: undefined, pairs: [{ refusal: { name } }] })
  }
  t.equal((await rowsOf(house)).length, 1)
  t.strictSame(await takeBack(db, olivia, []), { id: undefined, pairs: [] })

  const id = await remove(house, olivia, pair)
  const kept = await db.selectFrom('removed_shares').selectAll().execute()
  const refused = async (
    name: string,
    expected: object = { restored: [], missed: [{ ...pair, refusal: { name } }] },
  ) => {
    t.match(await restore(db, olivia, id, undefined), expected, name)
    t.strictSame(await rowsOf(house), [], `${name}: nothing is shared`)
    t.match(await lettersOf(house, 'unshared'), [{ state: 'queued' }], `${name}: the letter goes out`)
    t.strictSame(await db.selectFrom('removed_shares').selectAll().execute(), [], `${name}: it was used`)
    await sql`
      insert into removed_shares select * from jsonb_populate_recordset(null::removed_shares, ${JSON.stringify(kept)}::jsonb)`.execute(
      db,
    )
    await sql`update removed_shares set at = (select max(at) from events)`.execute(db)
  }
  for (const [who, wanted] of [
    [peter, id],
    [gary, id],
    [olivia, randomUUID()],
  ] as const) {
    t.strictSame(await restore(db, who, wanted, undefined), { restored: [], missed: [] }, 'by the owner only')
  }
  await sql`update removed_shares set was = was || '{"expires_at": "2026-01-01T00:00:00+00:00"}'`.execute(db)
  await refused('badTerm')
  await sql`insert into declines (owner_id, guest) values (${olivia.id}, ${gary.email})`.execute(db)
  await refused('declinedBefore')
  await sql`delete from declines`.execute(db)
  await sql`update plans set max_shares_per_sensor = 0 where name = 'Pro'`.execute(db)
  await refused('sensorFull')
  await sql`update plans set max_shares_per_sensor = 10 where name = 'Pro'`.execute(db)
  await sql`update removed_shares set at = at - interval '61 seconds'`.execute(db)
  await refused('too late', { restored: [], missed: [] })
  await unclaim(db, olivia, { sensor, deleteData: false })
  await refused('notOwner')
  await checkBooks(t, db)
})

t.test('several shares come back together, each as it was; one letter for each guest waits', async t => {
  const titles: string[] = []
  const house = await openHouse(t, { onStatement: event => titles.push(titleOf(event.query.sql) ?? '') })
  const { db } = house
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const gary = await house.person('gary')
  const [sauna, boat, attic] = [await house.sensor(olivia), await house.sensor(olivia), await house.sensor(olivia)]
  await share(db, olivia, [
    { sensor: sauna, guest: gary.email, channels: ['co2'], note: 'a', scripting: true },
    { sensor: boat, guest: gary.email, expiresAt: '2999-01-01T00:00:00.000Z' },
    { sensor: attic, guest: gary.email },
    { sensor: sauna, guest: 'nina@example.com', note: 'b', startsAt: '2998-01-01T00:00:00.000Z' },
  ])
  await changeShare(db, olivia, { sensor: boat, guest: gary.email }, { paused: true })
  const before = await rowsOf(house)
  const pairs = before.map(({ sensor_id, guest_id }) => ({
    sensor: sensor_id,
    guest: guest_id === gary.id ? gary.email : 'nina@example.com',
  }))
  titles.length = 0
  const id = await remove(house, olivia, ...pairs, ...pairs, { sensor: sauna, guest: gary.email })
  t.strictSame(titles.splice(0).filter(Boolean), ['lock-own-sensors', 'keep-shares', 'unshare'], 'however many shares')
  t.strictSame(await rowsOf(house), [])
  const byes = await lettersOf(house, 'unshared')
  t.match(byes, [{ recipient: gary.email, state: 'queued', content: { sensors: Array(3).fill({}) } }])
  t.equal(byes.length, 1, 'nobody is told of the end of an invitation')
  await undo(db, olivia, id)
  t.strictSame(
    titles.splice(0).filter(Boolean).slice(-5),
    ['sensors-of-removal', 'lock-own-sensors', 'claim-removal', 'share', 'put-shares-back'],
    'the same',
  )
  t.strictSame(await rowsOf(house), before)
  t.match(await lettersOf(house, 'unshared'), [{ state: 'obsolete', reason: 'shareRestored' }])
  t.equal((await lettersOf(house, 'shared')).length, 1)
  await checkBooks(t, db)
})

t.test('what was changed since stays as it is; the letter tells of what did not come back', async t => {
  const house = await openHouse(t)
  const { db } = house
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const gary = await house.person('gary')
  const [sauna, boat, attic] = [await house.sensor(olivia), await house.sensor(olivia), await house.sensor(olivia)]
  const all = [sauna, boat, attic].map(sensor => ({ sensor, guest: gary.email }))
  const [ofSauna, ofBoat, ofAttic] = all as [Pair, Pair, Pair]
  await share(db, olivia, [{ ...ofSauna, note: 'old' }, { ...ofBoat, note: 'old' }, ofAttic])
  const id = await remove(house, olivia, ...all)
  await share(db, olivia, [
    { ...ofSauna, note: 'new' },
    { ...ofBoat, note: 'new' },
  ])
  const second = await remove(house, olivia, ofBoat)
  const { restored, missed } = await restore(db, olivia, id, undefined)
  t.strictSame(restored, [ofAttic])
  t.strictSame(
    missed.map(({ sensor, refusal }) => [sensor, refusal.name]).sort(),
    [
      [sauna, 'alreadyShared'],
      [boat, 'alreadyShared'],
    ].sort(),
  )
  const notes = async () => new Map((await rowsOf(house)).map(({ sensor_id, note }) => [sensor_id, note]))
  t.strictSame(
    await notes(),
    new Map([
      [sauna, 'new'],
      [attic, ''],
    ]),
  )
  const [first] = await lettersOf(house, 'unshared')
  t.match(first, { state: 'queued', content: { sensors: [{ id: sauna }, { id: boat }] } })
  t.notMatch(JSON.stringify(first?.content), attic)
  await undo(db, olivia, second)
  t.equal((await notes()).get(boat), 'new')
  await checkBooks(t, db)
})

t.test('as many come back as the limits allow, and no more', async t => {
  const house = await openHouse(t)
  const { db } = house
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const sensor = await house.sensor(olivia)
  const pairs = ['a', 'b', 'c'].map(name => ({ sensor, guest: `${name}@example.com` }))
  await share(db, olivia, pairs)
  const id = await remove(house, olivia, ...pairs)
  await sql`update plans set max_shares_per_sensor = 2 where name = 'Pro'`.execute(db)
  const { restored, missed } = await restore(db, olivia, id, undefined)
  t.equal(restored.length, 2)
  t.match(missed, [{ refusal: { name: 'sensorFull' } }])
  t.equal((await rowsOf(house)).length, 2)
  await checkBooks(t, db)
})

t.test('at once: a restored share and a new one, an unclaim, another unshare: nothing doubles', async t => {
  const house = await openHouse(t)
  const other = house.url ? await openAgain(t, house.url) : house.db
  const { olivia, gary, sensor, pair } = await lent(house)
  for (let round = 0; round < 6; round++) {
    const id = await remove(house, olivia, pair)
    const counts = await countOf([
      undo(house.db, olivia, id),
      undo(other, olivia, id),
      share(other, olivia, [pair]).then(([verdict]) => verdict instanceof Refusal && Promise.reject(verdict)),
    ])
    t.equal(counts.done, 1, JSON.stringify(counts))
    t.equal((await rowsOf(house)).length, 1)
  }
  for (let round = 0; round < 4; round++) {
    const counts = await countOf([
      remove(house, olivia, pair),
      remove({ ...house, db: other }, olivia, pair),
      unshare(other, gary, [{ sensor }]).then(([refusal]) => refusal && Promise.reject(refusal)),
    ])
    t.equal(counts.done, 1, JSON.stringify(counts))
    t.strictSame(await rowsOf(house), [])
    await share(house.db, olivia, [pair])
  }
  const id = await remove(house, olivia, pair)
  await countOf([undo(house.db, olivia, id), unclaim(other, olivia, { sensor, deleteData: false })])
  t.strictSame(await rowsOf(house), [], 'nobody has a sensor that was given up')
  await checkBooks(t, house.db)
})

t.test(
  'at once: removals of several shares, their undoing and new shares: each pair has one share or none',
  async t => {
    const house = await openHouse(t)
    const other = house.url ? await openAgain(t, house.url) : house.db
    const olivia = await house.person('olivia', { plan: 'Pro' })
    const sensors = [await house.sensor(olivia), await house.sensor(olivia), await house.sensor(olivia)]
    const guests = ['x@example.com', 'y@example.com']
    const pairs = sensors.flatMap(sensor => guests.map(guest => ({ sensor, guest })))
    for (let round = 0; round < 6; round++) {
      await share(house.db, olivia, pairs)
      const id = await remove(house, olivia, ...pairs)
      const [undone, again] = await Promise.all([
        restore(house.db, olivia, id, undefined),
        restore(other, olivia, id, undefined),
        share(other, olivia, pairs.slice(0, 3).reverse()),
        takeBack(other, olivia, pairs.slice(2, 4).reverse()),
      ])
      t.ok(undone.restored.length === 0 || again.restored.length === 0, 'one of the two')
      const rows = await rowsOf(house)
      t.equal(new Set(rows.map(({ sensor_id, guest_id }) => `${sensor_id} ${guest_id}`)).size, rows.length)
      await checkBooks(t, house.db)
      await takeBack(house.db, olivia, pairs)
    }
  },
)
