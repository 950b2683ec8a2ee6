/** The mutation as real programs send it, over the wire; what is shared here is seen by REST, and the other way round. */
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { claimDevice } from '../../src/sensors/claim/claim-device.ts'
import { buildTestApp } from '../support/app.ts'
import { call, list } from '../support/calls.ts'
import { checkBooks, type House, openAgain, openHouse, type Person } from '../support/house.ts'
import { device, type Graph, graph, lend, outcomeOf, serviceOf } from '../support/lending.ts'

const router = '80:00:00:00:12:34:56:78'
const [ssh, web] = ['80:00:00:00:12:34:56:79', '80:00:00:00:12:34:56:7A'] as [string, string]

// As the founding document prints them.
const example1 = `mutation {
  share(deviceId: "80:00:00:00:12:34:56:78", 
        email: "email@example.com", 
        scripting: false,
        notify: true,
        action: ADD)
}`
const example2 = `mutation {
  share(deviceId: "80:00:00:00:12:34:56:78",
        email: [
          "email1@example.com",
          "email2@example.com"
        ],
        notify: true,
        services: [
          {serviceId: "80:00:00:00:12:34:56:79", action: ADD},
          {serviceId: "80:00:00:00:12:34:56:79", action: REMOVE}
        ]`
const example3 = `mutation {
  share(
    deviceId: "80:00:00:00:12:34:56:78"
    email: "YourEmail@example.com"
    action: LEAVE
  )
}`
const closed = `${example2}\n)\n}`
const shared = { status: 200, data: { share: true } }

async function furnish(t: Test) {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const services = [ssh, web].map(channel => ({ channel, name: '' }))
  await claimDevice(house.db, olivia, { sensor: router, name: 'Router', services })
  return { house, olivia }
}

/** Has the house answer on a port; returns a function that sends an operation there. */
async function listening({ app }: House) {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return async (token: string, query: string, variables?: object, path = '/graphql/v1'): Promise<Graph> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, ...(variables && { variables }) }),
    })
    return { status: answer.status, ...((await answer.json()) as object) }
  }
}

for (const path of ['/graphql/v1', '/graphql']) {
  t.test(`the examples of the founding document at ${path}`, async t => {
    const { house, olivia } = await furnish(t)
    const send = await listening(house)
    const reader = await house.person('youremail')
    const shares = async () =>
      (await list(house, olivia)).shares.map(({ guest, channels, scripting }) => [guest, channels, scripting])

    t.strictSame(await send(olivia.token, example1, undefined, path), shared)
    t.strictSame(await shares(), [['email@example.com', null, false]])

    const invalid = await send(olivia.token, example2, undefined, path)
    const status = path === '/graphql' ? 400 : 200
    t.match(invalid, { status, errors: [{ message: /^Syntax Error/ }] }, 'as it is printed its brackets are open')
    t.strictSame(await send(olivia.token, closed, undefined, path), {
      status: 200,
      data: null,
      errors: [
        {
          message: `The service ${ssh} is named both to be shared and to be removed. Name it once.`,
          locations: [{ line: 2, column: 3 }],
          path: ['share'],
          extensions: { code: 'ER_INVALID_FORMAT', sub_code: 'ER_INVALID_ARGUMENT' },
        },
      ],
    })
    t.equal((await shares()).length, 1)
    const mended = closed.replace(`"${ssh}", action: REMOVE`, `"${web}", action: REMOVE`)
    t.strictSame(await send(olivia.token, mended, undefined, path), shared)
    t.strictSame(
      (await shares()).slice(1),
      [1, 2].map(n => [`email${n}@example.com`, [ssh], false]),
    )

    t.equal(outcomeOf(await send(reader.token, example3, undefined, path)), 'ER_SENSOR_NOT_FOUND')
    await house.share(olivia, await house.sensor(olivia), reader.email)
    t.equal(outcomeOf(await lend(house, olivia, { deviceId: router, email: reader.email })), true)
    t.strictSame(await send(reader.token, example3, undefined, path), shared)
    t.equal((await list(house, reader)).shares.length, 1)
    t.match(await send('x', example1, undefined, path), {
      status: 401,
      errors: [{ extensions: { code: 'ER_UNAUTHORIZED' } }],
    })
    await checkBooks(t, house.db)
  })
}

t.test('the documents of the desktop client, with variables', async t => {
  const { house, olivia } = await furnish(t)
  const send = await listening(house)
  const gary = await house.person('gary')
  const share = `mutation Share($deviceId: String!, $email: [String!]!, $scripting: Boolean, $services: [ServiceSharingOptions!]) {
    share(deviceId: $deviceId, email: $email, scripting: $scripting, services: $services)
  }`
  const unShare = `mutation UnShare($deviceId: String!, $email: [String!]!) {
    share(deviceId: $deviceId, email: $email, action: REMOVE)
  }`
  /** With every service of the device, as it does. */
  const sends = (ticked: string[], scripting?: boolean) =>
    send(olivia.token, share, {
      deviceId: router,
      email: [gary.email],
      scripting,
      services: [ssh, web].map(serviceId => ({ serviceId, action: ticked.includes(serviceId) ? 'ADD' : 'REMOVE' })),
    })
  const got = async () => (await list(house, gary)).shares.map(({ channels, scripting }) => [channels, scripting])
  t.strictSame(await sends([ssh], true), shared)
  t.strictSame(await got(), [[[ssh], true]])
  t.strictSame(await sends([web, ssh]), shared)
  t.strictSame(await got(), [[[ssh, web], true]])
  t.strictSame(await sends([web], false), shared)
  t.strictSame(await got(), [[[web], false]])
  t.strictSame(await sends([]), shared)
  t.strictSame(await got(), [])
  t.strictSame(await sends([ssh]), shared)
  t.strictSame(await send(olivia.token, unShare, { deviceId: router, email: [gary.email] }), shared)
  t.strictSame(await sends([ssh]), shared)
  t.strictSame(await send(gary.token, unShare, { deviceId: router, email: gary.email }), shared, 'it leaves like that')
  t.strictSame(await got(), [])
  await checkBooks(t, house.db)
})

t.test('shared here, seen by REST; shared there, changed and ended here', async t => {
  const { house, olivia } = await furnish(t)
  const gary = await house.person('gary')
  const sauna = await house.sensor(olivia)
  const dense = async () => {
    const url = '/sensors-dense?sharedToMe=true'
    const answer = await house.inject({ url, headers: { authorization: `Bearer ${gary.token}` } })
    return answer.json().data.sensors.map(({ sensor }: { sensor: string }) => sensor)
  }
  const lends = (wanted: object) => lend(house, olivia, { deviceId: sauna, email: gary.email, ...wanted })
  t.equal(outcomeOf(await lends({ services: [{ serviceId: `${sauna}.co2` }] })), true)
  t.strictSame(await dense(), [sauna])
  t.match((await list(house, gary)).shares, [{ sensor: sauna, channels: ['co2'], state: 'live' }])
  t.match(await house.share(olivia, sauna, gary.email), { status: 409 })
  t.match(await house.unshare(olivia, sauna, gary.email), { status: 200 })
  t.equal(outcomeOf(await lends({ action: 'REMOVE' })), true, 'there is nothing left to do')

  t.match(await house.share(olivia, sauna, gary.email), { status: 200 })
  t.equal(outcomeOf(await lends({ services: [{ serviceId: `${sauna}.pm`, action: 'REMOVE' }], scripting: true })), true)
  const [held] = (await list(house, gary)).shares
  t.match(held, { scripting: true })
  t.notOk(held?.channels?.includes('pm'))
  t.equal(held?.channels?.length, 10)
  t.equal(outcomeOf(await lend(house, gary, { deviceId: sauna, email: gary.email, action: 'LEAVE' })), true)
  t.strictSame(await dense(), [])
  t.match(await house.unshare(olivia, sauna, gary.email), { status: 404 })
  await checkBooks(t, house.db)
})

t.test(
  'what POST /share refuses is refused here with the same code and sentence, as an error with HTTP 200',
  async t => {
    const { house, olivia } = await furnish(t)
    const { db } = house
    const [gary, stranger] = [await house.person('gary'), await house.person('stranger')]
    const sauna = await house.sensor(olivia)
    const plan = (change: object) => db.updateTable('plans').set(change).where('name', '=', 'Basic').execute()
    const alike = async (what: string, who: Person, sensor: string, user: string) => {
      const there = (await house.share(who, sensor, user)) as {
        status: number
        error?: string
        code?: string
        sub_code?: string
      }
      const here = await lend(house, who, { deviceId: sensor, email: user })
      t.ok(there.status >= 400 && there.status < 500, what)
      const { code, sub_code, error } = there
      t.match(
        here,
        { status: 200, data: null, errors: [{ extensions: { code, ...(sub_code && { sub_code }) } }] },
        what,
      )
      return { here: here.errors?.[0]?.message, there: error }
    }
    const same = async (...wanted: Parameters<typeof alike>) => {
      const { here, there } = await alike(...wanted)
      t.equal(here, there, wanted[0])
    }
    await same('not the owner', stranger, sauna, 'a@example.com')
    await same('no such sensor', stranger, 'FF:FF:FF:FF:FF:FF', 'a@example.com')
    await same('yourself', olivia, sauna, olivia.email)
    await alike('no id', olivia, 'sauna', gary.email)
    await alike('no address', olivia, sauna, 'gary')
    await house.share(olivia, sauna, gary.email)
    await db.updateTable('shares').set({ asked: true }).execute()
    t.match(await call(house, gary, 'POST', `/shares/${sauna}/answer`, { accept: false }), { status: 200 })
    await same('declined before', olivia, sauna, gary.email)
    await plan({ max_shares_per_sensor: 0 })
    await same('the sensor is full', olivia, sauna, 'a@example.com')
    await plan({ max_shares_per_sensor: 10, max_shares: 1 })
    await house.share(olivia, sauna, 'one@example.com')
    await same('the plan is full', olivia, sauna, 'a@example.com')
    await house.unshare(olivia, sauna, 'one@example.com')
    await plan({ max_shares: 0 })
    await same('the plan forbids it', olivia, sauna, 'a@example.com')
    t.strictSame(await db.selectFrom('shares').selectAll().execute(), [])
    await checkBooks(t, db)
  },
)

t.test('notify: left out or null, the guest gets an email; false, they get none', async t => {
  const house = await openHouse(t)
  const [anna, gary] = [await house.person('anna'), await house.person('gary')]
  const count = async () => (await house.db.selectFrom('letters').select('id').execute()).length
  for (const [n, notify, sent] of [
    [1, undefined, 1],
    [2, null, 2],
    [3, false, 2],
    [4, true, 3],
  ] as const) {
    const deviceId = await device(house, anna, n, 'A')
    t.equal(
      outcomeOf(await lend(house, anna, { deviceId, email: gary.email, ...(notify !== undefined && { notify }) })),
      true,
    )
    t.equal(await count(), sent, String(notify))
  }
})

t.test('many at once through GraphQL', async t => {
  const house = await openHouse(t)
  const { db, url } = house
  const apps = [house.app]
  if (url) {
    const second = await buildTestApp({ db: await openAgain(t, url), secret: house.secret, rateLimit: false })
    t.teardown(() => second.close())
    apps.push(second)
  }
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const one = await device(house, anna, 1, 'A')
  const atOnce = async (count: number, make: (n: number) => Promise<Graph>) => {
    const outcomes = (await Promise.all(Array.from({ length: count }, (_, n) => make(n)))).map(outcomeOf)
    const counts: Record<string, number> = {}
    for (const outcome of outcomes) counts[String(outcome)] = (counts[String(outcome)] ?? 0) + 1
    return counts
  }
  const through = (n: number) => ({ app: apps[n % apps.length] ?? house.app })
  const kinds = async () =>
    (await db.selectFrom('letters').select('kind').orderBy('id').execute()).map(({ kind }) => kind)
  const gary = await house.person('gary')

  await t.test('50 identical shares: all true, one letter, one event', async t => {
    const wanted = { deviceId: one, email: gary.email }
    t.strictSame(await atOnce(50, n => lend(through(n), anna, wanted)), { true: 50 })
    t.strictSame(await kinds(), ['shared'])
    t.equal((await db.selectFrom('events').select('id').where('action', '<>', 'claimed').execute()).length, 1)
  })
  await t.test('50 times the same end, by both sides: all true, one letter', async t => {
    const ends = await atOnce(50, n =>
      lend(through(n), n % 2 ? anna : gary, { deviceId: one, email: gary.email, action: 'REMOVE' }),
    )
    t.strictSame(ends, { true: 50 })
    t.equal((await kinds()).length, 2)
  })
  await t.test('30 guests on a sensor with room for 10', async t => {
    const guests = await atOnce(30, n => lend(through(n), anna, { deviceId: one, email: `guest${n}@example.com` }))
    t.strictSame(guests, { true: 10, ER_SENSOR_SHARE_COUNT_REACHED: 20 })
  })
  await t.test('an owner with room for 40 over 8 sensors', async t => {
    const owner = await house.person('owner')
    const sensors = await Promise.all(Array.from({ length: 8 }, () => house.sensor(owner)))
    const guests = await atOnce(60, n =>
      lend(through(n), owner, { deviceId: sensors[n % 8] ?? '', email: `other${n}@example.com` }),
    )
    t.strictSame(guests, { true: 40, ER_SHARE_COUNT_REACHED: 20 })
  })
  await t.test('two who share with each other, over and over: no deadlock', async t => {
    const two = await house.sensor(bert)
    await lend(house, anna, { deviceId: one, email: 'guest0@example.com', action: 'REMOVE' })
    const counts = await atOnce(60, n => {
      const [who, deviceId, email] = n % 2 ? [anna, one, bert.email] : [bert, two, anna.email]
      const services = n % 2 ? [{ serviceId: serviceOf(1, 'A') }] : undefined
      return lend(through(n), who, { deviceId, email, ...(n % 3 ? { services } : { action: 'REMOVE' }) })
    })
    t.notOk(Object.keys(counts).includes('ER_INTERNAL'), JSON.stringify(counts))
    t.ok(counts.true)
  })
  await checkBooks(t, db)
})

t.test('a service that is added is answered with those who have the whole device', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const router = await device(house, olivia, 1, 'A')
  await graph(house, olivia, `mutation { share(deviceId: "${router}", email: "${gary.email}") }`)
  const added = `mutation { addService(deviceId: "${router}", id: "80:00:00:00:00:00:FF:02", name: "ssh") { id name access { email } } }`
  t.match(await graph(house, olivia, added), {
    data: { addService: { id: '80:00:00:00:00:00:FF:02', name: 'ssh', access: [{ email: gary.email }] } },
  })
})
