import t from 'tap'
import { checkBooks, openHouse } from '../house.ts'

t.test('POST /share', async t => {
  const house = await openHouse(t)
  const { person, sensor, share } = house
  const owner = await person('owner')
  const guest = await person('guest')
  const sauna = await sensor(owner)

  t.test('200 to someone who has joined', async t => {
    t.strictSame(await share(owner, sauna, guest.email), {
      status: 200,
      result: 'success',
      data: { sensor: sauna, invited: false },
    })
  })

  t.test('200 to someone who has not joined: invited', async t => {
    t.match(await share(owner, sauna, 'nobody@example.com'), { status: 200, data: { sensor: sauna, invited: true } })
  })

  t.test('409 to the same person again, in any case, and no second letter', async t => {
    t.match(await share(owner, sauna.toLowerCase(), 'Guest@Example.COM'), {
      status: 409,
      result: 'error',
      code: 'ER_SENSOR_ALREADY_SHARED',
      sub_code: 'ER_CONFLICT',
    })
    t.match(await share(owner, sauna, 'nobody@example.com'), { status: 409 })
    t.equal((await house.db.selectFrom('letters').selectAll().execute()).length, 2)
  })
  await checkBooks(t, house.db)
})
