/** The official apps and a gateway, from the first code to the end of a claim: the bodies, headers and types that each of them sends. */
import { createHmac } from 'node:crypto'
import t, { type Test } from 'tap'
import { deriveKeys, unseal } from '../../src/keys.ts'
import { lastCodeLetter } from '../support/code-letter.ts'
import { checkBooks, type House, openHouse } from '../support/house.ts'

type Body = Record<string, unknown>
type App = {
  /** How it sends its token and its bodies. */
  authorization: (token: string) => string
  contentType: string
  /** How a guest leaves in it. */
  leave: (sensor: string, email: string) => [path: string, body: Body]
  /** What it sends when a guest renames a sensor. */
  rename: (sensor: string, name: string) => Body
  /** How it asks for a history. */
  history: (sensor: string, since: number) => string
}

const apps: Record<string, App> = {
  android: {
    authorization: token => `Bearer ${token}`,
    contentType: 'application/json; charset=UTF-8',
    leave: (sensor, user) => ['/unshare', { user, sensor }],
    rename: (sensor, name) => ({ sensor, name, offsetTemperature: 0, offsetHumidity: 0, offsetPressure: 0 }),
    history: (sensor, since) => `sensor=${encodeURIComponent(sensor)}&since=${since}&sort=asc&limit=5000&mode=mixed`,
  },
  ios: {
    authorization: token => token,
    contentType: 'application/json',
    leave: sensor => ['/unshare', { sensor }],
    rename: (sensor, name) => ({ sensor: sensor.toLowerCase(), name, timestamp: Math.floor(Date.now() / 1000) }),
    history: (sensor, since) => `sensor=${sensor.toLowerCase()}&since=${since}.25&sort=asc&limit=5000&mode=dense`,
  },
  web: {
    authorization: token => `Bearer ${token}`,
    contentType: 'text/plain;charset=UTF-8',
    leave: sensor => ['/unclaim', { sensor, deleteData: false }],
    rename: (sensor, name) => ({ sensor, name }),
    history: (sensor, since) => `sensor=${sensor}&mode=mixed&since=${since}&limit=100000&sort=desc`,
  },
}

const gateway = 'F0:E1:D2:C3:B4:A5'
const gatewaySecret = 'a secret of the gateway'
const internalSecret = 'i'.repeat(32)
const frame = '0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'

for (const [name, app] of Object.entries(apps)) {
  t.test(`a life with the ${name} app`, async t => {
    const house = await openHouse(t, { internalSecret })
    await whitelist(house)
    const at = Math.floor(Date.now() / 1000) - 5
    const sauna = 'C6:F1:E7:D3:DA:11'
    const olivia = await signIn(t, house, app, 'Olivia@Example.com')

    await t.test('the owner claims a sensor, and sees what it measures', async t => {
      t.match(await olivia.get('/check?sensor=c6:f1:e7:d3:da:11'), { status: 200, data: { sensor: sauna, email: '' } })
      t.match(await olivia.post('/claim', { sensor: sauna.toLowerCase(), name: 'Sauna' }), { data: { sensor: sauna } })
      t.match(await olivia.post('/claim', { sensor: sauna }), {
        status: 409,
        code: 'ER_SENSOR_ALREADY_CLAIMED',
        error: 'Sensor already claimed by o***a@e***e.com.',
      })
      t.equal((await record(house, { [sauna]: { rssi: -61, timestamp: at, data: frame } })).json().data.recorded, 1)
      const { data } = await olivia.get(`/get?${app.history(sauna, at - 3600)}`)
      t.match(data, { sensor: sauna, name: 'Sauna', total: 1 })
      t.strictSame(data.measurements, [
        { gwmac: gateway, coordinates: '60.1699,24.9384', rssi: -61, timestamp: at, data: frame },
      ])
      t.match(await olivia.post('/settings', { name: 'UNIT_TEMPERATURE', value: 'C' }), { data: { action: 'added' } })
      t.match(await olivia.get('/settings'), { data: { settings: { UNIT_TEMPERATURE: 'C' } } })
    })

    await t.test('an invited guest signs up and gets the same', async t => {
      const invited = await olivia.post('/share', { sensor: sauna, user: 'Gary@Example.com' })
      t.strictSame(invited, { status: 200, result: 'success', data: { sensor: sauna, invited: true } })
      t.match((await olivia.list())[0], { sharedTo: [], sharedToPending: ['gary@example.com'] })
      const gary = await signIn(t, house, app, 'gary@example.com')
      t.match((await olivia.list())[0], { sharedTo: ['gary@example.com'], sharedToPending: [] })
      t.match(await gary.list(), [
        { sensor: sauna, name: 'Sauna', owner: 'olivia@example.com', canShare: false, measurements: [{ data: frame }] },
      ])
      const path = `/get?${app.history(sauna, at - 3600)}`
      t.strictSame((await gary.get(path)).data, (await olivia.get(path)).data)
      t.match((await gary.get('/user')).data.sensors, [{ sensor: sauna, owner: 'olivia@example.com' }])

      t.match(await gary.post('/update', app.rename(sauna, 'Their sauna')), { data: { name: 'Their sauna' } })
      t.match(await gary.list(), [{ name: 'Their sauna' }])
      t.match(await olivia.list(), [{ name: 'Sauna' }])

      t.strictSame(await gary.post(...app.leave(sauna, 'gary@example.com')), {
        status: 200,
        result: 'success',
        data: {},
      })
      t.strictSame(await gary.list(), [])
      t.equal((await gary.get(path)).status, 403)
      t.match((await olivia.list())[0], { sensor: sauna, sharedTo: [], measurements: [{ data: frame }] })
    })

    await t.test('the owner gives the sensor up, and the guest is told', async t => {
      const gary = await signIn(t, house, app, 'gary@example.com')
      await olivia.post('/share', { sensor: sauna, user: 'gary@example.com' })
      t.equal((await gary.list()).length, 1)
      t.strictSame(await olivia.post('/unclaim', { sensor: sauna, deleteData: true }), {
        status: 200,
        result: 'success',
        data: {},
      })
      t.strictSame([await olivia.list(), await gary.list()], [[], []])
      const letter = await house.db.selectFrom('letters').selectAll().orderBy('id', 'desc').executeTakeFirst()
      t.match(letter, { kind: 'unclaimed', recipient: 'gary@example.com', sender: 'olivia@example.com' })
      t.match(await gary.post('/claim', { sensor: sauna, name: 'Mine' }), { status: 200 })
      t.match((await gary.get(`/get?${app.history(sauna, at - 3600)}`)).data, { name: 'Mine', measurements: [] })
    })
    await checkBooks(t, house.db)
  })
}

/** Signs in as the app does and returns what it then can do. */
async function signIn(t: Test, house: House, app: App, address: string) {
  const email = address.toLowerCase()
  const send = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>, body?: Body) => {
    const answer = await house.inject({ method, url, headers, ...(body && { payload: JSON.stringify(body) }) })
    return { status: answer.statusCode, ...answer.json() }
  }
  const type = { 'content-type': app.contentType }
  t.match(await send('POST', '/register', type, { email: address }), { status: 200, data: { email } })
  const letter = await lastCodeLetter(house.db, email)
  const code = unseal(deriveKeys(house.secret).codes.sealing, letter.code)
  const verified = await send('GET', `/verify?token=${code}`, {})
  t.match(verified, { status: 200, data: { email, accessToken: String } })
  const token = { authorization: app.authorization(verified.data.accessToken) }
  const get = (url: string) => send('GET', url, token)
  return {
    get,
    post: (url: string, body: Body) => send('POST', url, { ...token, ...type }, body),
    list: async (): Promise<Body[]> =>
      (await get('/sensors-dense?sharedToOthers=true&sharedToMe=true&measurements=true&alerts=true&settings=true')).data
        .sensors,
  }
}

function record(house: House, tags: Body) {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const data = { coordinates: '60.1699,24.9384', timestamp: Number(timestamp), nonce: '1', gwmac: gateway, tags }
  const payload = JSON.stringify({ data })
  const signature = createHmac('sha256', gatewaySecret).update(payload).digest('hex')
  const headers = { 'content-type': 'application/json', 'ruuvi-hmac-sha256': signature }
  return house.inject({ method: 'POST', url: '/record', headers, payload })
}

/** The gateway calls, is turned away, and is put on the list by the operator. */
async function whitelist(house: House) {
  const refused = await record(house, {})
  if (refused.statusCode !== 401) throw new Error(refused.payload)
  const answer = await house.inject({
    method: 'POST',
    url: '/whitelist',
    headers: { 'x-internal-secret': internalSecret },
    payload: { macAddress: gateway, secret: gatewaySecret },
  })
  if (answer.statusCode !== 200) throw new Error(answer.payload)
}
