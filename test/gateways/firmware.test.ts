/** Bodies as the firmwares of Ruuvi Gateways of all ages send them, signed by the byte, through a socket. */
import { request } from 'node:http'
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { frame, gatewaysOf, internalSecret, listedGateway, now, operate, send, sign } from '../support/gateway.ts'
import { openHouse } from '../support/house.ts'
import { listen } from '../support/stream.ts'

const gateway = 'C8:25:2D:8E:9C:2C'
const deviceId = '01:23:45:67:89:AB:CD:EF'
const tag = 'C6:F1:E7:AA:00:01'

/** Keys that no body may have: they would change prototypes. */
const forbidden = ['__proto__', 'constructor', 'prototype']

type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; [field: string]: unknown }

/** Posts a text as a gateway does, with its HMAC in lower case. */
function postFrom(origin: string, path: string, body: string, secret = deviceId): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'RuuviGateway/1.15.0',
    'ruuvi-hmac-sha256': sign(secret, body),
  }
  return new Promise((resolve, reject) => {
    const call = request(`${origin}${path}`, { method: 'POST', headers, agent: false }, async answer => {
      let text = ''
      for await (const chunk of answer) text += chunk
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, ...JSON.parse(text) })
    })
    call.on('error', reject).end(body)
  })
}

/** The bodies of `/record`, by what sends them. The texts are not made by JSON.stringify: firmwares have spaces of their own. */
const posts = (at: number) => ({
  'up to 1.13, times as text': `{
\t"data":\t{
\t\t"coordinates":\t"",
\t\t"timestamp":\t"${at}",
\t\t"nonce":\t"1763182729",
\t\t"gw_mac":\t"${gateway}",
\t\t"tags":\t{
\t\t\t"${tag}":\t{
\t\t\t\t"rssi":\t-65,
\t\t\t\t"timestamp":\t"${at - 1}",
\t\t\t\t"data":\t"${frame}"
\t\t\t}
\t\t}
\t}
}`,
  'from 1.14, times as numbers': `{"data":{"coordinates":"","timestamp":${at},"nonce":1763182729,"gw_mac":"${gateway}","tags":{"${tag}":{"rssi":-65,"timestamp":${at - 1},"ble_phy":"1M","ble_chan":37,"data":"${frame}"}}}}`,
  'raw and decoded': `{"data":{"coordinates":"","timestamp":${at},"nonce":1,"gw_mac":"${gateway}","tags":{"${tag}":{"rssi":-65,"timestamp":${at - 1},"data":"${frame}","dataFormat":5,"temperature":23.4,"humidity":null,"accelX":0.004,"id":"${tag}"}}}}`,
  'a Go gateway, lower case': `{"data":{"coordinates":"60,24","gwmac":"${gateway.toLowerCase()}","timestamp":"${at}","tags":{"${tag.toLowerCase()}":{"rssi":-65,"timestamp":"${at - 1}","data":"${frame}"}}}}\n`,
  'milliseconds as text': `{"data":{"gw_mac":"${gateway}","timestamp":"${at}000","tags":{"${tag}":{"rssi":-65,"timestamp":"${at - 1}999","data":"${frame}"}}}}`,
})

t.test('POST /record', async t => {
  const house = await openHouse(t, { internalSecret })
  const origin = await listen(house.app)
  await listedGateway(house, gateway, deviceId)
  t.beforeEach(() => sql`truncate measurements, histories`.execute(house.db))
  const kept = () => house.db.selectFrom('measurements').selectAll().orderBy('sensor_id').execute()

  t.test('200 every age, and the second is the same', async t => {
    const at = now()
    for (const [age, body] of Object.entries(posts(at))) {
      const answer = await postFrom(origin, '/record', body)
      t.match(answer, { status: 200, data: { recorded: 1 } }, age)
      t.notOk('x-ruuvi-gateway-rate' in answer.headers, 'gateways keep their own rate')
      t.match(await kept(), [{ sensor_id: tag, gateway_id: gateway, at: at - 1, rssi: -65, data: frame }], age)
      await sql`truncate measurements`.execute(house.db)
    }
  })

  t.test('200 no network time: the time of arrival', async t => {
    const body = `{"data":{"coordinates":"","counter":11,"nonce":7,"gw_mac":"${gateway}","tags":{"${tag}":{"rssi":-65,"counter":10,"data":"${frame}"}}}}`
    const before = now()
    t.match(await postFrom(origin, '/record', body), { status: 200, data: { recorded: 1 } })
    const [row] = await kept()
    t.ok(row && row.at >= before && row.at <= now(), `${row?.at} is not the time of arrival`)
  })

  t.test('200 a tag without a time has that of its post', async t => {
    const at = now() - 100
    const body = `{"data":{"timestamp":"${at}","gw_mac":"${gateway}","tags":{"${tag}":{"rssi":-65,"data":"${frame}"}}}}`
    for (const recorded of [1, 0]) {
      t.match(await postFrom(origin, '/record', body), { status: 200, data: { recorded } })
    }
    t.match(await kept(), [{ at }])
  })

  t.test('200 no tags: the check of the wizard', async t => {
    for (const time of [`"timestamp":"${now()}",`, `"timestamp":${now()},`, '']) {
      const body = `{"data":{"coordinates":"",${time}"nonce":"1","gw_mac":"${gateway}","tags":{}}}`
      t.match(await postFrom(origin, '/record', body), { status: 200, data: { recorded: 0 } }, time)
    }
  })

  t.test('400 decoded only: what to set, and only its signer is told', async t => {
    const decoded = `"${tag}":{"rssi":-65,"timestamp":${now()},"dataFormat":5,"temperature":23.4,"id":"${tag}"}`
    const raw = `"C6:F1:E7:AA:00:02":{"rssi":-65,"timestamp":${now()},"data":"${frame}"}`
    for (const tags of [decoded, `${raw},${decoded}`]) {
      const body = `{"data":{"coordinates":"","timestamp":${now()},"gw_mac":"${gateway}","tags":{${tags}}}}`
      t.match(await postFrom(origin, '/record', body), {
        status: 400,
        code: 'ER_MISSING_ARGUMENT',
        error: /choose the data format "raw" or "raw and decoded"/,
      })
      t.match(await postFrom(origin, '/record', body, 'FF:23:45:67:89:AB:CD:EF'), { status: 401 })
    }
    t.strictSame(await kept(), [])
  })

  t.test('400 too old, as text too', async t => {
    for (const time of [`"${now() - 1000}"`, '"0"', '"99999999999999"']) {
      const body = `{"data":{"timestamp":${time},"gw_mac":"${gateway}","tags":{}}}`
      t.match(await postFrom(origin, '/record', body), { status: 400, code: 'ER_INVALID_TIME_RANGE' }, time)
    }
  })
})

t.test('a new gateway: refused with what to do, allowed with its label, seen by the owner of the sensor', async t => {
  const house = await openHouse(t, { internalSecret })
  const origin = await listen(house.app)
  const owner = await house.person('owner')
  const sensor = await house.sensor(owner)
  const at = now()
  const body = posts(at)['up to 1.13, times as text'].replace(tag, sensor)
  const seen = async () => {
    const headers = { authorization: `Bearer ${owner.token}` }
    return (await house.inject({ url: `/get?sensor=${sensor}`, headers })).json().data.measurements
  }
  for (const spelling of [
    deviceId,
    '0123456789abcdef',
    '01-23-45-67-89-ab-cd-ef',
    ' 01 23 45 67 89 AB CD EF\n',
    '0123.4567.89AB.CDEF',
    '01:23:45:67:89:ab:cd:ef',
    '01\u201323\u201345\u201367\u201389\u2013AB\u2013CD\u2013EF',
  ]) {
    await sql`truncate measurements, gateways`.execute(house.db)
    t.match(await postFrom(origin, '/record', body), {
      status: 401,
      code: 'ER_UNAUTHORIZED',
      error: /Device ID on its label: under \/app\/gateways/,
      headers: { 'www-authenticate': 'Ruuvi-HMAC-SHA256' },
    })
    t.strictSame(await seen(), [])
    t.match(await operate(house, 'whitelist', { macAddress: gateway, secret: spelling }), { status: 200 }, spelling)
    t.match(await postFrom(origin, '/record', body), { status: 200, data: { recorded: 1 } }, spelling)
    t.match(await seen(), [{ gwmac: gateway, rssi: -65, timestamp: at - 1, data: frame }], spelling)
    t.match(await postFrom(origin, '/record', body, 'FF:23:45:67:89:AB:CD:EF'), { status: 401 }, 'another Device ID')
  }
})

t.test('GATEWAY_RATE: how often to post, for those who may', async t => {
  const house = await openHouse(t, { internalSecret, gatewayRate: 60 })
  const origin = await listen(house.app)
  const body = posts(now())['from 1.14, times as numbers']
  const rateOf = async () => {
    const { status, headers } = await postFrom(origin, '/record', body)
    return [status, headers['x-ruuvi-gateway-rate']]
  }
  t.strictSame(await rateOf(), [401, undefined])
  await operate(house, 'whitelist', { macAddress: gateway, secret: deviceId })
  t.strictSame(await rateOf(), [200, '60'])
  const { headers } = await house.inject({ url: '/health/live' })
  t.notOk('x-ruuvi-gateway-rate' in headers, 'nobody else gets it')
})

t.test('a secret of sixteen digits that a program signs with as it is', async t => {
  const house = await openHouse(t, { internalSecret })
  const secret = '0123456789abcdef'
  await listedGateway(house, gateway, secret)
  const body = `{"data":{"timestamp":${now()},"gw_mac":"${gateway}","tags":{}}}`
  t.match(await send(house, '/record', body, { secret }), { status: 200 })
  t.match(await send(house, '/record', body, { secret: deviceId }), { status: 200 })
  for (const other of ['0123456789ABCDEF', '0123456789abcde', `${deviceId}:`, deviceId.toLowerCase()]) {
    t.match(await send(house, '/record', body, { secret: other }), { status: 401 }, other)
  }
})

t.test('POST /status', async t => {
  const house = await openHouse(t, { internalSecret })
  const origin = await listen(house.app)
  await listedGateway(house, gateway, deviceId)
  const reported = async () => (await gatewaysOf(house))[0].report

  t.test('200 as firmwares send it', async t => {
    const report = {
      DEVICE_ADDR: gateway,
      ESP_FW: 'v1.13.1',
      NRF_FW: 'v1.0.0',
      UPTIME: '4711',
      NONCE: '1763182729',
      CONNECTION: 'WIFI',
      NUM_CONN_LOST: '1',
      SENSORS_SEEN: '2',
      ACTIVE_SENSORS: [
        { MAC: tag, COUNTER: '214' },
        { MAC: 'C6:F1:E7:AA:00:02', COUNTER: '9' },
      ],
      INACTIVE_SENSORS: ['C6:F1:E7:AA:00:03'],
    }
    for (const [age, sent] of Object.entries({
      'numbers as text': report,
      numbers: { ...report, UPTIME: 4711, NONCE: 5, ACTIVE_SENSORS: [{ MAC: tag, COUNTER: 214, RSSI: -60 }] },
      'no sensors': { ...report, ACTIVE_SENSORS: [], INACTIVE_SENSORS: [] },
      'versions of a build': { ...report, ESP_FW: 'v1.9.2-22-gabc1234-dirty', INACTIVE_SENSORS: [{ MAC: tag }] },
    })) {
      t.match(await postFrom(origin, '/status', JSON.stringify(sent)), { status: 200 }, age)
      t.strictSame(await reported(), sent, age)
    }
  })

  t.test('200 whatever else is in it', async () => {
    const known = ['DEVICE_ADDR', 'ESP_FW', 'NRF_FW', 'UPTIME', 'ACTIVE_SENSORS']
    const field = fc.string({ unit: 'binary' }).filter(name => !known.includes(name) && !forbidden.includes(name))
    const value = fc.anything({ key: field, maxDepth: 4, withBigInt: false, withDate: false })
    await fc.assert(
      fc.asyncProperty(fc.dictionary(field, value, { noNullPrototype: true }), async unknown => {
        const body = JSON.stringify({ ...unknown, DEVICE_ADDR: gateway, ESP_FW: 'v1.15.0' })
        const { status } = await send(house, '/status', body, { secret: deviceId })
        return status === 200 && (await reported()).ESP_FW === 'v1.15.0'
      }),
      { numRuns: 60 },
    )
  })
})
