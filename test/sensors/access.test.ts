import { sql } from 'kysely'
import t from 'tap'
import { claimDevice } from '../../src/sensors/claim/claim-device.ts'
import { unclaim } from '../../src/sensors/claim/unclaim.ts'
import { unshare } from '../../src/sharing/end/unshare.ts'
import { share } from '../../src/sharing/grant/share.ts'
import { checkBooks, openHouse, type Person } from '../support/house.ts'
import { graph, outcomeOf } from '../support/lending.ts'

// Who stands how to a sensor; each column of the table is one of them.
const callers = ['owner', 'guest', 'pending', 'paused', 'scheduled', 'expired', 'former', 'stranger', 'public'] as const
type Caller = (typeof callers)[number]

/** What everybody gets. Of lists: whether the sensor is in it. `public` is a stranger, and the sensor a public one. */
const table: Record<string, string> = {
  //                         owner guest pending paused scheduled expired former stranger public
  'GET /get': '200 200 403 403 403 403 403 403 200',
  'GET /values': '200 200 403 403 403 403 403 403 200',
  'GET /sensors?sensor': '200 200 403 403 403 403 403 403 200',
  'GET /sensors-dense?sensor': '200 200 403 403 403 403 403 403 200',
  'GET /sensor-settings?sensor': '200 200 403 403 403 403 403 403 403',
  'GET /sensors': 'yes yes no no no no no no no',
  'GET /sensors-dense': 'yes yes no no no no no no no',
  'GET /sensor-settings': 'yes yes no no no no no no no',
  'GET /user': 'yes yes no no no no no no no',
  'GET /shared': 'yes no no no no no no no no',
  'GET /access': 'owner guest null null null null null null public',
  'GraphQL devices': 'yes yes no no no no no no no',
  'GraphQL device': 'yes yes no no no no no no no',
  'GraphQL access': 'yes yes no no no no no no no',
  'GraphQL pending': 'yes no no no no no no no no',
  'GraphQL services': 'yes yes no no no no no no no',
  'GET /check': '200 200 200 200 200 200 200 200 200',
  'POST /update name': '200 200 403 403 403 403 403 403 403',
  'POST /update picture': '200 200 403 403 403 403 403 403 403',
  'POST /update offsetTemperature': '200 403 403 403 403 403 403 403 403',
  'POST /update public': '200 403 403 403 403 403 403 403 403',
  'POST /sensor-settings': '200 403 403 403 403 403 403 403 403',
  'POST /upload': '200 200 403 403 403 403 403 403 403',
  'POST /upload reset': '200 200 403 403 403 403 403 403 403',
  'POST /share': '200 403 403 403 403 403 403 403 403',
  'POST /unshare the guest': '200 200 403 403 403 403 403 403 403',
  'POST /unshare': '404 200 200 200 200 404 404 404 404',
  'POST /unclaim': '200 200 200 200 200 403 403 403 403',
  'POST /unclaim deleteData': '200 200 200 200 200 403 403 403 403',
  'POST /claim': '409 409 409 409 409 409 409 409 409',
  'POST /contest-sensor': '403 403 403 403 403 403 403 403 403',
  'GraphQL share ADD': 'yes no no no no no no no no',
  'GraphQL share ADD to the guest': 'yes no no no no no no no no',
  'GraphQL share REMOVE the guest': 'yes yes no no no no no no no',
  'GraphQL share LEAVE': 'yes yes yes yes yes yes yes no no',
  'GraphQL changeShare': 'yes no no no no no no no no',
  'GraphQL answerShare': 'no yes yes yes yes no no no no',
  'GraphQL renameDevice': 'yes yes no no no no no no no',
  'GraphQL deleteDevice': 'yes yes yes yes yes yes yes no no',
  'GraphQL claimDevice': 'no no no no no no no no no',
}

/** What there is of devices only, or might be otherwise. */
const tableOfDevices: Record<string, string> = {
  'GraphQL share ADD a service': 'yes no no no no no no no no',
  'GraphQL addService': 'yes no no no no no no no no',
  'GraphQL removeService': 'yes no no no no no no no no',
  'GET /access': 'owner guest null null null null null null public',
}

const service = '80:00:00:00:00:00:FF:01'
const mutations: Record<string, (sensor: string, caller: string, guest: string) => string> = {
  'share ADD': sensor => `share(deviceId: "${sensor}", email: "somebody@example.com")`,
  'share ADD a service': sensor =>
    `share(deviceId: "${sensor}", email: "somebody@example.com", services: {serviceId: "${service}"})`,
  'share ADD to the guest': (sensor, caller, guest) =>
    `share(deviceId: "${sensor}", email: "${caller === guest ? 'somebody@example.com' : guest}")`,
  'share REMOVE the guest': (sensor, _, guest) => `share(deviceId: "${sensor}", email: "${guest}", action: REMOVE)`,
  'share LEAVE': (sensor, caller) => `share(deviceId: "${sensor}", email: "${caller}", action: LEAVE)`,
  changeShare: (sensor, _, guest) => `changeShare(deviceId: "${sensor}", email: "${guest}", note: "x") { email }`,
  answerShare: sensor => `answerShare(deviceId: "${sensor}", accept: true)`,
  renameDevice: sensor => `renameDevice(deviceId: "${sensor}", name: "Attic") { id }`,
  deleteDevice: sensor => `deleteDevice(deviceId: "${sensor}")`,
  claimDevice: sensor => `claimDevice(deviceId: "${sensor}") { id }`,
  addService: sensor => `addService(deviceId: "${sensor}", id: "80:00:00:00:00:00:FF:02", name: "ssh") { id }`,
  removeService: sensor => `removeService(deviceId: "${sensor}", serviceId: "${service}")`,
}

const reads = (what: string) => /^G(ET|raphQL) /.test(what) && !(what.replace('GraphQL ', '') in mutations)

const lists = '?sharedToMe=true&sharedToOthers=true&measurements=true&settings=true'

t.test('who may do what to a sensor', async t => {
  const house = await openHouse(t)
  const { db } = house
  await sql`update plans set max_claims = 1e6, max_shares = 1e6, max_shares_per_sensor = 1e6`.execute(db)
  const people = {} as Record<Caller, Person>
  for (const caller of callers) people[caller] = await house.person(caller)

  /** Makes a sensor to which these stand as they are called, and nobody else but its owner. */
  async function furnish(these: readonly Caller[], isDevice = false): Promise<string> {
    const sensor = isDevice ? await device() : await house.sensor(people.owner)
    for (const guest of ['guest', 'pending', 'paused', 'scheduled', 'expired', 'former'] as const) {
      if (these.includes(guest)) await share(db, people.owner, [{ sensor, guest: people[guest].email, notify: false }])
    }
    if (these.includes('former')) await unshare(db, people.owner, [{ sensor, guest: people.former.email }])
    const shares = db.updateTable('shares').where('sensor_id', '=', sensor)
    await shares.set({ asked: true }).where('guest_id', '=', people.pending.id).execute()
    await shares.set({ paused_at: new Date() }).where('guest_id', '=', people.paused.id).execute()
    await shares
      .set({ starts_at: new Date(Date.now() + 3_600_000) })
      .where('guest_id', '=', people.scheduled.id)
      .execute()
    await shares.set({ expires_at: new Date() }).where('guest_id', '=', people.expired.id).execute()
    if (these.includes('public')) {
      await db.updateTable('sensors').set({ is_public: true }).where('id', '=', sensor).execute()
    }
    return sensor
  }

  let count = 0
  async function device(): Promise<string> {
    const sensor = `80:00:00:00:00:00:01:${String(count++).padStart(2, '0')}`
    await claimDevice(db, people.owner, { sensor, name: 'Router', services: [{ channel: service, name: '' }] })
    return sensor
  }

  async function act(what: string, caller: Caller, sensor: string): Promise<string> {
    const { token, email } = people[caller]
    const [method, path = '', field] = what.split(' ')
    if (method === 'GraphQL' && reads(what)) return (await ask(path, token, sensor)) ? 'yes' : 'no'
    if (method === 'GraphQL') {
      const mutation = mutations[what.slice('GraphQL '.length)]?.(sensor, email, people.guest.email)
      return outcomeOf(await graph(house, people[caller], `mutation { ${mutation} }`)) === true ? 'yes' : 'no'
    }
    if (method === 'POST') {
      const { status } = await house.post(path, { sensor, ...bodyOf(path, field, people.guest) }, token)
      return String(status)
    }
    const isOfOne = path.endsWith('?sensor') || ['/get', '/values', '/check', '/access'].includes(path)
    const url = isOfOne
      ? `${path.replace('?sensor', '')}?sensor=${sensor}`
      : `${path}${path === '/sensors-dense' ? lists : ''}`
    const answer = await house.inject({ url, headers: { authorization: `Bearer ${token}` } })
    if (path === '/access') return String(answer.json().data.role)
    if (isOfOne) return String(answer.statusCode)
    const { sensors, sharedToMe = [] } = answer.json().data
    return [...sensors, ...sharedToMe].some(({ sensor: id }) => id === sensor) ? 'yes' : 'no'
  }

  /** Whether there is anything of the sensor in the answer to a query. */
  async function ask(what: string, token: string, sensor: string): Promise<boolean> {
    const field =
      { access: 'access { email }', pending: 'pending { email }', services: 'services { id }' }[what] ?? 'id'
    const device = `device(id: "${sensor}") { ${field} }`
    const query = what === 'devices' ? 'account { devices { items { id } } }' : device
    const answer = await house.post('/graphql', { query: `{ login { ${query} } }` }, token)
    const { login } = answer.data as { login: { account?: { devices: { items: object[] } }; device?: object[] } }
    const found = login.account?.devices.items ?? login.device ?? []
    return found.flatMap(item => Object.values(item).flat()).length > 0
  }

  const rows = [
    ...Object.entries(table).map(([what, row]) => ({ what, row, isDevice: false })),
    ...Object.entries(tableOfDevices).map(([what, row]) => ({ what, row, isDevice: true })),
  ]
  for (const { what, row, isDevice } of rows) {
    const expected = row.split(' ')
    t.equal(expected.length, callers.length)
    // Reading changes nothing, so one sensor will do for all but the public.
    const shown = reads(what)
      ? await furnish(
          callers.filter(caller => caller !== 'public'),
          isDevice,
        )
      : undefined
    for (const [column, caller] of callers.entries()) {
      const sensor = (caller !== 'public' && shown) || (await furnish([caller, 'guest'], isDevice))
      t.equal(await act(what, caller, sensor), expected[column], `${what}${isDevice ? ' of a device' : ''}: ${caller}`)
    }
    // Lists hold what a person has, so nothing of the others may stay.
    await sql`update shares set starts_at = null, expires_at = now()`.execute(db)
    await sql`update sensors set is_public = false`.execute(db)
  }
  t.strictSame(
    await house.post('/claim', { sensor: 'AA:AA:AA:AA:AA:AA' }, people.stranger.token),
    { status: 200, result: 'success', data: { sensor: 'AA:AA:AA:AA:AA:AA' } },
    'what nobody owns can be claimed',
  )
  await checkBooks(t, db)
})

t.test('a sensor that is not there is answered like one that one may not see', async t => {
  const house = await openHouse(t)
  const [olivia, stranger] = [await house.person('olivia'), await house.person('stranger')]
  const there = await house.sensor(olivia)
  const nowhere = 'AA:AA:AA:AA:AA:AA'
  const get = async (path: string, sensor: string) => {
    const answer = await house.inject({
      url: `${path}?sensor=${sensor}`,
      headers: { authorization: `Bearer ${stranger.token}` },
    })
    return { status: answer.statusCode, ...answer.json() }
  }
  for (const path of ['/get', '/values', '/sensors', '/sensors-dense', '/sensor-settings']) {
    t.strictSame(await get(path, nowhere), await get(path, there), path)
  }
  for (const what of Object.keys(table).filter(what => what.startsWith('POST') && what !== 'POST /claim')) {
    const [, path = '', field] = what.split(' ')
    const post = (sensor: string) => house.post(path, { sensor, ...bodyOf(path, field, olivia) }, stranger.token)
    t.strictSame(await post(nowhere), await post(there), what)
  }
  // Claiming is how one finds out that nobody owns it.
  for (const [what, mutation] of Object.entries(mutations).filter(([what]) => what !== 'claimDevice')) {
    const send = (sensor: string) =>
      graph(house, stranger, `mutation { ${mutation(sensor, stranger.email, olivia.email)} }`)
    const answers = [await send(nowhere), await send(there)]
    t.match(answers[0], { status: 200, data: null, errors: [{}] }, what)
    t.strictSame(answers[0], answers[1], what)
    const device = '80:00:00:00:00:00:01:00'
    const noDevice = await send(device)
    await claimDevice(house.db, olivia, { sensor: device, name: '', services: [{ channel: service, name: '' }] })
    t.strictSame(await send(device), noDevice, `${what}, a device`)
    await unclaim(house.db, olivia, { sensor: device, deleteData: true })
  }
})

function bodyOf(path: string, field: string | undefined, guest: Person): object {
  if (path === '/share') return { user: 'somebody@example.com' }
  if (path === '/unshare' && field) return { user: guest.email }
  if (path === '/update')
    return { [field ?? '']: { name: 'Attic', picture: 'attic.jpg', public: true }[field ?? ''] ?? 1.5 }
  if (path === '/sensor-settings') return { type: 'order', value: '1' }
  if (path === '/upload' && field) return { action: field }
  if (path === '/unclaim' && field) return { deleteData: true }
  if (path === '/contest-sensor') return { secret: 'not this one' }
  return {}
}
