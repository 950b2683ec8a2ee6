import t from 'tap'
import { deletePerson } from '../../../src/accounts/delete-person.ts'
import { shareMany } from '../../../src/sharing/grant/share-many.ts'
import { addressKey, checkBooks, openHouse } from '../../support/house.ts'
import { device, serviceOf } from '../../support/lending.ts'

t.test('each sensor is shared with the channels of its own; of one that is named twice the first count', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(olivia, 'Boat')]
  const router = await device(house, olivia, 1, 'AB')
  const a = serviceOf(1, 'A')
  const guests = ['x@example.com', 'y@example.com']
  const how = { guests, notify: true, askFirst: false, mode: 'each' as const }
  const sensors = [
    { sensor: router, channels: [a.toLowerCase()] },
    { sensor: sauna, channels: ['co2', 'co2'] },
    { sensor: boat },
    { sensor: router, channels: null },
  ]
  const { verdicts, letters } = await shareMany(house.db, addressKey, olivia, { ...how, sensors, dryRun: false })
  t.equal(verdicts.length, 6)
  t.strictSame(letters, [
    { guest: 'x@example.com', kind: 'invitation', sensors: 3 },
    { guest: 'y@example.com', kind: 'invitation', sensors: 3 },
  ])
  const shares = await house.db.selectFrom('shares').select(['sensor_id', 'channels']).execute()
  t.strictSame(
    new Set(shares.map(({ sensor_id, channels }) => `${sensor_id} ${channels}`)),
    new Set([`${router} ${a}`, `${sauna} co2`, `${boat} null`]),
  )
  const strange = [{ sensor: boat }, { sensor: sauna, channels: ['taste'] }]
  await t.rejects(shareMany(house.db, addressKey, olivia, { ...how, sensors: strange, dryRun: false }), {
    name: 'noSuchChannel',
  })
  t.equal((await house.db.selectFrom('shares').select('sensor_id').execute()).length, 6)
  await checkBooks(t, house.db)
})

t.test('a preview of somebody whose account has gone meanwhile is refused like their token', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sensors = [{ sensor: await house.sensor(olivia) }]
  await deletePerson(house.db, addressKey, olivia.id)
  const how = { guests: ['x@example.com'], notify: true, askFirst: false, mode: 'each' as const }
  await t.rejects(shareMany(house.db, addressKey, olivia, { ...how, sensors, dryRun: true }), { name: 'badToken' })
})
