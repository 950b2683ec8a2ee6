import { sql } from 'kysely'
import t from 'tap'
import { addService } from '../../../src/sensors/add-service.ts'
import { claimDevice } from '../../../src/sensors/claim/claim-device.ts'
import { removeService } from '../../../src/sensors/remove-service.ts'
import { lend } from '../../../src/sharing/grant/lend.ts'
import type { Lending } from '../../../src/sharing/grant/lending.ts'
import { openTestDatabase } from '../../support/house.ts'
import { fillShares, person, sensorOf } from '../../support/many-shares.ts'
import { checkPlans, lookedAtInVain, onServer, remembering, runAgain } from '../../support/plans.ts'

const growing = ['people', 'sensors', 'services', 'shares', 'events', 'letters', 'declines']

t.test('no statement about devices and their shares reads all of a table that grows', onServer, async t => {
  const { ran, watch } = remembering()
  const { db } = await openTestDatabase(t, watch)
  // Device n has two services, of which person n + 1 has one.
  await fillShares(db, { octets: 8, shares: { channels: sql`array[left(sensors.id, 21) || '10']` } })
  await sql`
    insert into services (sensor_id, id, name)
    select id, left(id, 21) || n, '' from sensors cross join generate_series(10, 11) as n`.execute(db)

  const deviceOf = (n: number) => sensorOf(n, 8)
  const first = deviceOf(1)
  const serviceOf = (sensor: string, n: number) => `${sensor.slice(0, 21)}${n}`
  const caller = person(1)
  const lends = (guests: string[], more: Partial<Lending> = {}) =>
    lend(db, caller, {
      sensors: [first],
      guests,
      action: 'ADD',
      services: undefined,
      scripting: undefined,
      notify: true,
      askFirst: false,
      ...more,
    })
  ran.clear()
  const named = (n: number) => ({ sensor: undefined, channel: serviceOf(first, n), action: 'ADD' as const })
  await lends([person(2).email], { services: [named(11)] })
  await lends([person(2).email, person(3).email], { services: [named(10)], scripting: true })
  await lends([person(3).email], { action: 'REMOVE' })
  await addService(db, caller, { sensor: first, channel: serviceOf(first, 12), name: '' })
  await removeService(db, caller, { sensor: first, channel: serviceOf(first, 11) })
  await claimDevice(db, caller, {
    sensor: 'FF:00:00:00:00:00:00:00',
    name: '',
    services: [{ channel: 'FF:00:00:00:00:00:00:01', name: '' }],
  })
  t.strictSame([...ran.keys()].sort(), [
    'add-service',
    'claim',
    'claim-services',
    'lock-own-sensors',
    'regrant',
    'remove-service',
    'share',
    'unshare',
  ])

  await checkPlans(t, db, ran, growing)

  await t.test('and 1,000 pairs are not compared with each other', async t => {
    await sql`update sensors set owner_id = 1 where owner_id <= 20`.execute(db)
    await sql`
      insert into shares (sensor_id, guest_id)
      select sensors.id, people.id from sensors cross join people where owner_id = 1 and people.id between 2 and 51
      on conflict do nothing`.execute(db)
    await lend(db, caller, {
      sensors: Array.from({ length: 20 }, (_, n) => deviceOf(n + 1)),
      guests: Array.from({ length: 50 }, (_, n) => person(n + 2).email),
      action: 'ADD',
      services: undefined,
      scripting: true,
      notify: true,
      askFirst: false,
    })
    const scripted = async () => (await sql`select from shares where scripting`.execute(db)).rows.length
    t.equal(await scripted(), 1_000)
    await sql`update shares set scripting = false`.execute(db)
    const regranted = ran.get('regrant')
    if (!regranted) throw new Error('nothing was changed')
    const inVain = lookedAtInVain(await runAgain(db, regranted))
    t.ok(inVain < 10_000, `${inVain} rows were looked at in vain`)
    t.equal(await scripted(), 1_000, 'it has done so')
  })
})
