/** The key that a gateway gets after a post signed with its Device ID, used as gateways use it: until they restart. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { resealGatewayKeys, resealGateways } from '../../src/jobs/reseal.ts'
import { deriveKeys, opened } from '../../src/keys.ts'
import { buildTestApp } from '../support/app.ts'
import { heard, internalSecret, listedGateway, operate, send, sign } from '../support/gateway.ts'
import { type House, openAgain, openHouse } from '../support/house.ts'

const gateway = 'C8:25:2D:8E:9C:2C'
const deviceId = '01:23:45:67:89:AB:CD:EF'
const tag = 'C6:F1:E7:AA:00:01'

type App = House['app']

/** Posts as a gateway with a key in its memory, and returns the status and the key that the answer gives. */
async function post(app: Pick<App, 'inject'>, key: string, path: '/record' | '/status' = '/record', id = gateway) {
  const payload = JSON.stringify(path === '/record' ? heard(id, { [tag]: {} }) : { DEVICE_ADDR: id, ESP_FW: 'v1.15.0' })
  const headers = { 'content-type': 'application/json', 'ruuvi-hmac-sha256': sign(key, payload) }
  const answer = await app.inject({ method: 'POST', url: path, headers, payload })
  return { status: answer.statusCode, key: answer.headers['ruuvi-hmac-key'] }
}

/** Posts with the Device ID; fails without a key in the answer. */
async function ownKeyOf(app: Pick<App, 'inject'>, path?: '/record' | '/status', id?: string): Promise<string> {
  const { key } = await post(app, deviceId, path, id)
  if (typeof key !== 'string') throw new Error('no key was given')
  return key
}

/** Another process on the database of a house; on the embedded one another application in the same process. */
async function another(t: Test, house: House, secret: string | [string, ...string[]] = house.secret) {
  const db = house.url ? await openAgain(t, house.url) : house.db
  const app = await buildTestApp({ db, secret, internalSecret, rateLimit: false })
  t.teardown(() => app.close())
  return app
}

t.test('after a post signed with the Device ID', async t => {
  const house = await openHouse(t, { internalSecret })
  await listedGateway(house, gateway, deviceId)
  const key = await ownKeyOf(house.app)
  t.match(key, /^[\w-]{43}$/, 'text that fits in a header, 256 random bits')

  t.test('200 signed with the key, which is not told again', async t => {
    t.strictSame(await post(house.app, key), { status: 200, key: undefined })
    t.strictSame(await post(house.app, key, '/status'), { status: 200, key: undefined })
    const app = await another(t, house)
    t.strictSame(await post(app, key), { status: 200, key: undefined }, 'by a process that has not seen it')
  })

  t.test('200 restarted, or the answer was lost: the same key again', async t => {
    t.strictSame(await post(house.app, deviceId), { status: 200, key })
    t.strictSame(await post(house.app, deviceId, '/status'), { status: 200, key }, 'reports have a memory of their own')
    t.strictSame(await post(await another(t, house), deviceId), { status: 200, key }, 'by another process')
  })

  t.test('each gateway has its own', async t => {
    const second = 'C8:25:2D:8E:9C:2D'
    await listedGateway(house, second, deviceId)
    const other = await ownKeyOf(house.app, '/record', second)
    t.not(other, key)
    t.match(await post(house.app, other), { status: 401 })
    t.match(await post(house.app, key, '/record', second), { status: 401, key: undefined })
  })

  t.test('it is sealed, and no list shows it', async t => {
    const rows = JSON.stringify(await house.db.selectFrom('gateways').selectAll().execute())
    t.notMatch(rows, key)
    const { payload } = await house.inject({ url: '/gwinfo', headers: { 'x-internal-secret': internalSecret } })
    t.notMatch(payload, /key|secret/i)
  })

  t.test('no key for a wrong signature, a made-up gateway, or the signature of another secret', async t => {
    t.strictSame(await post(house.app, 'FF:23:45:67:89:AB:CD:EF'), { status: 401, key: undefined })
    t.strictSame(await post(house.app, deviceId, '/record', 'C8:25:2D:8E:9C:FF'), { status: 401, key: undefined })
    await listedGateway(house, 'C8:25:2D:8E:9C:2E', 'a program signs with this')
    t.strictSame(await post(house.app, 'a program signs with this', '/record', 'C8:25:2D:8E:9C:2E'), {
      status: 200,
      key: undefined,
    })
  })

  t.test('one statement for a post with the key, two for the first one with the Device ID', async t => {
    const statements: string[] = []
    const counted = await openHouse(t, {
      internalSecret,
      counts: {
        // Telling open pages is of another kind, once a second.
        onStatement: title => void (title !== 'announce-measured' && statements.push(String(title))),
      },
    })
    await listedGateway(counted, gateway, deviceId)
    await send(counted, '/record', heard(gateway, {}), { secret: deviceId })
    const asked = async (work: () => Promise<unknown>) => {
      statements.length = 0
      await work()
      return [...statements]
    }
    t.strictSame(await asked(() => post(counted.app, deviceId)), ['record'], 'the key is known by now')
    const own = await ownKeyOf(counted.app)
    t.strictSame(await asked(() => post(counted.app, own)), ['record'])
    await sql`update gateways set sealed_key = null`.execute(counted.db)
    t.strictSame(await asked(() => post(counted.app, deviceId)), ['record', 'keep-own-key'])
  })
})

t.test('processes that answer at once give the same key', async t => {
  const house = await openHouse(t, { internalSecret })
  await listedGateway(house, gateway, deviceId)
  const apps = [house.app, await another(t, house), await another(t, house)]
  for (let round = 0; round < 5; round++) {
    await sql`update gateways set sealed_key = null`.execute(house.db)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => ownKeyOf(apps[n % 3] as App, n % 2 ? '/record' : '/status')),
    )
    const given = new Set(answers)
    t.equal(given.size, 1)
    for (const key of given) for (const app of apps) t.match(await post(app, key), { status: 200 })
  }
})

t.test('removed and allowed again', async t => {
  const house = await openHouse(t, { internalSecret })
  await listedGateway(house, gateway, deviceId)
  const other = await another(t, house)
  const key = await ownKeyOf(house.app)
  t.match(await post(other, key), { status: 200 })
  await operate(house, 'blacklist', { macAddress: gateway })
  for (const app of [house.app, other]) {
    t.match(await post(app, key), { status: 401, key: undefined }, 'the key is refused at once')
    t.match(await post(app, deviceId), { status: 401, key: undefined })
  }

  t.test('200 with the same Device ID: the gateway goes on without a restart', async t => {
    await operate(house, 'whitelist', { macAddress: gateway, secret: '0123456789abcdef' })
    for (const app of [house.app, other]) {
      t.strictSame(await post(app, key), { status: 200, key: undefined })
      t.strictSame(await post(app, deviceId), { status: 200, key })
    }
  })

  t.test('401 with another Device ID: the old key is somebody else’s, in every process', async t => {
    await operate(house, 'blacklist', { macAddress: gateway })
    const corrected = '01:23:45:67:89:AB:CD:00'
    await operate(house, 'whitelist', { macAddress: gateway, secret: corrected })
    for (const app of [other, house.app]) t.strictSame(await post(app, key), { status: 401, key: undefined })
    const { key: fresh } = await post(house.app, corrected)
    t.ok(fresh && fresh !== key, 'it gets a new key')
    for (const app of [other, house.app]) {
      t.strictSame(await post(app, String(fresh)), { status: 200, key: undefined })
      t.match(await post(app, key), { status: 401 })
      t.match(await post(app, deviceId), { status: 401 })
    }
  })
})

t.test('another secret replaces ours', async t => {
  const house = await openHouse(t, { internalSecret })
  await listedGateway(house, gateway, deviceId)
  const key = await ownKeyOf(house.app)
  const next = 'the new secret, of 32 characters or more'
  const during = deriveKeys(next, house.secret)
  const both = await another(t, house, [next, house.secret])
  t.match(await post(both, key), { status: 200 }, 'sealed with the old one')
  const stored = () => house.db.selectFrom('gateways').select(['sealed_secret', 'sealed_key']).executeTakeFirstOrThrow()
  const before = await stored()
  for (const begin of [resealGateways, resealGatewayKeys]) {
    const run = begin(during.gatewaySecrets)()
    while ((await run(house.db)).more) {}
  }
  const after = await stored()
  t.not(after.sealed_secret, before.sealed_secret)
  t.not(after.sealed_key, before.sealed_key)
  t.match(opened(deriveKeys(next).gatewaySecrets, String(after.sealed_key)).text, key)
  t.match(await post(both, key), { status: 200 }, 'sealed anew, and known as it was before')
  const alone = await another(t, house, next)
  t.match(await post(alone, key), { status: 200 }, 'the new secret alone')
  t.strictSame(await post(alone, deviceId), { status: 200, key })
})

t.test('a key that no secret of ours opens: the Device ID gets a new one', async t => {
  const house = await openHouse(t, { internalSecret })
  await listedGateway(house, gateway, deviceId)
  const key = await ownKeyOf(house.app)
  await sql`update gateways set sealed_key = 'lost'`.execute(house.db)
  t.match(await post(house.app, key), { status: 401 })
  const fresh = await ownKeyOf(house.app)
  t.not(fresh, key)
  t.match(await post(house.app, fresh), { status: 200 })
})
