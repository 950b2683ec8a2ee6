/** What a limited access key may do: its scope, its sensors and its end. */
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { createAccessKey } from '../../src/auth/access-keys.ts'
import { scopeOf } from '../../src/graphql/resolvers/keys.ts'
import { forgetAccessKeys } from '../../src/jobs/forget-old.ts'
import { deriveKeys } from '../../src/keys.ts'
import { contract } from '../../src/rest/contract/document.ts'
import { addressKey, type House, openHouse, type Person } from '../support/house.ts'
import { type Key, signed, type Wanted } from '../support/signer.ts'
import { follow, listen } from '../support/stream.ts'

type Limits = { scope?: string; sensors?: string[] | undefined; expiresAt?: string }

async function make(house: House, { token }: Person, limits: Limits = {}): Promise<Key> {
  const answer = (await house.post('/access-keys', { name: 'A program', ...limits }, token)) as unknown as {
    status: number
    data: Key
  }
  if (answer.status !== 200) throw new Error(JSON.stringify(answer))
  return answer.data
}

const call = (house: House, key: Key, wanted: Wanted) => house.inject(signed(key, wanted))

async function graphql(house: House, key: Key, query: string) {
  return (await house.app.inject(signed(key, { method: 'POST', url: '/graphql', body: { query } }))).json()
}

const forPeople = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, { security = contract.security }]) => security.some(scheme => 'bearerAuth' in scheme))
    .map(([method, operation]) => ({ path, method, operation })),
)

t.test('every operation for people says which scope it needs, and no other does', async t => {
  for (const { operation } of forPeople) {
    t.match(operation['x-scope'], /^(read|share|all|token)$/, operation.operationId)
  }
  const scoped = Object.values(contract.paths).flatMap(methods => Object.values(methods).filter(o => o['x-scope']))
  t.equal(scoped.length, forPeople.length)
  for (const { method, operation } of forPeople) {
    const isRead = operation['x-scope'] === 'read'
    t.ok(isRead || '403' in operation.responses, `${operation.operationId} may be refused`)
    if (isRead)
      t.ok(method === 'get' || operation.operationId === 'checkAccesses', `${operation.operationId} only reads`)
  }
})

t.test('403 whatever the scope of a key does not allow, before the body is read', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const scopes = ['read', 'share', 'all']
  for (const [rank, scope] of scopes.entries()) {
    const key = await make(house, anna, { scope })
    for (const { path, method, operation } of forPeople) {
      const needed = operation['x-scope'] ?? ''
      if (scopes.includes(needed) && scopes.indexOf(needed) <= rank) continue
      const url = path.replaceAll(/\{\w+\}/g, 'x')
      const answer = await house.app.inject(signed(key, { method: method.toUpperCase() as 'GET', url }))
      const error =
        needed === 'token'
          ? 'An access key cannot do this. Sign in, and use your token.'
          : `This access key has the scope "${scope}". This needs the scope "${needed}".`
      t.match([answer.statusCode, answer.json()], [403, { code: 'ER_FORBIDDEN', error }], `${scope}: ${method} ${path}`)
    }
  }
})

t.test('200 what the scope allows', async t => {
  const house = await openHouse(t)
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const sauna = await house.sensor(anna)
  const [reading, sharing] = [await make(house, anna, { scope: 'read' }), await make(house, anna, { scope: 'share' })]
  t.equal((await call(house, reading, { url: '/sensors' })).statusCode, 200)
  const body = { sensor: sauna, user: bert.email }
  t.equal((await call(house, reading, { method: 'POST', url: '/share', body })).statusCode, 403)
  t.equal((await call(house, sharing, { method: 'POST', url: '/share', body })).statusCode, 200)
  const url = `/shares/${sauna}/${bert.email}`
  t.equal((await call(house, sharing, { method: 'PATCH', url, body: { paused: true } })).statusCode, 200)
  t.equal((await call(house, sharing, { method: 'POST', url: '/unshare', body })).statusCode, 200)
  const change = { sensor: sauna, name: 'Mine' }
  t.equal((await call(house, sharing, { method: 'POST', url: '/update', body: change })).statusCode, 403)
  const whole = await make(house, anna)
  t.equal((await call(house, whole, { method: 'POST', url: '/update', body: change })).statusCode, 200)
})

t.test('403 in GraphQL what the scope does not allow', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const device = await house.sensor(anna)
  const mutations: Record<keyof typeof scopeOf, string> = {
    share: `share(deviceId: "${device}", email: "guest@example.com")`,
    transfer: `transfer(deviceId: "${device}", email: "guest@example.com")`,
    answerShare: `answerShare(deviceId: "${device}", accept: true)`,
    changeShare: `changeShare(deviceId: "${device}", email: "guest@example.com", paused: true) { email }`,
    claimDevice: `claimDevice(deviceId: "${device}") { id }`,
    renameDevice: `renameDevice(deviceId: "${device}", name: "x") { id }`,
    deleteDevices: `deleteDevices(deviceIds: ["${device}"])`,
    renameService: 'renameService(serviceId: "80:00:00:00:12:34:56:79", name: "x")',
    updateAccessKey: 'updateAccessKey(key: "x", enabled: true)',
    deleteAccessKey: 'deleteAccessKey(key: "x")',
    deleteDevice: `deleteDevice(deviceId: "${device}")`,
    addService: `addService(deviceId: "${device}", id: "80:00:00:00:12:34:56:79", name: "x") { id }`,
    removeService: `removeService(deviceId: "${device}", serviceId: "80:00:00:00:12:34:56:79")`,
    createAccessKey: 'createAccessKey(name: "x") { id }',
    revokeAccessKey: 'revokeAccessKey(id: "x")',
  }
  const scopes = ['read', 'share', 'all']
  for (const [rank, scope] of scopes.entries()) {
    const key = await make(house, anna, { scope })
    for (const [name, needed] of Object.entries(scopeOf)) {
      if (scopes.includes(needed) && scopes.indexOf(needed) <= rank) continue
      const answer = await graphql(house, key, `mutation { ${mutations[name as keyof typeof scopeOf]} }`)
      const message = needed === 'token' ? /^An access key cannot/ : `This needs the scope "${needed}".`
      t.match(answer, { data: null, errors: [{ message: new RegExp(String(message).replace(/^\/|\/$/g, '')) }] }, name)
    }
    const listed = await graphql(house, key, '{ login { accessKeys { id scope enabled deviceIds expiresAt } } }')
    if (scope === 'all') t.match(listed.data.login.accessKeys[0], { scope: 'ALL', enabled: true, deviceIds: null })
    else t.match(listed, { data: null, errors: [{ extensions: { code: 'ER_FORBIDDEN' } }] })
    t.match(await graphql(house, key, '{ login { account { devices { total } } } }'), {
      data: { login: { account: { devices: { total: 1 } } } },
    })
  }
  t.strictSame(await house.db.selectFrom('shares').selectAll().execute(), [])
})

t.test('no key makes, switches or revokes another, in REST or in GraphQL; each revokes itself', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const [key, other] = [await make(house, anna), await make(house, anna)]
  const needsSignIn = { statusCode: 403, payload: /An access key cannot/ }
  t.match(await call(house, key, { method: 'POST', url: '/access-keys', body: { name: 'x' } }), needsSignIn)
  t.match(await call(house, key, { method: 'DELETE', url: `/access-keys/${other.id}` }), needsSignIn)
  for (const mutation of [
    'createAccessKey(name: "x") { id }',
    `updateAccessKey(key: "${other.id}", enabled: false)`,
    `updateAccessKey(key: "${key.id}", enabled: false)`,
    `deleteAccessKey(key: "${other.id}")`,
    `revokeAccessKey(id: "${other.id}")`,
  ]) {
    const answer = await graphql(house, key, `mutation { ${mutation} }`)
    t.match(answer, { data: null, errors: [{ message: /^An access key cannot/ }] }, mutation)
  }
  t.equal((await call(house, other, { url: '/user' })).statusCode, 200)
  t.match(await graphql(house, key, `mutation { revokeAccessKey(id: "${key.id}") }`), {
    data: { revokeAccessKey: true },
  })
  t.equal((await call(house, key, { url: '/user' })).statusCode, 401)
  t.equal((await call(house, other, { method: 'DELETE', url: `/access-keys/${other.id}` })).statusCode, 200)
  t.strictSame(await house.db.selectFrom('access_keys').selectAll().execute(), [])
})

t.test('400 an end that is past, or sensors that are none; 403 sensors that are not visible', async t => {
  const house = await openHouse(t)
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const [mine, theirs] = [await house.sensor(anna), await house.sensor(bert)]
  const wrong: [Record<string, unknown>, number, string][] = [
    [{ scope: 'write' }, 400, 'ER_INVALID_FORMAT'],
    [{ expiresAt: new Date(Date.now() - 60_000).toISOString() }, 400, 'ER_INVALID_TIME_RANGE'],
    [{ expiresAt: 'tomorrow' }, 400, 'ER_INVALID_FORMAT'],
    [{ sensors: [] }, 400, 'ER_INVALID_FORMAT'],
    [{ sensors: [mine, theirs] }, 403, 'ER_FORBIDDEN'],
    [{ sensors: ['AA:AA:AA:AA:AA:AA'] }, 403, 'ER_FORBIDDEN'],
  ]
  for (const [limits, status, code] of wrong) {
    t.match(
      await house.post('/access-keys', { name: 'x', ...limits }, anna.token),
      { status, code },
      JSON.stringify(limits),
    )
  }
  t.strictSame(await house.db.selectFrom('access_keys').selectAll().execute(), [])
  await house.share(bert, theirs, anna.email)
  const key = await make(house, anna, { sensors: [theirs.toLowerCase(), mine, mine] })
  const listed = async () =>
    (await house.inject({ url: '/access-keys', headers: { authorization: anna.token } })).json().data.keys
  t.match(await listed(), [
    { id: key.id, scope: 'all', sensors: [mine, theirs].sort(), expiresAt: null, expired: false },
  ])
  await house.unshare(bert, theirs, anna.email)
  t.match(await listed(), [{ sensors: [mine] }], 'what is no longer visible drops out')
})

t.test('401 an expired key, exactly like an unknown one; its owner sees that it has expired', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const key = await make(house, anna, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() })
  t.equal((await call(house, key, { url: '/user' })).statusCode, 200)
  const end = (ago: string) =>
    sql`update access_keys set expires_at = now() - ${ago}::interval where id = ${key.id}`.execute(house.db)
  await end('0')
  const refused = await call(house, key, { url: '/user' })
  const unknown = await call(house, { ...key, id: 'A'.repeat(20) }, { url: '/user' })
  t.equal(refused.statusCode, 401)
  t.strictSame([refused.statusCode, refused.payload], [unknown.statusCode, unknown.payload])
  const list = async () => (await house.inject({ url: '/access-keys', headers: { authorization: anna.token } })).json()
  t.match((await list()).data.keys, [{ id: key.id, expired: true }])
  await end('29 days')
  await forgetAccessKeys(house.db)
  t.equal((await list()).data.keys.length, 1, 'kept for a month')
  await make(house, anna)
  await end('31 days')
  await forgetAccessKeys(house.db)
  t.match((await list()).data.keys, [{ expired: false }], 'only the one that expired is gone')
})

/** Which REST operations read, with every sensor named where one can be. */
const reads = (sensor: string, person: string) => [
  '/user',
  '/sensors',
  `/sensors?sensor=${sensor}`,
  '/sensors-dense?sharedToOthers=true&sharedToMe=true&measurements=true&settings=true',
  `/sensors-dense?sensor=${sensor}`,
  '/shared',
  `/get?sensor=${sensor}`,
  `/values?sensor=${sensor}`,
  '/sensor-settings',
  `/sensor-settings?sensor=${sensor}`,
  '/shares',
  `/shares?sensor=${sensor}`,
  `/shares?person=${person}`,
  '/contacts',
  '/history',
  `/history?sensor=${sensor}`,
  `/history?person=${person}`,
  `/history?person=${person}&sensor=${sensor}`,
  `/access?sensor=${sensor}`,
  `/check?sensor=${sensor}`,
]

const everything = (sensor: string) => `{ login {
  contacts { email }
  device(id: ["${sensor}"]) { name }
  account {
    devices { total items { id name owner { email } access { email } pending { email } services { id } } }
    guest { user { email } devices { id name } }
    events(size: 100) { total items { devices { id name } users { email } words } }
  } } }`

t.test('a key for some sensors never sees or changes anything of another', async t => {
  const house = await openHouse(t)
  const [anna, bert] = [await house.person('anna', { plan: 'Pro' }), await house.person('bert')]
  const sensors: { id: string; name: string; guest: string }[] = []
  for (let n = 0; n < 5; n++) {
    const owner = n < 3 ? anna : bert
    const sensor = { id: await house.sensor(owner, `Secret${n}`), name: `Secret${n}`, guest: `guest${n}@example.com` }
    sensors.push(sensor)
    await house.person(`guest${n}`)
    await house.share(owner, sensor.id, sensor.guest)
    if (owner === bert) await house.share(bert, sensor.id, anna.email)
  }
  await sql`update shares set scripting = true`.execute(house.db)
  await sql`update sensors set is_public = true where id = any (array(select id from sensors))`.execute(house.db)

  const isolated = async (chosen: number[]) => {
    const within = sensors.filter((_, n) => chosen.includes(n))
    const others = sensors.filter((_, n) => !chosen.includes(n))
    const key = await make(house, anna, { sensors: within.map(({ id }) => id) })
    const before = await standing(house)
    for (const other of others) {
      for (const url of reads(other.id, other.guest)) {
        const { statusCode, payload } = await call(house, key, { url })
        for (const { id, name, guest } of others) {
          const shown = payload.replaceAll(`"sensor":"${other.id}"`, '')
          t.notOk(shown.includes(name) || shown.includes(id) || shown.includes(guest), `${statusCode} ${url} ${shown}`)
        }
      }
      const seen = JSON.stringify(await graphql(house, key, everything(other.id)))
      for (const { id, name, guest } of others)
        t.notOk(seen.includes(name) || seen.includes(id) || seen.includes(guest), seen)
      const { id: sensor, guest: user } = other
      const unknown = 'AA:AA:AA:00:00:01'
      for (const wanted of writes) {
        const refused = await call(house, key, wanted(sensor, user))
        t.not(refused.statusCode, 500)
        if (wanted === many) continue
        t.ok([403, 404].includes(refused.statusCode), `${refused.statusCode} ${JSON.stringify(wanted(sensor, user))}`)
        const absent = await call(house, key, wanted(unknown, user))
        t.strictSame(
          [refused.statusCode, refused.payload],
          [absent.statusCode, absent.payload],
          'as if it were not there',
        )
      }
      for (const mutation of mutations(sensor, user)) {
        const answer = await graphql(house, key, `mutation { ${mutation} }`)
        t.match(answer, { data: null, errors: [{}] }, mutation)
      }
    }
    t.strictSame(await standing(house), before)
    const seen = (await call(house, key, { url: '/sensors' })).json().data
    t.strictSame(
      [...seen.sensors, ...seen.sharedToMe].map(({ sensor }: { sensor: string }) => sensor).sort(),
      within.map(({ id }) => id).sort(),
      'and all of its own',
    )
    const gone = await call(house, key, { method: 'DELETE', url: `/access-keys/${key.id}` })
    t.equal(gone.statusCode, 200)
  }
  const some = fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 4 })
  await fc.assert(fc.asyncProperty(some, isolated), { numRuns: 6 })
})

const many = (sensor: string, user: string): Wanted => ({
  method: 'POST',
  url: '/shares',
  body: { sensors: [sensor], users: [`x${user}`] },
})
const writes = [
  many,
  (sensor: string): Wanted => ({ method: 'POST', url: '/share', body: { sensor, user: 'new@example.com' } }),
  (sensor: string, user: string): Wanted => ({ method: 'POST', url: '/unshare', body: { sensor, user } }),
  (sensor: string): Wanted => ({ method: 'POST', url: '/unshare', body: { sensor } }),
  (sensor: string, user: string): Wanted => ({
    method: 'PATCH',
    url: `/shares/${sensor}/${user}`,
    body: { paused: true },
  }),
  (sensor: string, user: string): Wanted => ({ method: 'POST', url: `/shares/${sensor}/${user}/resend` }),
  (sensor: string): Wanted => ({ method: 'POST', url: `/shares/${sensor}/answer`, body: { accept: false } }),
  (sensor: string): Wanted => ({ method: 'POST', url: '/update', body: { sensor, name: 'x' } }),
  (sensor: string): Wanted => ({ method: 'POST', url: '/unclaim', body: { sensor } }),
  (sensor: string): Wanted => ({ method: 'POST', url: '/claim', body: { sensor, name: 'x' } }),
  (sensor: string): Wanted => ({
    method: 'POST',
    url: '/sensor-settings',
    body: { sensor, type: 'a', value: 'b', timestamp: 5 },
  }),
  (sensor: string): Wanted => ({ method: 'POST', url: '/upload', body: { sensor } }),
  (sensor: string): Wanted => ({ method: 'POST', url: '/upload', body: { sensor, action: 'reset' } }),
]

const mutations = (device: string, user: string) => [
  `share(deviceId: "${device}", email: "new@example.com")`,
  `share(deviceId: "${device}", email: "${user}", scripting: true)`,
  `share(deviceId: "${device}", email: "${user}", action: REMOVE)`,
  `share(deviceId: "${device}", email: "anna@example.com", action: LEAVE)`,
  `changeShare(deviceId: "${device}", email: "${user}", paused: true) { email }`,
  `answerShare(deviceId: "${device}", accept: false)`,
  `claimDevice(deviceId: "${device}") { id }`,
  `renameDevice(deviceId: "${device}", name: "x") { id }`,
  `deleteDevice(deviceId: "${device}")`,
]

/** All that a call could change. */
async function standing({ db }: House) {
  const { rows } = await sql`
    select
      (select json_agg(shares order by sensor_id, guest_id) from shares) as shares,
      (select json_agg(sensors order by id) from sensors) as sensors,
      (select count(*) from events) as events, (select count(*) from letters) as letters,
      (select json_agg(sensor_settings) from sensor_settings) as settings`.execute(db)
  return rows
}

t.test(
  'a stream of a limited key tells only of its sensors, also of what was missed, and ends when the key expires',
  async t => {
    const house = await openHouse(t)
    const anna = await house.person('anna')
    const [within, other] = [await house.sensor(anna), await house.sensor(anna)]
    const key = await make(house, anna, {
      sensors: [within],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    })
    const home = await listen(house.app)
    const headers = () => signed(key, { url: '/events', headers: { host: new URL(home).host } }).headers
    const client = await follow(t, home, headers())
    await client.hears('ready')
    await house.share(anna, other, 'guest@example.com')
    await house.share(anna, within, 'guest@example.com')
    await client.hears('shared')
    t.strictSame(
      client.news().map(({ sensor }) => sensor),
      [within],
    )
    client.cut()
    await house.unshare(anna, other, 'guest@example.com')
    await house.unshare(anna, within, 'guest@example.com')
    const again = await follow(t, home, headers(), client.lastId)
    await again.hears('unshared')
    t.strictSame(
      again.news().map(({ sensor }) => sensor),
      [within],
    )
    await sql`update access_keys set expires_at = now() where id = ${key.id}`.execute(house.db)
    await house.share(anna, within, 'guest@example.com')
    await again.ends()
    t.strictSame(
      again.news().map(({ sensor }) => sensor),
      [within],
    )
  },
)

t.test('a kept answer about another sensor is not for a limited key', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const [within, other] = [await house.sensor(anna), await house.sensor(anna)]
  const [whole, limited] = [await make(house, anna), await make(house, anna, { sensors: [within] })]
  const body = { sensor: other, user: 'guest@example.com' }
  const repeated: Wanted = { method: 'POST', url: '/share', body, headers: { 'idempotency-key': 'once' } }
  t.equal((await call(house, whole, repeated)).statusCode, 200)
  t.equal((await call(house, whole, repeated)).headers['idempotency-replayed'], 'true')
  const answer = await call(house, limited, repeated)
  t.equal(answer.statusCode, 422)
  t.notMatch(answer.payload, /invited/)
})

t.test('403 taking over another sensor, or access to it, with a limited key', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const [within, other] = [await house.sensor(anna), await house.sensor(anna)]
  const key = await make(house, anna, { sensors: [within] })
  const taking: Wanted = { method: 'POST', url: '/contest-sensor', body: { sensor: other, secret: 'x'.repeat(20) } }
  t.equal((await call(house, key, taking)).statusCode, 403)
  t.strictSame(
    await house.db.selectFrom('throttles').where('key', 'not like', 'alerts of %').selectAll().execute(),
    [],
    'nothing was counted',
  )
  const roles = async (sensor: string) => (await call(house, key, { url: `/access?sensor=${sensor}` })).json().data.role
  t.strictSame([await roles(within), await roles(other)], ['owner', null])
  t.match((await call(house, key, { url: '/access-keys' })).json().data.keys, [{ id: key.id }])
  const second = await make(house, anna)
  t.strictSame((await call(house, key, { url: '/access-keys' })).json().data.keys.length, 1, 'it sees only itself')
  t.equal((await call(house, key, { method: 'DELETE', url: `/access-keys/${second.id}` })).statusCode, 404)
})

t.test(
  'a key revoked while it signs, and a person deleted while a key is made: let in before, or refused after',
  async t => {
    const house = await openHouse(t)
    const anna = await house.person('anna')
    for (let round = 0; round < 5; round++) {
      const key = await make(house, anna, { scope: 'read' })
      const revoked = house.inject({
        method: 'DELETE',
        url: `/access-keys/${key.id}`,
        headers: { authorization: anna.token },
      })
      const asked = await Promise.all(Array.from({ length: 5 }, () => call(house, key, { url: '/sensors' })))
      t.equal((await revoked).statusCode, 200)
      for (const { statusCode } of asked) t.ok([200, 401].includes(statusCode), `${statusCode}`)
      t.equal((await call(house, key, { url: '/sensors' })).statusCode, 401)
    }
    const sensor = await house.sensor(anna)
    const sealing = deriveKeys(house.secret).accessKeys
    const [made] = await Promise.allSettled([
      createAccessKey(house.db, sealing, anna, { name: 'x', sensors: [sensor] }),
      deletePerson(house.db, addressKey, anna.id),
    ])
    if (made?.status === 'rejected') t.match(made.reason, { name: /badToken|notVisible/ })
    t.strictSame(await house.db.selectFrom('access_keys').selectAll().execute(), [])
  },
)
