import { sql } from 'kysely'
import t from 'tap'
import { checkBooks, type House, openHouse, type Person } from '../support/house.ts'

const save = ({ post }: House, who: Person, sensor: string, type: unknown, value: unknown, more: object = {}) =>
  post('/sensor-settings', { sensor, type, value, ...more }, who.token)

async function list({ inject }: House, { token: authorization }: { token: string }, sensor?: string) {
  const answer = await inject({ url: '/sensor-settings', query: sensor ? { sensor } : {}, headers: { authorization } })
  return { status: answer.statusCode, ...answer.json() }
}

const done = (action: string) => ({ status: 200, result: 'success', data: { action } })

t.test('/sensor-settings', async t => {
  const house = await openHouse(t)
  const { db, person, share } = house
  const [anna, gus, stranger] = [await person('anna'), await person('gus'), await person('stranger')]
  const sensor = await house.sensor(anna)
  await share(anna, sensor, gus.email)

  t.test('200 one value or lists of them; guests read what the owner wrote', async t => {
    t.strictSame(await save(house, anna, sensor.toLowerCase(), 'unit', 'C', { timestamp: 100.7 }), done('added'))
    t.strictSame(await save(house, anna, sensor, ['unit', 'order'], ['F', 3], { timestamp: 200 }), done('updated'))
    t.strictSame(await save(house, anna, sensor, ['a', 'b'], [true, ''], { timestamp: 200 }), done('added'))
    const settings = {
      unit: 'F',
      unit_lastUpdated: 200,
      order: '3',
      order_lastUpdated: 200,
      a: 'true',
      a_lastUpdated: 200,
      b: '',
      b_lastUpdated: 200,
    }
    t.same(await list(house, anna, sensor.toLowerCase()), {
      status: 200,
      result: 'success',
      data: { sensors: [{ sensor, settings }] },
    })
    t.same((await list(house, gus)).data, { sensors: [{ sensor, settings }] })
    t.same((await list(house, gus, sensor)).data, { sensors: [{ sensor, settings }] })
  })
  t.test('403 a guest who writes: they learn why, and nothing changes', async t => {
    const before = (await list(house, gus)).data
    t.strictSame(await save(house, gus, sensor, 'unit', 'K', { timestamp: 300 }), {
      status: 403,
      result: 'error',
      error: 'Only the owner of a sensor can configure its settings. You can read them.',
      code: 'ER_FORBIDDEN',
    })
    t.same((await list(house, gus)).data, before)
  })
  t.test('200 the new owner of a sensor finds none of the former one, nor does who claims it again', async t => {
    const id = await house.sensor(anna)
    await save(house, anna, id, 'note', 'The key is under the mat')
    await house.post('/unclaim', { sensor: id }, anna.token)
    for (const who of [stranger, anna]) {
      await house.post('/claim', { sensor: id }, who.token)
      t.same((await list(house, who, id)).data.sensors, [{ sensor: id, settings: {} }])
      await house.post('/unclaim', { sensor: id }, who.token)
    }
  })
  t.test('200 the list has every sensor that one sees, and no other, in one statement', async t => {
    let count = 0
    const counting = await openHouse(t, { onStatement: () => count++ })
    const [owner, guest] = [await counting.person('owner'), await counting.person('guest')]
    const ids: string[] = []
    for (let i = 0; i < 6; i++) ids.push(await counting.sensor(owner))
    for (const id of ids.slice(0, 4)) await counting.share(owner, id, guest.email)
    await sql`update shares set asked = true where sensor_id = ${ids[0]}`.execute(counting.db)
    await sql`update shares set expires_at = now() where sensor_id = ${ids[1]}`.execute(counting.db)
    await sql`update sensors set is_public = true where id = ${ids[5]}`.execute(counting.db)
    await save(counting, owner, ids[3] ?? '', 'a', 'b', { timestamp: 1 })
    count = 0
    t.same((await list(counting, guest)).data.sensors, [
      { sensor: ids[2], settings: {} },
      { sensor: ids[3], settings: { a: 'b', a_lastUpdated: 1 } },
    ])
    t.equal(count, 2, 'who calls, and the list')
    t.equal((await list(counting, owner)).data.sensors.length, 6)
  })
  t.test('200 the last of those with one name counts', async t => {
    t.strictSame(await save(house, anna, sensor, ['twice', 'twice'], ['first', 'last']), done('added'))
    t.match((await list(house, anna)).data.sensors[0].settings, { twice: 'last' })
  })
  t.test('200 any text, half characters too; it never leaves the text', async t => {
    const value = `"\\'; drop table people; -- {}[]\n\u00e9\u{1f600}`
    t.match(await save(house, anna, sensor, ['text', '__proto__', 'constructor'], [value, value, value]), {
      status: 200,
    })
    const { settings } = (await list(house, anna)).data.sensors[0]
    for (const name of ['text', '__proto__', 'constructor']) {
      t.equal(Object.getOwnPropertyDescriptor(settings, name)?.value, value, name)
    }
    const answer = await house.inject({
      method: 'POST',
      url: '/sensor-settings',
      headers: { authorization: anna.token, 'content-type': 'application/json' },
      payload: `{"sensor":"${sensor}","type":["text","half"],"value":["\\udc00","a\\ud800"]}`,
    })
    t.equal(answer.statusCode, 200)
    t.match((await list(house, anna)).data.sensors[0].settings, { text: '\ufffd', half: 'a\ufffd' })
  })
  t.test('409 something newer is stored: none of them is kept', async t => {
    await save(house, anna, sensor, 'old', 'stored', { timestamp: 1000 })
    t.match(await save(house, anna, sensor, ['fresh', 'old'], ['x', 'x'], { timestamp: 999 }), {
      status: 409,
      code: 'ER_CONFLICT',
      sub_code: 'ER_OLD_ENTRY',
    })
    const { settings } = (await list(house, gus)).data.sensors[0]
    t.match(settings, { old: 'stored' })
    t.notOk('fresh' in settings)
    t.strictSame(await save(house, anna, sensor, 'old', 'same', { timestamp: 1000 }), done('updated'))
  })
  t.test('403 a sensor that one does not see, or only as everybody does; whether or not it exists', async t => {
    const refusal = await save(house, stranger, 'FF:FF:FF:FF:FF:FF', 'a', 'b')
    t.match(refusal, { status: 403, code: 'ER_FORBIDDEN' })
    await sql`update sensors set is_public = true where id = ${sensor}`.execute(db)
    t.strictSame(await save(house, stranger, sensor, 'a', 'b'), refusal)
    t.strictSame(await list(house, stranger, sensor), refusal)
    t.strictSame(await list(house, stranger, 'FF:FF:FF:FF:FF:FF'), refusal)
    t.strictSame((await list(house, stranger)).data, { sensors: [] })
    const dense = await house.inject({
      url: `/sensors-dense?settings=true&sensor=${sensor}`,
      headers: { authorization: stranger.token },
    })
    t.match(dense.json().data.sensors, [{ sensor, settings: {} }], 'a public sensor shows no settings')
  })
  t.test('403 more than 200 for a sensor; what is there can still be changed', async t => {
    const id = await house.sensor(anna)
    const names = Array.from({ length: 100 }, (_, i) => `name${i}`)
    for (const prefix of ['a', 'b']) {
      t.match(
        await save(
          house,
          anna,
          id,
          names.map(name => prefix + name),
          names,
        ),
        { status: 200 },
      )
    }
    t.match(await save(house, anna, id, ['aname0', 'more'], ['new', 'x']), { status: 403, code: 'ER_FORBIDDEN' })
    t.match((await list(house, anna, id)).data.sensors[0].settings, { aname0: 'name0' })
    t.strictSame(await save(house, anna, id, 'aname0', 'new'), done('updated'))
    t.match(await save(house, anna, sensor, 'another', 'x'), { status: 200 }, 'of another sensor there is room')
  })
  t.test('403 also for those that come at once: never more than 200', async t => {
    const id = await house.sensor(anna)
    const batches = Array.from({ length: 5 }, (_, part) => Array.from({ length: 60 }, (_, i) => `p${part}n${i}`))
    const answers = await Promise.all(batches.map(names => save(house, anna, id, names, names)))
    t.strictSame(answers.map(({ status }) => status).sort(), [200, 200, 200, 403, 403])
    t.equal(Object.keys((await list(house, anna, id)).data.sensors[0].settings).length, 2 * 180)
  })
  t.test('400, 401', async t => {
    t.match(await save(house, anna, sensor, ['a', 'b'], ['x']), { status: 400, code: 'ER_INVALID_FORMAT' })
    t.match(await save(house, anna, sensor, 'a b', 'x'), { status: 400, code: 'ER_INVALID_FORMAT' })
    t.match(await save(house, anna, sensor, ['a', 'a_lastUpdated'], ['x', 'y']), {
      status: 400,
      code: 'ER_INVALID_FORMAT',
    })
    t.match(await save(house, anna, sensor, [], []), { status: 400 })
    t.match(await save(house, anna, sensor, 'a', 'a\u0000'), { status: 400 })
    t.match(await house.post('/sensor-settings', { sensor, type: 'a' }, anna.token), {
      status: 400,
      code: 'ER_MISSING_ARGUMENT',
    })
    t.match(await list(house, anna, 'sauna'), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await list(house, { token: 'x' }), { status: 401 })
    t.match(await house.post('/sensor-settings', { sensor, type: 'a', value: 'b' }), { status: 401 })
  })
  t.test('the books are right', t => checkBooks(t, db))
})
