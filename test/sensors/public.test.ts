import { sql } from 'kysely'
import t from 'tap'
import { weekOf } from '../../src/commands/weather.ts'
import { contract } from '../../src/rest/contract/document.ts'
import { browse } from '../support/browse.ts'
import { type House, openHouse } from '../support/house.ts'

const nowhere = 'AA:AA:AA:AA:AA:AA'

/** A house with a public sensor and a private one, both of which have measured. */
async function furnish(t: Parameters<typeof openHouse>[0], options: Parameters<typeof openHouse>[1] = {}) {
  const house = await openHouse(t, options)
  const olivia = await house.person('olivia')
  const [open, closed] = [await house.sensor(olivia, 'Lake <b>'), await house.sensor(olivia, 'Bedroom')]
  await house.post('/update', { sensor: open, public: true }, olivia.token)
  const weather = weekOf(
    { temperature: 20, swing: 5, humidity: 60, wander: 0 },
    open,
    Math.floor(Date.now() / 1000),
  ).slice(-20)
  for (const sensor of [open, closed]) {
    await house.db
      .insertInto('measurements')
      .values(
        weather.map(row => ({
          sensor_id: sensor,
          ...row,
          gateway_id: 'F0:E1:D2:C3:B4:A5',
          coordinates: '60.1,24.9',
          rssi: -61,
          is_maskable: true,
        })),
      )
      .execute()
    await sql`insert into histories (sensor_id, owner_id) values (${sensor}, ${olivia.id})`.execute(house.db)
  }
  return { house, olivia, open, closed }
}

const get = (house: House, sensor: string, headers: Record<string, string> = {}, remoteAddress = '192.0.2.1') =>
  house.inject({ url: '/get', query: { sensor }, headers, remoteAddress })

t.test('GET /get without a token', async t => {
  const { house, olivia, open, closed } = await furnish(t)

  t.test('200 a public sensor, as a stranger with a token sees it: neither where it is nor whose', async t => {
    const stranger = await house.person('stranger')
    const answer = await get(house, open.toLowerCase())
    t.equal(answer.statusCode, 200)
    t.match(answer.json().data, { sensor: open, name: 'Lake <b>', public: true, total: 20 })
    t.strictSame(answer.json(), (await get(house, open, { authorization: stranger.token })).json())
    for (const secret of ['F0:E1:D2', '60.1', 'olivia']) t.notMatch(answer.payload, secret)
    t.match((await get(house, open, { authorization: olivia.token })).payload, 'F0:E1:D2', 'its owner sees it')
  })

  t.test('403 a private sensor and one that nobody has: the same answer, by the same statement', async t => {
    const ran: string[] = []
    const { house, closed } = await furnish(t, { onStatement: ({ query }) => ran.push(query.sql) })
    const [first, second] = await Promise.all(
      [closed, nowhere].map(async sensor => {
        const { statusCode, payload, headers } = await get(house, sensor)
        const { 'x-request-id': _, date: __, ...others } = headers
        return { statusCode, payload, others }
      }),
    )
    t.strictSame(first, second)
    t.match(first, { statusCode: 403, payload: /"ER_FORBIDDEN"/ })
    ran.length = 0
    await get(house, closed)
    const ofClosed = ran.splice(0)
    await get(house, nowhere)
    t.strictSame(ran, ofClosed)
    const times = { since: '9', until: '1' }
    for (const sensor of [closed, nowhere, open]) {
      t.equal((await house.inject({ url: '/get', query: { sensor, ...times } })).statusCode, 400, 'whatever it is')
    }
  })

  t.test('401 a token that does not work, also for a public sensor', async t => {
    t.equal((await get(house, open, { authorization: 'nonsense' })).statusCode, 401)
    t.equal((await get(house, open, { authorization: 'Signature keyId="x"' })).statusCode, 401)
  })

  t.test('403 with the very next request after its owner closed it', async t => {
    await house.post('/update', { sensor: open, public: false }, olivia.token)
    t.equal((await get(house, open)).statusCode, 403)
    await house.post('/update', { sensor: open, public: true }, olivia.token)
    t.equal((await get(house, open)).statusCode, 200)
    await house.post('/unclaim', { sensor: open }, olivia.token)
    await house.post('/claim', { sensor: open }, olivia.token)
    t.equal((await get(house, open)).statusCode, 403, 'whoever claims it begins with a private one')
  })

  t.test('nothing else opens without a token: only what the contract names', async t => {
    const optional = Object.values(contract.paths)
      .flatMap(operations => Object.values(operations))
      .filter(({ security }) => JSON.stringify(security) === '[{},{"bearerAuth":[]}]')
      .map(({ operationId }) => operationId)
    t.strictSame(optional.sort(), ['readMeasurements', 'verifyDeletion'])
    for (const url of ['/sensors', '/sensors-dense', '/sensor-settings', '/history', '/shares', '/check']) {
      t.equal((await house.inject({ url, query: { sensor: closed } })).statusCode, 401, url)
    }
  })
})

t.test('429 the 61st request of a minute from a network; others, and people with a token, go on', async t => {
  const { house, olivia, open } = await furnish(t, { rateLimit: true })
  for (let i = 0; i < 60; i++) {
    t.equal((await get(house, i % 2 ? open : nowhere)).statusCode, i % 2 ? 200 : 403)
  }
  for (const sensor of [open, nowhere]) t.equal((await get(house, sensor, {}, '192.0.2.200')).statusCode, 429)
  t.equal((await get(house, open, {}, '198.51.100.1')).statusCode, 200)
  t.equal((await get(house, open, { authorization: olivia.token })).statusCode, 200)
})

t.test('the pages', async t => {
  const { house, olivia, open, closed } = await furnish(t)
  const pages = browse(house, olivia)
  const anybody = browse(house)

  t.test('200 the public page, without signing in: values and charts, and nothing of its owner', async t => {
    const page = await anybody.open(`/app/public/${open.toLowerCase()}`)
    t.match(page, { status: 200, title: 'Lake <b>' })
    t.match(page.text, /The owner has made this sensor public\..*Temperature \d+\.\d\d °C/s)
    t.notMatch(page.html, /olivia|F0:E1:D2|60\.1,24|Lake <b>/)
    t.match(page.html, `href="/app/public/${open}?span&#61;week"`)
    t.match(await anybody.open(`/app/public/${open}?span=week`), { status: 200 })
  })

  t.test('404 a private sensor, one that nobody has, a device, and no id: the same page', async t => {
    const device = '80:00:00:00:00:00:00:01'
    await sql`insert into sensors (id, owner_id, is_public) values (${device}, ${olivia.id}, true)`.execute(house.db)
    const [first, ...others] = await Promise.all(
      [closed, nowhere, device, 'sauna'].map(async id => {
        const { status, text } = await anybody.open(`/app/public/${id}`)
        return { status, text }
      }),
    )
    t.equal(first?.status, 404)
    for (const other of others) t.strictSame(other, first)
    await sql`delete from sensors where id = ${device}`.execute(house.db)
  })

  t.test('the owner opens a sensor, is told before what everybody sees, and closes it', async t => {
    const before = await pages.open(`/app/sensors/${closed}`)
    t.match(before.text, 'only you and people you share with have access')
    const ask = await pages.open(`/app/sensors/${closed}/open`)
    t.match(ask, { status: 200, title: 'Make Bedroom public?' })
    t.match(ask.text, 'sees its name, picture and readings')
    t.match((await anybody.open(`/app/public/${closed}`)).status, 404, 'asking changes nothing')
    const opened = await ask.submit('Make public')
    t.match(opened.text, /This sensor is public now\./)
    t.match(opened.html, `href="/app/public/${closed}"`)
    t.match(await anybody.open(`/app/public/${closed}`), { status: 200, title: 'Bedroom' })
    const shut = await opened.submit('Make private')
    t.match(shut.text, /This sensor is private now/)
    t.match(await anybody.open(`/app/public/${closed}`), { status: 404 })
  })

  t.test('404 to a guest and a stranger who try to switch it', async t => {
    const gus = await house.person('gus')
    await house.share(olivia, closed, gus.email)
    const guest = browse(house, gus)
    t.notMatch((await guest.open(`/app/sensors/${closed}`)).html, /id="everybody"/)
    for (const sensor of [closed, nowhere, open])
      t.match(await guest.open(`/app/sensors/${sensor}/open`), { status: 404 })
  })
})
