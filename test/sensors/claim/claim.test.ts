import { sql } from 'kysely'
import t from 'tap'
import { checkBooks, type House, openHouse, type Person } from '../../support/house.ts'

const mac = 'C6:F1:E7:D3:DA:11'

const claim = ({ post }: House, who: Person, sensor: string, more: object = {}) =>
  post('/claim', { sensor, ...more }, who.token)

const check = async ({ inject }: House, { token: authorization }: { token: string }, sensor: string) => {
  const answer = await inject({ url: '/check', query: { sensor }, headers: { authorization } })
  return { status: answer.statusCode, ...answer.json() }
}

const historyOf = ({ db }: House, sensor: string) =>
  db
    .selectFrom('histories')
    .select(['owner_id', 'begins_at', 'thinned_until'])
    .where('sensor_id', '=', sensor)
    .executeTakeFirst()

const now = () => Math.floor(Date.now() / 1000)

t.test('POST /claim, GET /check', async t => {
  const house = await openHouse(t)
  const { db } = house
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]

  t.test('200 a free sensor: it is theirs, by the name that they gave it', async t => {
    t.strictSame(await check(house, bert, mac.toLowerCase()), {
      status: 200,
      result: 'success',
      data: { sensor: mac, email: '' },
    })
    t.strictSame(await claim(house, anna, mac.toLowerCase(), { name: 'Säuna', description: 'old' }), {
      status: 200,
      result: 'success',
      data: { sensor: mac },
    })
    const row = await db.selectFrom('sensors').selectAll().where('id', '=', mac).executeTakeFirstOrThrow()
    t.match(row, { owner_id: anna.id, name: 'Säuna', picture: '', is_public: false, share_count: 0 })
    t.strictSame(await historyOf(house, mac), { owner_id: anna.id, begins_at: 0, thinned_until: 0 })
    t.match(await claim(house, anna, 'C6:F1:E7:D3:DA:12'), { status: 200 }, 'a name is not asked for')
  })
  t.test('409 somebody has it, oneself included: their address, masked, as Android reads it', async t => {
    for (const who of [bert, anna]) {
      t.strictSame(await claim(house, who, mac), {
        status: 409,
        result: 'error',
        error: 'Sensor already claimed by a***a@e***e.com.',
        code: 'ER_SENSOR_ALREADY_CLAIMED',
        sub_code: 'ER_CONFLICT',
      })
      t.match(await check(house, who, mac), { status: 200, data: { email: 'a***a@e***e.com' } })
    }
  })
  t.test('400, 401', async t => {
    t.match(await claim(house, anna, 'sauna'), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await house.post('/claim', {}, anna.token), { status: 400, code: 'ER_MISSING_ARGUMENT' })
    t.match(await claim(house, anna, 'C6:F1:E7:D3:DA:13', { name: 'a\u0000b' }), { status: 400 })
    t.match(await house.post('/claim', { sensor: mac }), { status: 401 })
    t.match(await check(house, anna, 'sauna'), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await check(house, { token: 'x' }, mac), { status: 401 })
  })
  t.test('400 as many as the plan allows; the plan that counts now decides', async t => {
    const carl = await house.person('carl', { plan: 'Business' })
    await db
      .updateTable('people')
      .set({ plan_ends_at: new Date(Date.now() + 3_600_000) })
      .where('id', '=', carl.id)
      .execute()
    for (let i = 0; i < 25; i++) await house.sensor(carl)
    t.match(await claim(house, carl, 'C6:F1:E7:D3:DB:01'), { status: 200 }, 'Business has room for 50')
    await db.updateTable('people').set({ plan_ends_at: new Date() }).where('id', '=', carl.id).execute()
    t.strictSame(await claim(house, carl, 'C6:F1:E7:D3:DB:02'), {
      status: 400,
      result: 'error',
      error: 'You own as many sensors as your plan allows. Remove one from your account first.',
      code: 'ER_CLAIM_COUNT_REACHED',
      sub_code: 'ER_FORBIDDEN',
    })
    t.equal(await historyOf(house, 'C6:F1:E7:D3:DB:02'), undefined, 'nothing is left of it')
    t.match(await claim(house, carl, mac), { status: 409 }, 'whose it is comes first')
  })
  t.test("200 a sensor that was somebody else's: what it measured is not theirs; one's own again: it is", async t => {
    const sensor = 'C6:F1:E7:D3:DC:01'
    await claim(house, anna, sensor)
    await sql`update histories set begins_at = 5, thinned_until = 7 where sensor_id = ${sensor}`.execute(db)
    await house.post('/unclaim', { sensor }, anna.token)
    await claim(house, anna, sensor)
    t.strictSame(await historyOf(house, sensor), { owner_id: anna.id, begins_at: 5, thinned_until: 7 })
    await house.post('/unclaim', { sensor }, anna.token)
    await claim(house, bert, sensor)
    const history = await historyOf(house, sensor)
    t.match(history, { owner_id: bert.id, thinned_until: 0 })
    t.ok(Math.abs(Number(history?.begins_at) - now()) < 60, 'it begins now')
  })
  t.test('200 a sensor that was heard before anybody claimed it: nothing from before', async t => {
    const sensor = 'C6:F1:E7:D3:DC:02'
    await db.insertInto('histories').values({ sensor_id: sensor, owner_id: null, thinned_until: 7 }).execute()
    await claim(house, anna, sensor)
    const history = await historyOf(house, sensor)
    t.match(history, { owner_id: anna.id, thinned_until: 0 })
    t.ok(Number(history?.begins_at) > 0, 'it begins now: it may have been in somebody else’s rooms')
  })
  t.test('the books are right', t => checkBooks(t, db))
})
