/** What Ruuvi Station for Android forwards, through a socket, to an address of the page. */
import { sql } from 'kysely'
import { pino } from 'pino'
import t from 'tap'
import { decode } from '../../src/measurements/values.ts'
import { buildTestApp } from '../support/app.ts'
import { makePhone } from '../support/gateway.ts'
import { type House, openAgain, openHouse } from '../support/house.ts'
import { eventually } from '../support/service.ts'
import { listen } from '../support/stream.ts'

/** A time as the app writes it, in a zone of its own. */
const written = (at: Date) => `${new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 19)}+0300`

const place = { accuracy: 12.5, latitude: 60.16952, longitude: 24.93545 }

const tagOf = (id: string, at: Date, more: object = {}) => ({
  id,
  name: 'Name in the phone',
  createDate: '2020-01-01T10:00:00+0300',
  updateAt: written(at),
  rssi: -71,
  dataFormat: 5,
  temperature: 24.3,
  humidity: 53.49,
  pressure: 100044.0,
  accelX: 0.004,
  accelY: -0.004,
  accelZ: 1.036,
  voltage: 2.977,
  txPower: 4.0,
  movementCounter: 66,
  measurementSequenceNumber: 205,
  favorite: true,
  connectable: false,
  defaultBackground: 3,
  humidityOffset: 0,
  ...more,
})

const eventOf = (tags: object[], at = new Date()) => ({
  deviceId: 'a-phone-of-mine',
  eventId: '6b7c1c1a-90d0-4d43-9d4b-3f3f2b0e7b3d',
  batteryLevel: 87,
  time: written(at),
  location: place,
  tags,
})

async function post(house: Pick<House, 'app'>, token: string, body: unknown) {
  const answer = await house.app.inject({
    method: 'POST',
    url: `/forward/${token}`,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.statusCode, headers: answer.headers, ...answer.json() }
}

const kept = ({ db }: House) => db.selectFrom('measurements').selectAll().orderBy('sensor_id').orderBy('at').execute()
const secondOf = (at: Date) => Math.floor(at.getTime() / 1000)

t.test('POST /forward/{token}', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(gary, 'Boat')]
  const token = await makePhone(house.db, olivia, 'Phone')
  t.beforeEach(() => sql`truncate measurements, histories`.execute(house.db))

  t.test('200 own sensors only, as frames of format 5, without where the phone was', async t => {
    const origin = await listen(house.app)
    const at = new Date(Date.now() - 5_000)
    const body = JSON.stringify(eventOf([tagOf(sauna, at), tagOf(boat, at), tagOf('C6:F1:E7:AA:00:01', at)]))
    const answer = await fetch(`${origin}/forward/${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    t.strictSame([answer.status, await answer.json()], [200, { result: 'success', data: { recorded: 1 } }])
    const data = `0201061BFF99040512FC5394C37C0004FFFC040CAC364200CD${sauna.replaceAll(':', '')}`
    const row = { sensor_id: sauna, at: secondOf(at), rssi: -71, gateway_id: '', coordinates: '', is_maskable: true }
    t.strictSame(await kept(house), [{ ...row, data }])
    const { rows } = await sql`
      select to_jsonb(measurements) as row from measurements
      union all select to_jsonb(gateways) from gateways
      union all select to_jsonb(forward_tokens) from forward_tokens`.execute(house.db)
    t.equal(rows.length, 2, 'the measurement and the token')
    t.notMatch(JSON.stringify(rows), /60\.16|24\.93|a-phone-of-mine/)
    const read = await house.inject({
      url: `/get?sensor=${sauna}`,
      headers: { authorization: `Bearer ${olivia.token}` },
    })
    t.match(read.json().data.measurements, [{ data, rssi: -71, gwmac: '', coordinates: '' }])
    t.match(await post(house, token, body), { status: 200, data: { recorded: 0 } }, 'sent again')
  })

  t.test('200 what is left out, null, or too much for the format is not available', async t => {
    const at = new Date()
    for (const [more, values] of [
      [
        { humidity: null, pressure: null, accelX: null, accelY: null, accelZ: null },
        { temperature: 24.3, movement: 66 },
      ],
      [
        { temperature: 500, humidity: -3, pressure: 1, accelX: 99 },
        { accelerationY: -0.004, accelerationZ: 1.036, movement: 66 },
      ],
    ] as const) {
      await sql`truncate measurements`.execute(house.db)
      t.match(await post(house, token, eventOf([tagOf(sauna.toLowerCase(), at, more)])), { data: { recorded: 1 } })
      const [row] = await kept(house)
      t.strictSame(decode(row?.data ?? ''), values)
    }
    const nothing = { id: sauna, name: 'x', rssi: -60 }
    t.match(await post(house, token, eventOf([nothing])), { status: 200, data: { recorded: 0 } })
    await sql`truncate measurements`.execute(house.db)
    t.match(await post(house, token, { tags: [{ id: sauna, temperature: 1 }] }), { status: 200, data: { recorded: 1 } })
    t.match(await post(house, token, eventOf([])), { status: 200, data: { recorded: 0 } })
  })

  t.test('200 the offsets of the phone are taken back; those of the owner are applied when it is read', async t => {
    const offsets = { temperatureOffset: 1.5, humidityOffset: -2, pressureOffset: 100 }
    await post(house, token, eventOf([tagOf(sauna, new Date(), offsets)]))
    const [row] = await kept(house)
    t.match(decode(row?.data ?? ''), { temperature: 22.8, humidity: 55.49, pressure: 99_944 })
  })

  t.test('200 a reading from the future is of now', async t => {
    const before = secondOf(new Date())
    const ahead = new Date(Date.now() + 200_000)
    t.match(await post(house, token, eventOf([tagOf(sauna, ahead)], ahead)), { data: { recorded: 1 } })
    const [row] = await kept(house)
    t.ok(row && row.at >= before && row.at <= secondOf(new Date()))
  })

  t.test('400 bad input: nothing is stored', async t => {
    const at = new Date()
    const old = eventOf([tagOf(sauna, at)], new Date(Date.now() - 1_000_000))
    t.match(await post(house, token, old), { status: 400, code: 'ER_INVALID_TIME_RANGE' })
    for (const [body, code] of [
      ['{', 'ER_INVALID_FORMAT'],
      [[], 'ER_INVALID_FORMAT'],
      [{}, 'ER_MISSING_ARGUMENT'],
      [{ tags: {} }, 'ER_INVALID_FORMAT'],
      [{ tags: [{ temperature: 1 }] }, 'ER_MISSING_ARGUMENT'],
      [eventOf([tagOf('80:00:00:00:12:34:56:78', at)]), 'ER_INVALID_MAC_ADDRESS'],
      [eventOf([tagOf(sauna, at, { temperature: '24.3' })]), 'ER_INVALID_FORMAT'],
      [eventOf([tagOf(sauna, at, { rssi: 1e9 })]), 'ER_INVALID_FORMAT'],
      [eventOf([tagOf(sauna, at, { updateAt: 'yesterday' })]), 'ER_INVALID_TIME_RANGE'],
      [{ ...eventOf([tagOf(sauna, at)]), time: '2020-13-45T99:00:00+0300' }, 'ER_INVALID_TIME_RANGE'],
      [JSON.stringify(eventOf([tagOf(sauna, at)])).replace('24.3', '1e400'), 'ER_INVALID_FORMAT'],
    ] as const) {
      t.match(await post(house, token, body), { status: 400, code }, JSON.stringify(body).slice(0, 60))
    }
    t.strictSame(await kept(house), [])
  })

  t.test('200 a time as other programs write it, or none', async t => {
    for (const time of [new Date().toISOString(), written(new Date()), null]) {
      t.match(await post(house, token, { ...eventOf([]), time }), { status: 200 }, String(time))
    }
  })

  t.test('403 a token that is none, or of something else', async t => {
    const body = eventOf([tagOf(sauna, new Date())])
    for (const bad of [
      'x',
      token.slice(1),
      `${token}x`,
      token.toUpperCase(),
      olivia.token.slice(0, 200),
      '%00',
      '%F0',
    ]) {
      const { status } = await post(house, bad, body)
      t.ok([400, 403].includes(status), `${status} for ${bad}`)
    }
    t.match(await post(house, 'x'.repeat(43), body), { status: 403, code: 'ER_FORBIDDEN', error: /was revoked/ })
    t.strictSame(await kept(house), [])
    const opens = await house.inject({ url: '/user', headers: { authorization: `Bearer ${token}` } })
    t.equal(opens.statusCode, 401, 'it opens nothing else')
  })

  t.test('403 at once in every process when it is revoked; only its hash is stored', async t => {
    const db = house.url ? await openAgain(t, house.url) : house.db
    const app = await buildTestApp({ db, secret: house.secret, rateLimit: false })
    t.teardown(() => app.close())
    const other = await makePhone(house.db, olivia, 'Tablet')
    const stored = await sql<{ row: string }>`select to_jsonb(forward_tokens)::text as row from forward_tokens`.execute(
      house.db,
    )
    t.notMatch(JSON.stringify(stored.rows), other)
    const body = eventOf([tagOf(sauna, new Date())])
    for (const one of [house, { app }]) t.match(await post(one, other, body), { status: 200 })
    await house.db.deleteFrom('forward_tokens').where('name', '=', 'Tablet').execute()
    for (const one of [house, { app }]) t.match(await post(one, other, body), { status: 403 })
    t.match(await post(house, token, body), { status: 200 }, 'others work on')
  })

  t.test('200 a sensor that was given up is no longer stored', async t => {
    const attic = await house.sensor(olivia, 'Attic')
    const at = new Date(Date.now() - 20_000)
    t.match(await post(house, token, eventOf([tagOf(attic, at)])), { data: { recorded: 1 } })
    await sql`update sensors set owner_id = ${gary.id} where id = ${attic}`.execute(house.db)
    const later = new Date(at.getTime() + 1000)
    t.match(await post(house, token, eventOf([tagOf(attic, later)], later)), { data: { recorded: 0 } })
  })

  t.test('its last use is written once a minute', async t => {
    const used = async () => {
      const row = await house.db
        .selectFrom('forward_tokens')
        .select(['name', 'last_used_at', sql<string>`xmin::text`.as('version')])
        .where('name', '=', 'Phone')
        .executeTakeFirstOrThrow()
      return row
    }
    await post(house, token, eventOf([]))
    const before = await used()
    t.ok(before.last_used_at)
    await post(house, token, eventOf([]))
    t.strictSame(await used(), before)
  })

  t.test('twenty for a person', async t => {
    const nina = await house.person('nina')
    for (let n = 0; n < 20; n++) await makePhone(house.db, nina, `Phone ${n}`)
    await t.rejects(makePhone(house.db, nina, 'Phone 20'), { name: 'forwardsFull' })
    await sql`delete from forward_tokens where name = 'Phone 0'`.execute(house.db)
    const made = await Promise.allSettled([1, 2, 3].map(() => makePhone(house.db, nina, 'At once')))
    t.equal(made.filter(({ status }) => status === 'fulfilled').length, 1)
    await house.db.deleteFrom('people').where('id', '=', nina.id).execute()
    const left = await house.db.selectFrom('forward_tokens').select('name').where('name', 'like', 'Phone %').execute()
    t.strictSame(left, [], 'they go with the account')
  })
})

t.test('a sensor that changes hands just then: what is stored is the current owner’s', async t => {
  const house = await openHouse(t)
  if (!house.url) return t.pass('the embedded database does one thing at a time')
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia)
  const token = await makePhone(house.db, olivia, 'Phone')
  const { answer } = await house.db.transaction().execute(async changing => {
    await sql`update sensors set owner_id = ${gary.id} where id = ${sauna}`.execute(changing)
    const answer = post(house, token, eventOf([tagOf(sauna, new Date())]))
    await eventually('the phone waits', async () => {
      const { rows } = await sql`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(house.db)
      return rows.length > 0
    })
    return { answer }
  })
  t.match(await answer, { status: 200, data: { recorded: 0 } })
  t.strictSame(await kept(house), [])
})

t.test('429 wrong tokens beyond the limit of their network, before anything is read; right ones go on', async t => {
  const statements: string[] = []
  const house = await openHouse(t, {
    rateLimit: true,
    now: () => 0,
    counts: { onStatement: title => void statements.push(String(title)) },
  })
  const olivia = await house.person('olivia')
  const [token, second] = [await makePhone(house.db, olivia, '1'), await makePhone(house.db, olivia, '2')]
  t.match(await post(house, token, { tags: [] }), { status: 200 })
  for (let n = 0; n < 59; n++) t.match(await post(house, `guess-${n}`, { tags: [] }), { status: 403 })
  statements.length = 0
  for (const body of ['{', { tags: [] }]) {
    t.match(await post(house, 'guess', body), { status: 429, headers: { 'retry-after': '60' } })
  }
  t.strictSame(statements, [])
  for (let n = 0; n < 60; n++) t.match(await post(house, token, { tags: [] }), { status: 200 })
  t.match(await post(house, token, { tags: [] }), { status: 429 }, 'a phone has a limit of its own')
  t.match(await post(house, second, { tags: [] }), { status: 429 }, 'a token that was not seen counts for its network')
})

t.test('the token is in no log, whatever goes wrong', async t => {
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: line => void logged.push(line) })
  const house = await openHouse(t, { log })
  const olivia = await house.person('olivia')
  const token = await makePhone(house.db, olivia, 'Phone')
  const sauna = await house.sensor(olivia)
  const path = `/forward/${token}`
  const origin = await listen(house.app)
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify(eventOf([tagOf(sauna, new Date())]))
  const statuses: number[] = []
  for (const [url, options] of [
    [path, { method: 'POST', headers: json, body }],
    [path, { method: 'POST', headers: json, body: '{' }],
    [path, { method: 'POST', headers: json, body: '{}' }],
    [path, { method: 'POST', headers: { 'content-type': 'text/css' }, body }],
    [path, { method: 'POST', headers: json, body: ' '.repeat(300_000) }],
    [path, { method: 'GET' }],
    [path, { method: 'OPTIONS' }],
    [`${path}/more`, { method: 'POST', headers: json, body }],
    [`${path}%zz`, { method: 'POST', headers: json, body }],
    [`/forward//${token}`, { method: 'POST', headers: json, body }],
    [`${path}?token=${token}`, { method: 'POST', headers: json, body }],
  ] as const) {
    const answer = await fetch(origin + url, options)
    statuses.push(answer.status)
  }
  t.strictSame(statuses, [200, 400, 400, 415, 413, 405, 204, 404, 400, 404, 200])
  await sql`alter table measurements rename to away`.execute(house.db)
  t.equal((await fetch(origin + path, { method: 'POST', headers: json, body })).status, 500)
  const lines = logged.join('')
  t.match(lines, /"route":"\/forward\/:token"/)
  t.notMatch(lines, token)
  t.notMatch(lines, /60\.16952/)
})
