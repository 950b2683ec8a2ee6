/** The documents of remote.it's published programs, in the shapes that they send. */
import t, { type Test } from 'tap'
import { device, lend, openReader } from '../support/reader.ts'

const ssh = '80:00:00:00:12:34:56:79'

async function furnish(t: Test) {
  const house = await openReader(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia, 'Sauna')
  const boat = await device(house, olivia, '80:00:00:00:12:34:56:78', 'Boat', { [ssh]: 'SSH' })
  await lend(house, olivia, [sauna, boat], gary)
  return { house, olivia, gary, sauna, boat }
}

const timeSeries =
  'timeSeries(type: $tsType, resolution: $tsResolution, length: $tsLength) { type resolution start end time data }'
const serviceFields = `
  id subdomain title application created lastReported enabled name license attributes host port type protocol state proxy
  presenceAddress link { url code created enabled password feature web source } access { user { id email } } ${timeSeries}`
const deviceFields = `
  id name state created lastReported hardwareId platform version license attributes configurable scriptable permissions
  notificationSettings presenceAddress supportedAppInstalls tags { name color } eventsUrl
  owner { id email } access { user { id email } scripting }
  endpoint {
    externalAddress internalAddress availability instability onlineSince offlineSince
    geo { latitude longitude city stateName countryName connectionType isp }
  }
  events(from: $from, minDate: $minDate, types: $types) { items { id type timestamp } }
  services { ${serviceFields} } ${timeSeries}`
const series = '$tsType: TimeSeriesType!, $tsResolution: TimeSeriesResolution!, $tsLength: Int'
const eventFields = `
  total hasMore limited last
  items {
    id type state timestamp action actor { id email } owner { id email } users { id email } devices { id name }
    target { id name application device { id name } }
    ... on DeviceShareEvent { scripting }
    ... on DeviceStateEvent { state }
    ... on DeviceConnectEvent { state }
    ... on DeviceTransferEvent { state }
    ... on DeviceJobEvent { state }
    ... on LicenseUpdatedEvent { state }
  }`

/** Each document with its variables, by what a program does with it. */
const documents: Record<string, [query: string, variables?: object]> = {
  'the list of the desktop client': [
    `query Devices(
      $size: Int, $from: Int, $name: String, $state: String, $tag: ListFilter, $accountId: String, $sort: String,
      $owner: Boolean, $application: [Int!], $platform: [Int!], $id: [ID!], $minDate: DateTime, $types: [EventType!], ${series}
    ) {
      login { id account(id: $accountId) {
        devices(
          size: $size, from: $from, name: $name, state: $state, tag: $tag, sort: $sort, owner: $owner,
          application: $application, platform: $platform, id: $id
        ) { total hasMore last items { ${deviceFields} } }
      } }
    }`,
    {
      ...{ size: 50, from: 0, sort: 'state,name', tag: null, application: null },
      ...{ tsType: 'AVAILABILITY', tsResolution: 'DAY', tsLength: 7, types: ['DEVICE_STATE'] },
    },
  ],
  'one device of the account': [
    `query Device($id: [String!]!, $from: Int, $minDate: DateTime, $types: [EventType!], ${series}) {
      login { account { device(id: $id) { ${deviceFields} } } }
    }`,
    { id: '80:00:00:00:12:34:56:78', tsType: 'USAGE', tsResolution: 'HOUR' },
  ],
  'a script that lists devices': [
    '{ login { devices(size: 1000, from: 0) { total hasMore items { id name services { id name } } } } }',
  ],
  'a script that reads events': [
    `query ($after: ID, $from: Int, $types: [EventType!]) { login { events(after: $after, from: $from, size: 10, types: $types) { ${eventFields} } } }`,
    { types: ['DEVICE_STATE', 'DEVICE_CONNECT', 'DEVICE_TRANSFER', 'DEVICE_SHARE', 'DEVICE_JOB', 'LICENSE_UPDATED'] },
  ],
  'the history of the desktop client': [
    `query Events($id: String, $after: ID, $minDate: DateTime, $maxDate: DateTime) {
      login { account(id: $id) { eventsUrl events(after: $after, minDate: $minDate, maxDate: $maxDate) { ${eventFields} } } }
    }`,
  ],
  'guests with their networks': [
    `query Guests($id: String) { login { account(id: $id) {
      guest { user { id email } devices { id } networks { id name access { user { id } } } }
    } } }`,
  ],
  'networks and registration': [
    `{ login { account {
      networks {
        id name enabled created permissions owner { id email } tags { name color }
        connections { service { id name } name port enabled } access { user { id email } }
      }
      registrationCode registrationCommand
    } } }`,
  ],
  'sign-in and contacts': ['{ login { id email authhash yoicsId created contacts { id email } } }'],
  'access keys': ['{ login { accessKeys { key enabled created lastUsed } } }'],
  'contacts of the account': ['{ login { account { id email contacts { id email } accessKeys { key } } } }'],
}

t.test('200 every document that their programs send, to owner and guest', async t => {
  const { house, olivia, gary } = await furnish(t)
  for (const [title, [query, variables]] of Object.entries(documents)) {
    for (const who of [olivia, gary]) {
      const { status, data, errors } = await house.ask(who, query, variables)
      t.strictSame([status, errors], [200, undefined], `${title}, ${who.email}`)
      t.ok(data, title)
    }
  }
})

t.test('login and account are the same', async t => {
  const { house, olivia } = await furnish(t)
  const fields = `id email devices { total items { id } } device(id: "${ssh}") { id } guest { user { email } }
    contacts { email } events { total items { id } } accessKeys { id } networks { id } eventsUrl`
  const { data } = await house.ask(olivia, `{ login { ${fields} account { ${fields} } } }`)
  const { account, ...login } = (data as { login: { account: object } }).login
  t.strictSame(login, account)
})

t.test('what has no meaning here is null or empty; what has one is served', async t => {
  const { house, olivia, gary, sauna, boat } = await furnish(t)
  const [query, variables] = documents['one device of the account'] ?? ['']
  const read = async (who: typeof olivia) => {
    const { data } = await house.ask(who, query, variables)
    return (data as { login: { account: { device: Record<string, unknown>[] } } }).login.account.device[0]
  }
  const nothing = {
    ...{ lastReported: null, hardwareId: null, platform: null, version: null, license: null, attributes: null },
    ...{ notificationSettings: null, presenceAddress: null, eventsUrl: null, endpoint: null, events: null },
    ...{ timeSeries: null, tags: [], supportedAppInstalls: [] },
  }
  t.match(await read(olivia), {
    ...nothing,
    ...{ id: boat, name: 'Boat', state: 'inactive', configurable: true, scriptable: true },
    services: [
      {
        ...{ id: ssh, name: 'SSH', state: 'inactive', enabled: true, subdomain: null, title: null, application: null },
        ...{ created: null, lastReported: null, license: null, attributes: null, host: null, port: null, type: null },
        ...{ protocol: null, proxy: null, presenceAddress: null, link: null, timeSeries: null },
        access: [{ user: { email: gary.email } }],
      },
    ],
  })
  t.match(await read(gary), { ...nothing, id: boat, configurable: false, scriptable: false })
  const { data } = await house.ask(
    olivia,
    '{ login { events(types: DEVICE_SHARE) { limited items { owner { email } state target { id } devices { id } } } } }',
  )
  t.match(data, {
    login: {
      events: {
        limited: null,
        items: [sauna, boat].map(id => ({
          owner: { email: olivia.email },
          state: null,
          target: [],
          devices: [{ id }],
        })),
      },
    },
  })
})

t.test(
  'a list is sorted by several names, and filtered by ids; nothing has tags, applications or platforms',
  async t => {
    const { house, olivia, sauna, boat } = await furnish(t)
    const attic = await house.sensor(olivia, 'Attic')
    const at = Math.floor(Date.now() / 1000) - 60
    await house.db
      .insertInto('measurements')
      .values({ sensor_id: sauna, at, rssi: -60, gateway_id: 'AA:BB:CC:DD:EE:FF', is_maskable: true, data: '00' })
      .execute()
    const ids = async (given: string) => {
      const { data, errors } = await house.ask(olivia, `{ login { devices(${given}) { total items { id } } } }`)
      t.equal(errors, undefined, given)
      const { total, items } = (data as { login: { devices: { total: number; items: { id: string }[] } } }).login
        .devices
      t.equal(total, items.length)
      return items.map(({ id }) => id)
    }
    t.strictSame(await ids('sort: "state,name"'), [sauna, attic, boat], 'active ones first')
    t.strictSame(await ids('sort: "-state, -name"'), [boat, attic, sauna])
    t.strictSame(await ids('sort: "owner,-state,name,id"'), [attic, boat, sauna])
    t.strictSame(await ids(`id: ["${boat}", "${sauna.toLowerCase()}", "AA:AA:AA:AA:AA:AA"]`), [boat, sauna])
    t.strictSame(await ids('id: []'), [])
    t.strictSame(await ids('tag: { values: [] }, application: [], platform: []'), [attic, boat, sauna])
    for (const none of ['tag: { operator: ANY, values: ["home"] }', 'application: [28]', 'platform: 5']) {
      t.strictSame(await ids(none), [], none)
    }
    for (const sort of ['name,', 'name,,id', 'colour', 'state name', 'name,state,id,owner,created,name']) {
      const { data, errors } = await house.ask(olivia, `{ login { devices(sort: "${sort}") { total } } }`)
      t.match([data, errors], [null, [{ extensions: { code: 'ER_INVALID_SORT_MODE' } }]], sort)
    }
  },
)

t.test('transfer is there, and refused with a sentence', async t => {
  const { house, olivia, gary, boat } = await furnish(t)
  const query = 'mutation ($deviceId: String!, $email: String!) { transfer(deviceId: $deviceId, email: $email) }'
  const answer = await house.ask(olivia, query, { deviceId: boat, email: gary.email })
  t.match(answer, { status: 200, data: null, errors: [{ message: /^Devices cannot be transferred yet\./ }] })
})

t.test('a key is created without a name, as their programs do', async t => {
  const { house, olivia } = await furnish(t)
  const { data } = await house.ask(olivia, 'mutation { createAccessKey { key secret } }')
  const { createAccessKey: made } = data as { createAccessKey: { key: string; secret: string } }
  t.match(await house.ask(olivia, '{ login { accessKeys { id key name enabled lastUsed } } }'), {
    data: {
      login: { accessKeys: [{ id: made.key, key: made.key, name: 'A program', enabled: true, lastUsed: null }] },
    },
  })
})
