/** The internal calls: with which secrets they are opened, and where. */
import { createServer } from 'node:http'
import t from 'tap'
import { openLog } from '../../src/log.ts'
import { buildTestApp } from '../support/app.ts'
import { openHouse } from '../support/house.ts'
import { addressOf, listen } from '../support/stream.ts'

const old = 'the-old-secret-of-the-operator-x'
const fresh = 'the-new-secret-of-the-operator-y'

t.test('200 with any of several secrets, 403 with anything else', async t => {
  const house = await openHouse(t, { internalSecret: `${fresh}, ${old}` })
  const statusWith = async (secret: string) =>
    (await house.inject({ url: '/gwinfo', headers: { 'x-internal-secret': secret } })).statusCode
  for (const secret of [fresh, old]) t.equal(await statusWith(secret), 200, secret)
  for (const secret of ['', ',', `${fresh},${old}`, `${fresh}, ${old}`, `${fresh},`, ` ${old.slice(1)}`]) {
    t.equal(await statusWith(secret), 403, secret)
  }
})

t.test('at a port of their own: 404 for internal calls at the other port, and for all others here', async t => {
  const internalServer = createServer()
  const house = await openHouse(t, { internalSecret: old, internalServer })
  const anna = await house.person('anna')
  const sensor = await house.sensor(anna)
  const outside = await listen(house.app)
  internalServer.listen(0, '127.0.0.1')
  const inside = await addressOf(internalServer)
  const statusOf = async (url: string, headers: Record<string, string>) => (await fetch(url, { headers })).status
  const service = { 'x-internal-secret': old }
  for (const path of ['/gwinfo', '/metrics']) {
    t.equal(await statusOf(`${inside}${path}`, service), 200, path)
    t.equal(await statusOf(`${inside}${path}`, {}), 403, path)
    t.equal(await statusOf(`${outside}${path}`, service), 404, path)
  }
  const access = `/access?sensor=${sensor}`
  t.equal(await statusOf(`${inside}${access}&person=${anna.email}`, service), 200)
  t.equal(await statusOf(`${outside}${access}&person=${anna.email}`, service), 401, 'the secret does not count there')
  const person = { authorization: `Bearer ${anna.token}` }
  t.equal(await statusOf(`${outside}${access}`, person), 200)
  for (const path of ['/user', '/app', '/graphql', '/health/live', '/openapi.yaml', '/nothing', '/mailbox']) {
    t.equal(await statusOf(`${inside}${path}`, { ...person, ...service }), 404, path)
  }
  await house.app.close()
  t.notOk(internalServer.listening, 'it closes with the application')
})

t.test('the log tells of what the operator changes, and with which secret, but no secret', async t => {
  const house = await openHouse(t)
  const lines: string[] = []
  const log = await openLog('info', { write: line => void lines.push(line) })
  const app = await buildTestApp({ db: house.db, secret: house.secret, internalSecret: `${fresh},${old}`, log })
  t.teardown(() => app.close())
  const register = (secret: string, sensor: unknown) =>
    app.inject({
      method: 'POST',
      url: '/register-sensor',
      payload: { sensor, secret: 'engraved-on-the-back' },
      headers: { 'x-internal-secret': secret },
      remoteAddress: '203.0.113.9',
    })
  t.equal((await register(old, 'AA:BB:CC:DD:EE:01')).statusCode, 200)
  t.equal((await register(fresh, 'nonsense')).statusCode, 400)
  t.equal((await register('wrong', 'AA:BB:CC:DD:EE:02')).statusCode, 403)
  await app.inject({ url: '/gwinfo', headers: { 'x-internal-secret': fresh } })
  const calls = lines.map(line => JSON.parse(line)).filter(({ msg }) => msg === 'operator call')
  t.match(calls, [
    { operation: 'registerSensor', secret: 2, network: '203.0.113.0/24', status: 200 },
    { operation: 'registerSensor', secret: 1, network: '203.0.113.0/24', status: 400 },
  ])
  t.equal(calls.length, 2)
  t.notMatch(lines.join(), /engraved|old-secret|new-secret/)
})
