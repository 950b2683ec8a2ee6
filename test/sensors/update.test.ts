import { sql } from 'kysely'
import t from 'tap'
import { identify } from '../../src/auth/identify.ts'
import { update as updateSensor } from '../../src/sensors/update.ts'
import { checkBooks, type House, openHouse, type Person } from '../support/house.ts'

const update = ({ post }: House, who: Person, sensor: string, change: object = {}) =>
  post('/update', { sensor, ...change }, who.token)

const rowOf = ({ db }: House, sensor: string) =>
  db
    .selectFrom('sensors')
    .select(['name', 'picture', 'is_public', 'offset_temperature', 'offset_humidity', 'offset_pressure'])
    .where('id', '=', sensor)
    .executeTakeFirstOrThrow()

const shareOf = ({ db }: House, sensor: string, { id }: Person) =>
  db
    .selectFrom('shares')
    .select(['name', 'picture'])
    .where('sensor_id', '=', sensor)
    .where('guest_id', '=', id)
    .executeTakeFirstOrThrow()

const old = { status: 409, result: 'error', code: 'ER_CONFLICT', sub_code: 'ER_OLD_ENTRY' }
const now = () => Math.floor(Date.now() / 1000)

t.test('POST /update', async t => {
  const house = await openHouse(t)
  const { db, person, sensor, share } = house
  const [anna, gus, stranger] = [await person('anna'), await person('gus'), await person('stranger')]
  const lent = async () => {
    const id = await sensor(anna, 'Sauna')
    await share(anna, id, gus.email)
    return id
  }

  t.test('200 the owner: everything, one by one or together, and the answer is what was changed', async t => {
    const id = await lent()
    const all = { name: 'Säuna', picture: 'a.png', offsetTemperature: -1.5, offsetHumidity: 2, offsetPressure: 300 }
    t.strictSame(await update(house, anna, id.toLowerCase(), { ...all, public: 1 }), {
      status: 200,
      result: 'success',
      data: { sensor: id, ...all, public: true },
    })
    t.strictSame(await rowOf(house, id), {
      name: 'Säuna',
      picture: 'a.png',
      is_public: true,
      offset_temperature: -1.5,
      offset_humidity: 2,
      offset_pressure: 300,
    })
    for (const change of [{ name: '' }, { picture: '' }, { public: false }, { offsetTemperature: 0 }]) {
      t.strictSame((await update(house, anna, id, change)).data, { sensor: id, ...change })
    }
    t.match(await rowOf(house, id), {
      name: '',
      picture: '',
      is_public: false,
      offset_temperature: 0,
      offset_humidity: 2,
    })
    t.strictSame(await shareOf(house, id, gus), { name: 'Sauna', picture: '' }, "the guest's name stays")
    await share(anna, id, stranger.email)
    t.strictSame(await shareOf(house, id, stranger), { name: '', picture: '' }, 'a new guest begins with the new one')
  })
  t.test('200 nothing named: nothing changes', async t => {
    const id = await lent()
    for (const who of [anna, gus]) {
      t.strictSame(await update(house, who, id, { timestamp: 1 }), {
        status: 200,
        result: 'success',
        data: { sensor: id },
      })
    }
    t.match(await rowOf(house, id), { name: 'Sauna' })
  })
  t.test(
    "200 a guest: the own name and picture; the owner's fields beside them are left alone and not echoed",
    async t => {
      const id = await lent()
      const change = {
        name: 'Hot',
        picture: 'https://example.com/x.png',
        public: true,
        offsetTemperature: 5,
        offsetHumidity: 5,
      }
      t.strictSame((await update(house, gus, id, change)).data, { sensor: id, name: 'Hot', picture: change.picture })
      t.strictSame(await shareOf(house, id, gus), { name: 'Hot', picture: change.picture })
      t.match(await rowOf(house, id), { name: 'Sauna', picture: '', is_public: false, offset_temperature: 0 })
    },
  )
  t.test("403 a guest who names only what is the owner's", async t => {
    for (const change of [{ public: true }, { offsetPressure: 1 }]) {
      t.match(await update(house, gus, await lent(), change), {
        status: 403,
        code: 'ER_FORBIDDEN',
        error: 'Only its owner can change that. You can change what you call this sensor, and its picture.',
      })
    }
  })
  t.test('403 who may not see it, or sees it only as everybody does; whether or not it exists', async t => {
    const refusal = await update(house, stranger, 'FF:FF:FF:FF:FF:FF', { name: 'x' })
    t.match(refusal, { status: 403, code: 'ER_FORBIDDEN' })
    const id = await lent()
    t.strictSame(await update(house, stranger, id, { name: 'x' }), refusal)
    await update(house, anna, id, { public: true })
    t.strictSame(await update(house, stranger, id, { name: 'x' }), refusal)
    t.strictSame(await update(house, stranger, id), refusal)
    for (const change of [sql`asked = true`, sql`expires_at = now(), asked = false`]) {
      await sql`update shares set ${change} where sensor_id = ${id} and guest_id = ${gus.id}`.execute(db)
      t.strictSame(await update(house, gus, id, { name: 'x' }), refusal, 'pending, then expired')
    }
    t.match(await rowOf(house, id), { name: 'Sauna' })
  })
  t.test('409 something newer is stored, by the clock of whoever stored it; for each their own', async t => {
    const id = await lent()
    await sql`update sensors set updated_at = '2020-01-01' where id = ${id}`.execute(db)
    await sql`update shares set updated_at = '2020-01-01' where sensor_id = ${id}`.execute(db)
    const then = 1_600_000_000
    for (const who of [anna, gus]) {
      t.match(await update(house, who, id, { name: 'then', timestamp: then + 0.5 }), { status: 200 })
      t.match(await update(house, who, id, { name: 'before', timestamp: then - 1 }), old)
      t.match(await update(house, who, id, { name: 'in the same second', timestamp: then }), { status: 200 })
      t.match(await update(house, who, id, { name: 'now' }), { status: 200 }, 'without a time it always counts')
      t.match(await update(house, who, id, { name: 'then', timestamp: then + 1 }), old)
    }
    t.match(await rowOf(house, id), { name: 'now' })
    t.match(await shareOf(house, id, gus), { name: 'now' })
  })
  t.test('200 a clock that is far ahead counts as now, and locks nobody out', async t => {
    const id = await lent()
    t.match(await update(house, anna, id, { name: 'ahead', timestamp: now() + 86_400 }), { status: 200 })
    t.match(await update(house, anna, id, { name: 'right', timestamp: now() + 1 }), { status: 200 })
    t.match(await update(house, anna, id, { name: 'a little ahead', timestamp: now() + 240 }), { status: 200 })
    t.match(await update(house, anna, id, { name: 'right', timestamp: now() + 1 }), old)
    t.match(await update(house, anna, id, { name: 'no clock' }), { status: 200 })
  })
  t.test('milliseconds are taken as such', async t => {
    const id = await lent()
    await sql`update sensors set updated_at = '2020-01-01' where id = ${id}`.execute(db)
    const caller = await identify(db, { email: anna.email })
    if (!caller) throw new Error('nobody')
    await updateSensor(db, caller, { sensor: id, name: 'ms', at: 1_600_000_000_000 } as Parameters<
      typeof updateSensor
    >[2])
    const { updated_at } = await db
      .selectFrom('sensors')
      .select('updated_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    t.equal(updated_at.getTime(), 1_600_000_000_000)
  })
  t.test('200 half a character becomes a sign that stands for it, in the answer as in the database', async t => {
    const id = await lent()
    const payload = `{"sensor":"${id}","name":"a\\ud800b"}`
    const answer = await house.inject({
      method: 'POST',
      url: '/update',
      headers: { authorization: anna.token, 'content-type': 'application/json' },
      payload,
    })
    t.strictSame(answer.json().data, { sensor: id, name: 'a\ufffdb' })
    t.match(await rowOf(house, id), { name: 'a\ufffdb' })
  })
  t.test('200 many at once: the last time counts, whatever the order', async t => {
    const id = await lent()
    await sql`update sensors set updated_at = '2020-01-01' where id = ${id}`.execute(db)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        update(house, anna, id, { name: `at ${(i * 7) % 20}`, timestamp: 1_600_000_000 + ((i * 7) % 20) }),
      ),
    )
    t.ok(answers.every(({ status }) => status === 200 || status === 409))
    t.match(await rowOf(house, id), { name: 'at 19' })
  })
  t.test('200 what nobody knows is left out, whatever it is', async t => {
    const id = await lent()
    for (const [index, x] of ['\0', '\ud800', 7, { a: ['\0'] }].entries()) {
      t.match(await update(house, anna, id, { name: `at ${index}`, x }), { status: 200 })
      t.match(await rowOf(house, id), { name: `at ${index}` })
    }
    const answer = await house.inject({
      method: 'POST',
      url: '/update',
      headers: { authorization: anna.token, 'content-type': 'application/json' },
      payload: `{"sensor":"${id}","name":"deep","x":${'['.repeat(8_000)}${']'.repeat(8_000)}}`,
    })
    t.equal(answer.statusCode, 200)
    t.match(await rowOf(house, id), { name: 'deep' })
  })
  t.test('400, 401', async t => {
    const id = await lent()
    for (const change of [
      { name: 7 },
      { name: 'x'.repeat(201) },
      { picture: 'http://example.com/x.png' },
      { picture: '../x.png' },
      { public: 2 },
      { offsetTemperature: '1' },
      { timestamp: -1 },
    ]) {
      t.match(await update(house, anna, id, change), { status: 400 }, JSON.stringify(change))
    }
    t.match(await update(house, anna, 'sauna'), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await house.post('/update', {}, anna.token), { status: 400, code: 'ER_MISSING_ARGUMENT' })
    t.match(await house.post('/update', { sensor: id }), { status: 401 })
  })
  t.test('the books are right', t => checkBooks(t, db))
})
