/** `share` of GraphQL against everything else that happens to a share at once: nothing is lost or done twice. */
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Database } from '../../../src/db/open.ts'
import { endExpired } from '../../../src/jobs/end-expired.ts'
import { addService } from '../../../src/sensors/add-service.ts'
import { claim } from '../../../src/sensors/claim/claim.ts'
import { claimDevice } from '../../../src/sensors/claim/claim-device.ts'
import { unclaim } from '../../../src/sensors/claim/unclaim.ts'
import { removeService } from '../../../src/sensors/remove-service.ts'
import { answerShare } from '../../../src/sharing/change/answer.ts'
import { changeShare } from '../../../src/sharing/change/change.ts'
import { unshare } from '../../../src/sharing/end/unshare.ts'
import { lend } from '../../../src/sharing/grant/lend.ts'
import type { Action, Lending } from '../../../src/sharing/grant/lending.ts'
import { share } from '../../../src/sharing/grant/share.ts'
import { happened, refused, setShare } from '../../support/calls.ts'
import { checkBooks, openAgain, openHouse, testDatabaseUrl } from '../../support/house.ts'
import { device, serviceOf } from '../../support/lending.ts'

// On the embedded database there is nothing to race: one call comes after the other.
const rounds = testDatabaseUrl ? 20 : 2

async function furnish(t: Test) {
  const house = await openHouse(t)
  const { db, url } = house
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const router = await device(house, olivia, 1, 'ABC')
  const other = url ? await openAgain(t, url) : db
  /** Services: with + to add, with - to remove. */
  const lends = (by: Database, services?: string[], more: Partial<Lending> = {}) =>
    refused(
      lend(by, olivia, {
        sensors: [router],
        guests: [gary.email],
        action: 'ADD',
        services: services?.map(([sign, letter = '']) => ({
          sensor: undefined,
          channel: serviceOf(1, letter),
          action: (sign === '+' ? 'ADD' : 'REMOVE') as Action,
        })),
        scripting: undefined,
        notify: true,
        askFirst: false,
        ...more,
      }),
    )
  const pair = { sensor: router, guest: gary.email }
  const set = (change: string) => setShare(db, router, gary, change)
  const letters = async () =>
    (await db.selectFrom('letters').select('kind').orderBy('id').execute()).map(({ kind }) => kind)
  /** The services that he has, by their letters; null: all, undefined: no share. */
  const held = async () => {
    const [share] = await db.selectFrom('shares').select(['channels']).where('guest_id', '=', gary.id).execute()
    return (
      share &&
      (share.channels
        ?.map(channel => channel.at(-2))
        .sort()
        .join('') ??
        null)
    )
  }
  const actions = async (from = 0) => (await happened(db)).slice(from).map(({ action }) => action)
  /** Ends what is left of a round, and forgets about it. */
  const clear = async () => {
    await unshare(db, olivia, [pair])
    await db.deleteFrom('letters').execute()
    return (await happened(db)).length
  }
  return { house, db, other, olivia, gary, router, lends, pair, set, letters, held, actions, clear }
}

t.test('the same call 20 times at once: all true, one share, one letter, one event', async t => {
  const { house, db, other, lends, letters, held } = await furnish(t)
  const calls = Array.from({ length: 20 }, (_, n) => lends(n % 2 ? db : other, ['+A', '-B']))
  t.strictSame(new Set(await Promise.all(calls)), new Set([undefined]))
  t.strictSame(await letters(), ['shared'])
  t.equal(await held(), 'A')
  const events = await db.selectFrom('events').select('id').where('action', 'in', ['shared', 'changed']).execute()
  t.equal(events.length, 1)
  await checkBooks(t, house.db)
})

t.test('services added by two calls at once: both are there; with another call of REST, too', async t => {
  const { house, db, other, olivia, lends, pair, held, clear } = await furnish(t)
  for (let round = 0; round < rounds; round++) {
    await clear()
    const rest =
      round % 2 ? refused(share(other, olivia, [{ ...pair, channels: [serviceOf(1, 'A')] }])) : lends(other, ['+A'])
    const answers = await Promise.all([lends(db, ['+B']), rest, lends(db, ['+C'])])
    t.strictSame([answers[0], answers[2]], [undefined, undefined])
    t.ok([undefined, 'alreadyShared'].includes(answers[1]))
    t.equal(await held(), answers[1] ? 'BC' : 'ABC')
  }
  await checkBooks(t, house.db)
})

t.test('services taken away by two calls at once: nothing is left, and it ends once', async t => {
  const { house, db, other, lends, letters, held, actions, clear } = await furnish(t)
  for (let round = 0; round < rounds; round++) {
    await clear()
    await lends(db, ['+A', '+B'])
    const before = (await actions()).length
    t.strictSame(await Promise.all([lends(db, ['-A']), lends(other, ['-B'])]), [undefined, undefined])
    t.equal(await held(), undefined)
    t.strictSame(await actions(before), ['changed', 'unshared'])
    t.strictSame(await letters(), ['shared', 'unshared'])
  }
  await checkBooks(t, house.db)
})

t.test('changed and unshared at once: it is gone, or was given anew after that; with a letter for each', async t => {
  const { house, db, other, olivia, lends, pair, letters, held, clear } = await furnish(t)
  for (let round = 0; round < rounds; round++) {
    await clear()
    await lends(db, ['+A'])
    const [lent, ended] = await Promise.all([lends(db, ['+B']), refused(unshare(other, olivia, [pair]))])
    t.strictSame([lent, ended], [undefined, undefined])
    const then = await held()
    t.strictSame(await letters(), then === undefined ? ['shared', 'unshared'] : ['shared', 'unshared', 'shared'])
    t.ok(then === undefined || then === 'B', String(then))
  }
  await checkBooks(t, house.db)
})

t.test('services and other terms, paused and accepted, changed at once: all of it is kept', async t => {
  const { house, db, other, olivia, gary, router, lends, pair, set, held, actions, clear } = await furnish(t)
  for (let round = 0; round < rounds; round++) {
    await clear()
    await lends(db, ['+A'])
    await set('asked = true')
    const before = (await actions()).length
    const answers = await Promise.all([
      lends(db, ['+B'], { scripting: true }),
      refused(changeShare(other, olivia, pair, { note: 'Hi', paused: true })),
      refused(answerShare(other, gary, router, true)),
    ])
    t.strictSame(answers, [undefined, undefined, undefined])
    t.equal(await held(), 'AB')
    t.match(await db.selectFrom('shares').selectAll().execute(), [
      { scripting: true, note: 'Hi', paused_at: Date, accepted_at: Date },
    ])
    t.strictSame((await actions(before)).sort(), ['accepted', 'changed', 'changed', 'paused'])
  }
  await checkBooks(t, house.db)
})

t.test('changed in the second of its end: it stays as it was until then, or is a new one', async t => {
  const { house, db, other, lends, set, held, actions, clear } = await furnish(t)
  for (let round = 0; round < rounds; round++) {
    await clear()
    await lends(db, ['+A'])
    await set(`expires_at = clock_timestamp() + ${round % 8} * interval '1 millisecond'`)
    const [lent] = await Promise.all([lends(db, ['+B']), endExpired(other)])
    t.equal(lent, undefined)
    await sleep(8)
    await endExpired(db)
    const then = await held()
    t.ok(then === undefined || then === 'B', String(then))
    t.equal((await actions()).at(-1), 'expired', 'the first one has ended, whether or not there is another')
  }
  await checkBooks(t, house.db)
})

t.test('shared and given up at once: the share ends with it, or there was none', async t => {
  const { house, db, other, olivia, router, lends, held } = await furnish(t)
  for (let round = 0; round < rounds; round++) {
    const [lent, gone] = await Promise.all([
      lends(db, ['+A', '-B']),
      refused(unclaim(other, olivia, { sensor: router, deleteData: false })),
    ])
    t.ok([undefined, 'notOwner'].includes(lent), String(lent))
    t.equal(gone, undefined)
    t.equal(await held(), undefined)
    t.strictSame(await db.selectFrom('services').selectAll().execute(), [], 'its services are gone with it')
    await device(house, olivia, 1, 'ABC')
  }
  await checkBooks(t, house.db)
})

t.test('a service removed while it is shared: no share has what is not there', async t => {
  const { house, db, other, olivia, router, lends, pair, held, clear } = await furnish(t)
  const seen = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    await clear()
    if (round % 3) await lends(db, ['+B'])
    const calls = [
      () => lends(db, ['+A', '-C']),
      () => refused(changeShare(db, olivia, pair, { channels: [serviceOf(1, 'A'), serviceOf(1, 'B')] })),
    ]
    const [lent, removed] = await Promise.all([
      calls[round % 2]?.(),
      refused(removeService(other, olivia, { sensor: router, channel: serviceOf(1, 'A') })),
    ])
    t.equal(removed, undefined)
    t.ok([undefined, 'noSuchChannel', 'noSuchGuest'].includes(lent), String(lent))
    t.notMatch(String(await held()), /A/)
    seen.add(String(lent))
    await addService(db, olivia, { sensor: router, channel: serviceOf(1, 'A'), name: 'A' })
  }
  t.comment([...seen])
  await checkBooks(t, house.db)
})

t.test('many devices and people by many calls in any order: no deadlock, and the books are right', async t => {
  const house = await openHouse(t)
  const { db, url } = house
  const other = url ? await openAgain(t, url) : db
  await db.updateTable('plans').set({ max_shares: 1_000 }).execute()
  const olivia = await house.person('olivia')
  const devices = [1, 2, 3].map(n => device(house, olivia, n, 'AB'))
  const sensors = await Promise.all(devices)
  const guests = ['anna', 'bert', 'carl'].map(name => `${name}@example.com`)
  const calls = Array.from({ length: testDatabaseUrl ? 60 : 12 }, (_, n) => {
    const turned = <One>(list: One[]) => [...list.slice(n % 3), ...list.slice(0, n % 3)].slice(0, 1 + (n % 4))
    const kinds: Partial<Lending>[] = [
      {},
      { services: sensors.map((_, n) => ({ sensor: undefined, channel: serviceOf(n + 1, 'A'), action: 'ADD' })) },
      { services: sensors.map((_, n) => ({ sensor: undefined, channel: serviceOf(n + 1, 'A'), action: 'REMOVE' })) },
      { action: 'REMOVE' },
    ]
    return refused(
      lend(n % 2 ? db : other, olivia, {
        sensors: n % 5 ? sensors.toReversed() : sensors,
        guests: turned(guests),
        action: 'ADD',
        services: undefined,
        scripting: n % 7 ? undefined : true,
        notify: true,
        askFirst: false,
        ...kinds[Math.floor(n / 3) % 4],
      }),
    )
  })
  const answers = await Promise.all(calls)
  t.ok(
    answers.every(answer => answer === undefined || ['noSuchGuest', 'nothingShared'].includes(answer)),
    String(answers),
  )
  t.ok(answers.includes(undefined))
  await checkBooks(t, db)
})

t.test(
  '50 guests on a device with room for 10: 10 are let in; the last place is refused to nobody who has it',
  async t => {
    const { house, db, other, lends } = await furnish(t)
    const calls = Array.from({ length: 50 }, (_, n) =>
      lends(n % 2 ? db : other, ['+A'], { guests: [`guest${n % 25}@example.com`] }),
    )
    const answers = await Promise.all(calls)
    const shares = await db.selectFrom('shares').selectAll().execute()
    t.equal(shares.length, 10)
    t.equal(answers.filter(answer => answer === undefined).length, 20, 'ten people, who were each named twice')
    t.equal(answers.filter(answer => answer === 'sensorFull').length, 30)
    await checkBooks(t, house.db)
  },
)

t.test('claimed by many at once: one has it, with their services and nobody else’s', async t => {
  const house = await openHouse(t)
  const { db, url } = house
  const other = url ? await openAgain(t, url) : db
  const people = await Promise.all(['anna', 'bert', 'carl', 'dora'].map(name => house.person(name)))
  const sensor = '80:00:00:00:00:00:99:00'
  const answers = await Promise.all(
    people.map((person, n) =>
      refused(
        n === 3
          ? claim(other, person, { sensor, name: '' })
          : claimDevice(n % 2 ? db : other, person, {
              sensor,
              name: '',
              services: [{ channel: `80:00:00:00:00:00:99:0${n}`, name: '' }],
            }),
      ),
    ),
  )
  t.strictSame(answers.filter(Boolean), Array(3).fill('alreadyClaimed'))
  const winner = answers.indexOf(undefined)
  const services = await db.selectFrom('services').select('id').execute()
  t.strictSame(services, winner === 3 ? [] : [{ id: `80:00:00:00:00:00:99:0${winner}` }])
  await checkBooks(t, db)
})

t.test('100 services, however many are added at once', async t => {
  const { house, db, other, olivia, router } = await furnish(t)
  const services = Array.from(
    { length: 94 },
    (_, n) => `80:00:00:00:00:00:88:${n.toString(16).padStart(2, '0').toUpperCase()}`,
  )
  await db
    .insertInto('services')
    .values(services.map(id => ({ sensor_id: router, id, name: '' })))
    .execute()
  const calls = Array.from({ length: 10 }, (_, n) =>
    refused(
      addService(n % 2 ? db : other, olivia, { sensor: router, channel: `80:00:00:00:00:00:77:0${n}`, name: '' }),
    ),
  )
  const answers = await Promise.all(calls)
  t.equal(answers.filter(answer => answer === undefined).length, 3)
  t.equal(answers.filter(answer => answer === 'servicesFull').length, 7)
  await checkBooks(t, house.db)
})
