/** GATEWAY_TOKEN, as the custom targets of gateways send it: as a password, a token or an API key. */
import { sql } from 'kysely'
import t from 'tap'
import { gatewaysOf, heard, internalSecret, listedGateway, operate, sign } from '../support/gateway.ts'
import { type House, openHouse } from '../support/house.ts'

const gateway = 'C8:25:2D:8E:9C:2C'
const deviceId = '01:23:45:67:89:AB:CD:EF'
const tag = 'C6:F1:E7:AA:00:01'
const gatewayToken = 'a-token:of 32 characters or more'.replaceAll(' ', '_')
const older = 'o'.repeat(32)

const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
})

type Headers = Record<string, string>

async function post({ app }: Pick<House, 'app'>, body: object | string, headers: Headers = {}, path = '/record') {
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  })
  return { status: answer.statusCode, headers: answer.headers, ...answer.json() }
}

t.test('with the token', async t => {
  const house = await openHouse(t, { internalSecret, gatewayToken: `${gatewayToken}, ${older}` })
  t.beforeEach(() => sql`truncate gateways, measurements`.execute(house.db))
  const wrongSignature = { 'ruuvi-hmac-sha256': 'f'.repeat(64) }

  t.test('200 in every way that a custom target sends it, for a gateway that nobody has allowed', async t => {
    for (const headers of [
      basic('', gatewayToken),
      basic('anybody', gatewayToken),
      { authorization: `Bearer ${gatewayToken}` },
      { authorization: `bearer  ${gatewayToken}` },
      { authorization: `Token ${gatewayToken}` },
      { authorization: gatewayToken },
      { 'x-api-key': gatewayToken },
      { authorization: `Bearer ${older}` },
      { authorization: 'Basic of-a-proxy-before-us', 'x-api-key': older },
    ] as Headers[]) {
      const what = JSON.stringify(headers)
      await sql`truncate measurements`.execute(house.db)
      t.match(
        await post(house, heard(gateway, { [tag]: {} }), { ...headers, ...wrongSignature }),
        { status: 200, data: { recorded: 1 }, headers: { 'ruuvi-hmac-key': undefined } },
        what,
      )
      const version = `v1.15.${what.length}`
      t.match(await post(house, { DEVICE_ADDR: gateway, ESP_FW: version }, headers, '/status'), { status: 200 }, what)
      t.match(await gatewaysOf(house), [{ gateway, whitelisted: false, report: { ESP_FW: version } }], what)
    }
  })

  t.test('401 a wrong one: the answer says what to do', async t => {
    for (const headers of [
      basic('', `${gatewayToken}x`),
      basic(gatewayToken, ''),
      { authorization: `Bearer ${gatewayToken.slice(1)}` },
      { authorization: `Bearer ${gatewayToken}, ${older}` },
      { authorization: `Digest ${gatewayToken}` },
      { authorization: 'Basic' },
      { 'x-api-key': gatewayToken.toUpperCase() },
    ] as Headers[]) {
      const answer = await post(house, heard(gateway, { [tag]: {} }), headers)
      t.match(answer, { status: 401, code: 'ER_UNAUTHORIZED', error: /no GATEWAY_TOKEN/ }, JSON.stringify(headers))
      t.ok(answer.headers['www-authenticate'])
      t.match(await post(house, { DEVICE_ADDR: gateway, ESP_FW: 'v1.0.0' }, headers, '/status'), { status: 200 })
    }
    t.match(await post(house, heard(gateway, {})), { status: 401, error: /POST \/whitelist .*GATEWAY_TOKEN/ })
    t.match(await gatewaysOf(house), [{ report: null }], 'the reports were not stored')
    t.strictSame(await house.db.selectFrom('measurements').selectAll().execute(), [])
  })

  t.test('200 a wrong one, and the signature of an allowed gateway', async t => {
    await listedGateway(house, gateway, deviceId)
    const body = JSON.stringify(heard(gateway, { [tag]: {} }))
    const headers = { authorization: 'Bearer of-a-proxy-before-us', 'ruuvi-hmac-sha256': sign(deviceId, body) }
    t.match(await post(house, body, headers), { status: 200, data: { recorded: 1 } })
  })

  t.test('200 the right one for a gateway that was allowed with another secret', async t => {
    await listedGateway(house, gateway, deviceId)
    t.match(await post(house, heard(gateway, {}), { 'x-api-key': gatewayToken, ...wrongSignature }), { status: 200 })
    const body = JSON.stringify(heard(gateway, {}))
    const { headers } = await post(house, body, {
      'x-api-key': gatewayToken,
      'ruuvi-hmac-sha256': sign(deviceId, body),
    })
    t.notOk('ruuvi-hmac-key' in headers, 'it needs no key of its own')
  })

  t.test('400 what is wrong with a post is told as to any other gateway', async t => {
    const headers = { 'x-api-key': gatewayToken }
    t.match(await post(house, heard(gateway, {}, { timestamp: 1 }), headers), {
      status: 400,
      code: 'ER_INVALID_TIME_RANGE',
    })
    t.match(await post(house, '{', headers), { status: 400 })
  })

  t.test('it opens nothing else', async t => {
    for (const headers of [{ authorization: `Bearer ${gatewayToken}` }, { 'x-internal-secret': gatewayToken }]) {
      const asOperator = await house.inject({ url: '/gwinfo', headers })
      t.equal(asOperator.statusCode, 403)
      const asPerson = await house.inject({ url: '/user', headers })
      t.equal(asPerson.statusCode, 401)
    }
  })
})

t.test('without GATEWAY_TOKEN none is right', async t => {
  const house = await openHouse(t, { internalSecret })
  for (const headers of [{ authorization: 'Bearer undefined' }, basic('', ''), { 'x-api-key': '' }] as Headers[]) {
    t.match(await post(house, heard(gateway, { [tag]: {} }), headers), { status: 401 })
  }
  await operate(house, 'blacklist', { macAddress: gateway })
})

t.test('429 wrong ones beyond the limit of their network, before anything is parsed; right ones go on', async t => {
  const statements: string[] = []
  const house = await openHouse(t, {
    rateLimit: true,
    now: () => 0,
    gatewayToken,
    counts: { onStatement: title => void statements.push(String(title)) },
  })
  const right = { authorization: `Bearer ${gatewayToken}` }
  for (let n = 0; n < 60; n++) {
    t.match(await post(house, heard(gateway, {}), { authorization: `Bearer guess-${n}` }), { status: 401 })
  }
  statements.length = 0
  for (const body of ['{', JSON.stringify(heard(gateway, {}))]) {
    const answer = await post(house, body, { authorization: 'Bearer guess-60' })
    t.match(answer, { status: 429, code: 'ER_THROTTLED', headers: { 'retry-after': '60' } })
  }
  t.strictSame(statements, [])
  for (let n = 0; n < 70; n++) {
    const { status, headers } = await post(house, heard(gateway, {}), right)
    t.strictSame([status, headers['ratelimit-limit']], [200, undefined])
  }
  t.match(await post(house, heard(gateway, {}), { authorization: 'Bearer guess-61' }), { status: 429 })
})
