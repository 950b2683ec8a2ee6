/** What every operation of the contract has in common: who is let in, and what is no request, or cannot be served. */
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import t from 'tap'
import { type ContractOperation, contract } from '../../src/rest/contract/document.ts'
import { openHouse } from '../support/house.ts'

const internalSecret = 'i'.repeat(32)
const webhookSecret = 'w'.repeat(16)
const all = { internalSecret, webhookSecret, mailbox: 'open', openGateways: true } as const

const sensor = 'C6:F1:E7:D3:DA:11'
const gateway = 'F0:E1:D2:C3:B4:A5'
const uuid = '00000000-0000-4000-8000-000000000000'

/** What each operation needs besides a token, so that it gets as far as the database. */
const samples: Record<string, { query?: Record<string, string>; body?: object; params?: Record<string, string> }> = {
  shareSensor: { body: { sensor, user: 'gary@example.com' } },
  unshareSensor: { body: { sensor } },
  shareMany: { body: { sensors: [sensor], users: ['gary@example.com'] } },
  listShares: { query: { sensor } },
  changeShare: { params: { sensor, guest: 'gary@example.com' }, body: { paused: true } },
  resendLetter: { params: { sensor, guest: 'gary@example.com' } },
  answerShare: { params: { sensor }, body: { accept: true } },
  savePreferences: { body: { askFirst: true } },
  requestCode: { body: { email: 'anna@example.com' } },
  signIn: { query: { token: 'ABCD' } },
  endSession: { params: { id: uuid } },
  requestDeletion: { body: { email: 'olivia@example.com' } },
  usePlanCode: { body: { code: 'ABCD-EFGH' } },
  registerPlanCode: { body: { plan: 'Pro' } },
  setPlan: { body: { email: 'anna@example.com', plan: 'Pro' } },
  claimSensor: { body: { sensor } },
  unclaimSensor: { body: { sensor } },
  checkSensor: { query: { sensor } },
  contestSensor: { body: { sensor, secret: 'secret' } },
  readMeasurements: { query: { sensor } },
  readValues: { query: { sensor } },
  updateSensor: { body: { sensor, name: 'Sauna' } },
  offerUpload: { body: { sensor } },
  readPicture: { params: { id: uuid } },
  saveSetting: { body: { name: 'a', value: 'b' } },
  saveSensorSettings: { body: { sensor, type: 'a', value: 'b' } },
  recordMeasurements: { body: { data: { timestamp: 1, gw_mac: gateway, tags: {} } } },
  forwardMeasurements: { params: { token: 'x'.repeat(43) }, body: { tags: [] } },
  reportStatus: { body: { DEVICE_ADDR: gateway } },
  whitelistGateway: { body: { macAddress: gateway, secret: 'secret of it' } },
  blacklistGateway: { body: { macAddress: gateway } },
  registerSensor: { body: { sensor, secret: 'secret of it' } },
  checkAccess: { query: { sensor } },
  checkAccesses: { body: { questions: [{ sensor }] } },
  readMailbox: { params: { id: '1' } },
  notePostmarkEvent: { body: { RecordType: 'Delivery', Metadata: { letter: '1' } } },
}
/** Pages behind links need a token that the application signs; without one they do not come to the database. */
const needLink = new Set(['keepPicture', 'verifyDeletion', 'confirmDeletion', 'showInvitation', 'answerInvitation'])

const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase() as 'GET', operation })),
)
type Listed = (typeof operations)[number]

/** What its callers are asked for: a token, where it may be that or something else. */
const schemeOf = ({ security }: ContractOperation) => (security ?? contract.security).flatMap(Object.keys)[0]
const isOptional = ({ security = [] }: ContractOperation) =>
  security.some(requirement => Object.keys(requirement).length === 0)
const isHealth = ({ operation }: Listed) => !('429' in operation.responses)

/** A request of the operation; `token` for those that ask for one. */
function requestOf({ path, method, operation }: Listed, token?: string): InjectOptions {
  const { query, body, params = {} } = samples[operation.operationId] ?? {}
  const scheme = schemeOf(operation)
  return {
    method,
    url: path.replaceAll(/\{(\w+)\}/g, (_, name) => params[name] ?? ''),
    ...(query && { query }),
    ...(body && { payload: JSON.stringify(body) }),
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(scheme === 'bearerAuth' && token && { authorization: `Bearer ${token}` }),
      ...(scheme === 'internalSecret' && { 'x-internal-secret': internalSecret }),
      ...(scheme === 'webhookSecret' && { authorization: `Basic ${btoa(`x:${webhookSecret}`)}` }),
    },
  }
}

t.test('closed to strangers, before anything of the body is read', async t => {
  const house = await openHouse(t, all)
  for (const one of operations) {
    const { method, url } = requestOf(one)
    const expected = { bearerAuth: 401, internalSecret: 403, webhookSecret: 401 }[schemeOf(one.operation) ?? '']
    if (expected === undefined || isOptional(one.operation)) continue
    const body = method === 'POST' ? { headers: { 'content-type': 'text/css' }, payload: '{' } : {}
    t.equal(
      (await house.inject({ method: method ?? 'GET', url: url ?? '', ...body })).statusCode,
      expected,
      `${method} ${url}`,
    )
  }
})

t.test('413 and 415 for every operation with a body', async t => {
  const house = await openHouse(t, all)
  const { token } = await house.person('olivia')
  for (const one of operations.filter(
    ({ operation }) => operation.requestBody && operation.operationId !== 'keepPicture',
  )) {
    const request = requestOf(one, token)
    const headers = { ...request.headers, 'content-type': 'text/css' }
    const name = `${request.method} ${request.url}`
    t.equal((await house.inject({ ...request, headers, payload: 'a {}' })).statusCode, 415, name)
    const form = 'application/x-www-form-urlencoded'
    const type = one.operation.requestBody?.content[form] ? form : 'application/json'
    const large = { ...request, headers: { ...request.headers, 'content-type': type }, payload: ' '.repeat(300_000) }
    t.equal((await house.inject(large)).statusCode, 413, name)
  }
})

t.test('400 for a number in the URL that is none, or too large for any', async t => {
  const house = await openHouse(t, all)
  const { token } = await house.person('olivia')
  let count = 0
  for (const one of operations) {
    for (const { name, in: place, schema } of one.operation.parameters ?? []) {
      if (!['integer', 'number'].includes(String(Object(schema).type))) continue
      for (const number of ['Infinity', '-Infinity', '1e309', '-1e309', 'NaN', '0x1p3', '1,5', '']) {
        const { url = '', query = {}, ...request } = requestOf(one, token)
        const isPath = place === 'path'
        const answer = await house.inject({
          ...request,
          url: isPath ? String(url).replace(/[^/]+$/, number || '%20') : url,
          query: { ...(query as Record<string, string>), ...(!isPath && { [name]: number }) },
        })
        // What has no maximum is cut down to what is served at once; here, of a sensor that is not theirs.
        const isEnough = !('maximum' in schema) && Number(number) === Number.POSITIVE_INFINITY
        t.equal(answer.statusCode, isEnough ? 403 : 400, `${url} ${name}=${number}`)
        count++
      }
    }
  }
  t.ok(count > 50)
})

t.test('429 for every operation but those of health', async t => {
  const house = await openHouse(t, { ...all, rateLimit: true })
  const { token } = await house.person('olivia')
  await sql`update plans set max_claims = 0, max_history_days = 1`.execute(house.db)
  // A network has 60 a minute, whatever they are for.
  for (let n = 0; n < 60; n++) await house.app.inject({ url: '/mailbox' })
  for (const one of operations) {
    const { method, url, headers } = requestOf(one, token)
    const scheme = schemeOf(one.operation)
    const isSecret = scheme === 'internalSecret' || scheme === 'webhookSecret'
    if (isSecret || one.operation.operationId === 'recordMeasurements') continue
    const request = { ...requestOf(one, token), headers: { ...headers } }
    t.equal((await house.inject(request)).statusCode === 429, !isHealth(one), `${method} ${url}`)
  }
  const unsigned = await openHouse(t, { rateLimit: true })
  const record = operations.find(({ operation }) => operation.operationId === 'recordMeasurements')
  if (!record) throw new Error('there is no way in for measurements')
  const statuses = []
  for (let n = 0; n < 61; n++) statuses.push((await unsigned.inject(requestOf(record))).statusCode)
  t.strictSame([statuses[59], statuses[60]], [401, 429], 'who signs badly is counted')
})

t.test('503 for every operation while the database is away', async t => {
  const house = await openHouse(t, all)
  const { token } = await house.person('olivia')
  await house.db.destroy()
  for (const one of operations) {
    const { operationId } = one.operation
    // The process lives, and metrics tell that the database is away.
    if (needLink.has(operationId) || operationId === 'live' || operationId === 'readMetrics') continue
    const request = requestOf(one, token)
    const answer = await house.inject(request)
    t.equal(answer.statusCode, 503, `${request.method} ${request.url}`)
    t.ok(Number(answer.headers['retry-after']) > 0)
  }
})
