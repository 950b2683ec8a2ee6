import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { addService } from '../../src/sensors/add-service.ts'
import { claimDevice } from '../../src/sensors/claim/claim-device.ts'
import { removeService } from '../../src/sensors/remove-service.ts'
import { call, change, happened, list } from '../support/calls.ts'
import { addressKey, checkBooks, openHouse, type Person } from '../support/house.ts'
import { device, graph, lend, outcomeOf, serviceOf } from '../support/lending.ts'

const router = '80:00:00:00:00:00:01:00'
const [a, b, c] = ['A', 'B', 'C'].map(letter => serviceOf(1, letter)) as [string, string, string]

const refusal = (name: string) => ({ name })

async function furnish(t: Parameters<typeof openHouse>[0], letters = 'AB') {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  await device(house, olivia, 1, letters)
  const services = () => house.db.selectFrom('services').select(['id', 'name']).orderBy('id').execute()
  const get = async (who: Person, url: string) => {
    const answer = await house.inject({ url, headers: { authorization: `Bearer ${who.token}` } })
    if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}: ${answer.payload}`)
    return answer.json().data
  }
  return { house, db: house.db, olivia, gary, services, get }
}

t.test(
  'claimed with its services, of which the later name counts; nothing is claimed when that is refused',
  async t => {
    const { house, db, olivia, gary, services } = await furnish(t, '')
    const claim = (who: Person, sensor: string, list: string[], name = 'Router') =>
      claimDevice(db, who, { sensor, name, services: list.map((id, n) => ({ channel: id, name: `${n}` })) })
    await claim(olivia, '80:00:00:00:00:00:02:00', [a, b, a])
    t.strictSame(await services(), [
      { id: a, name: '2' },
      { id: b, name: '1' },
    ])
    await t.rejects(claim(gary, '80:00:00:00:00:00:02:00', [c]), { name: 'alreadyClaimed', message: /o\*+/ })
    await t.rejects(claim(gary, 'C6:F1:E7:D3:DA:11', [c]), refusal('notDevice'))
    await claim(gary, 'C6:F1:E7:D3:DA:11', [], 'half \ud800 a pair')
    t.match(await db.selectFrom('sensors').select('name').where('owner_id', '=', gary.id).execute(), [
      { name: 'half \ufffd a pair' },
    ])
    const many = Array.from({ length: 101 }, (_, n) =>
      `80:00:00:00:00:00:77:${n.toString(16).padStart(2, '0')}`.toUpperCase(),
    )
    await t.rejects(claim(gary, '80:00:00:00:00:00:03:00', many), refusal('servicesFull'))
    await claim(gary, '80:00:00:00:00:00:03:00', many.slice(1))
    await db.updateTable('plans').set({ max_claims: 2 }).execute()
    await t.rejects(claim(gary, '80:00:00:00:00:00:04:00', [a]), refusal('claimsFull'))
    t.strictSame((await db.selectFrom('sensors').select('id').execute()).length, 4)
    t.equal((await services()).length, 102)
    await checkBooks(t, house.db)
  },
)

t.test('a service is added and renamed; what is the same already is no event', async t => {
  const { house, db, olivia, gary, services } = await furnish(t)
  const add = (who: Person, channel: string, name: string, sensor = router) =>
    addService(db, who, { sensor, channel, name })
  const before = (await happened(db)).length
  await add(olivia, c, 'ssh')
  await add(olivia, c, 'ssh')
  await add(olivia, c, 'vnc')
  t.match((await services()).at(-1), { id: c, name: 'vnc' })
  const events = (await happened(db)).slice(before)
  t.match(
    events,
    Array(2).fill({ action: 'updated', sensor_id: router, actor_id: olivia.id, data: { name: 'Router' } }),
  )
  t.equal(events.length, 2)
  await t.rejects(add(gary, c, 'mine'), refusal('notOwner'))
  await t.rejects(add(gary, c, 'mine', '80:00:00:00:00:00:00:FF'), refusal('notOwner'))
  await t.rejects(add(olivia, c, 'x', await house.sensor(olivia)), refusal('notDevice'))
  const many = Array.from({ length: 97 }, (_, n) => ({
    sensor_id: router,
    id: `80:00:00:00:00:00:77:${String(n).padStart(2, '0')}`,
    name: '',
  }))
  await db.insertInto('services').values(many).execute()
  await t.rejects(add(olivia, serviceOf(1, 'D'), 'one too many'), refusal('servicesFull'))
  await add(olivia, c, 'renamed all the same')
  t.equal((await services()).length, 100)
})

t.test('a service is removed from the shares; one of which nothing is left ends', async t => {
  const { house, db, olivia } = await furnish(t, 'ABC')
  const guests: Record<string, { channels: string[] | null; scripting: boolean }> = {
    some: { channels: [a, b], scripting: false },
    only: { channels: [a], scripting: false },
    pending: { channels: [a], scripting: false },
    scripting: { channels: [a], scripting: true },
    others: { channels: [b], scripting: false },
    whole: { channels: null, scripting: false },
  }
  for (const [name, terms] of Object.entries(guests)) {
    const guest = await house.person(name, { joined: name !== 'pending' })
    await lend(house, olivia, { deviceId: router, email: guest.email, notify: false })
    await db.updateTable('shares').set(terms).where('guest_id', '=', guest.id).execute()
  }
  const before = (await happened(db)).length
  const remove = (channel: string) => removeService(db, olivia, { sensor: router, channel })
  await remove(a)
  const { shares } = await list(house, olivia)
  const left = shares.map(({ guest, channels, scripting }) => [guest.split('@')[0], channels, scripting])
  t.strictSame(left.sort(), [
    ['others', [b], false],
    ['scripting', [], true],
    ['some', [b], false],
    ['whole', null, false],
  ])
  const events = (await happened(db)).slice(before).map(({ action, data }) => [action, data])
  const name = 'Router'
  t.strictSame(events, [
    ['updated', { name }],
    ['changed', { name, channels: [b] }],
    ['changed', { name, channels: [] }],
    ['unshared', { name }],
    ['unshared', { name, withdrawn: true }],
  ])
  t.match(await db.selectFrom('letters').select(['kind', 'recipient']).execute(), [
    { kind: 'unshared', recipient: 'only@example.com' },
  ])
  await t.rejects(remove(a), { name: 'noSuchChannel', message: RegExp(a) })
  const stranger = await house.person('stranger')
  for (const sensor of [router, '80:00:00:00:00:00:00:FF']) {
    await t.rejects(removeService(db, stranger, { sensor, channel: b }), refusal('notOwner'))
  }
  t.equal((await happened(db)).length, before + 5)
  await checkBooks(t, db)
})

t.test('services go with their device, and with its owner', async t => {
  const { house, db, olivia, gary, services } = await furnish(t)
  await lend(house, olivia, { deviceId: router, email: gary.email, services: [{ serviceId: a }] })
  const gone = await graph(house, olivia, 'mutation ($id: String!) { deleteDevice(deviceId: $id) }', { id: router })
  t.equal(outcomeOf(gone), true)
  t.strictSame(await services(), [])
  await device(house, olivia, 1, 'AB')
  t.equal((await services()).length, 2)
  await checkBooks(t, db)
  await deletePerson(db, addressKey, olivia.id)
  t.strictSame(await services(), [])
})

t.test('devices are not in the lists of phones, and break none; they are in our own', async t => {
  const { house, olivia, gary, get } = await furnish(t)
  const sauna = await house.sensor(olivia)
  for (const deviceId of [router, sauna]) {
    t.equal(outcomeOf(await lend(house, olivia, { deviceId, email: gary.email })), true)
  }
  const everything = 'sharedToMe=true&sharedToOthers=true&measurements=true&settings=true'
  for (const url of ['/user', '/sensors', `/sensors-dense?${everything}`, '/sensor-settings']) {
    for (const who of [olivia, gary]) {
      const { sensors, sharedToMe = [] } = await get(who, url)
      t.strictSame(
        [...sensors, ...sharedToMe].map(({ sensor }: { sensor: string }) => sensor),
        [sauna],
        url,
      )
    }
  }
  t.match(await get(olivia, '/shared'), { sensors: [{ sensor: sauna, sharedTo: gary.email }] })
  t.equal((await get(olivia, '/shared')).sensors.length, 1)

  for (const who of [olivia, gary]) {
    const { shares } = await list(house, who)
    t.strictSame(
      shares.map(({ sensor }) => sensor),
      [router, sauna],
    )
    const { events } = await get(who, `/history?sensor=${router}`)
    t.match(events.at(0), { sensor: router })
  }
  t.match(await get(gary, `/access?sensor=${router}&channel=${a}`), { role: 'guest', channels: null })
  t.match(await get(olivia, '/contacts'), { contacts: [{ email: gary.email }] })
})

t.test('of devices, too, a share names only what is there: in bulk, and when it is changed', async t => {
  const { house, olivia, gary } = await furnish(t)
  const sauna = await house.sensor(olivia)
  const [ida, stranger] = ['ida@example.com', await house.person('stranger')]
  const bulk = (body: object, who = olivia) => call(house, who, 'POST', '/shares', body)
  const unknown = { shared: false, code: 'ER_INVALID_FORMAT', sub_code: 'ER_INVALID_ARGUMENT' }
  t.match(await bulk({ sensors: [router, sauna], users: [gary.email], channels: [a.toLowerCase(), b] }), {
    status: 200,
    data: { shared: 1, verdicts: [{ shared: true }, { ...unknown, error: RegExp(`no such service: ${a}`) }] },
  })
  t.match((await list(house, gary)).shares, [{ sensor: router, channels: [a, b] }])
  t.match(await bulk({ sensors: [router, sauna], users: [ida], channels: ['co2'] }), {
    status: 200,
    data: { shared: 1, verdicts: [{ ...unknown, error: /no such channel: co2/ }, { shared: true }] },
  })
  t.match(await bulk({ sensors: [router], users: [ida], channels: [a, c] }), {
    data: { shared: 0, verdicts: [{ ...unknown, error: RegExp(c) }] },
  })
  t.match(await bulk({ sensors: [router], users: [ida], channels: [a, c], mode: 'all' }), {
    status: 400,
    error: RegExp(`because of ${router} for ${ida}: A device has no such service: ${c}`),
  })
  t.match(await bulk({ sensors: [router], users: [ida], channels: ['gold'] }), { status: 400, error: /gold/ })
  t.match(await bulk({ sensors: [router], users: [ida], channels: [a, c] }, stranger), {
    data: { verdicts: [{ shared: false, code: 'ER_FORBIDDEN' }] },
  })

  const patch = (channels: string[] | null, who = olivia, sensor = router, guest = gary.email) =>
    change(house, who, sensor, guest, { channels })
  t.match(await patch([a, b.toLowerCase()]), { status: 200, data: { changed: [] } })
  t.match(await patch([b]), { status: 200, data: { channels: [b] } })
  t.match(await patch([b, c]), { status: 400, code: 'ER_INVALID_FORMAT', error: RegExp(c) })
  t.match(await patch(['co2']), { status: 400, error: /no such channel: co2/ })
  t.match(await patch([a], olivia, sauna, ida), { status: 400, error: RegExp(a) })
  t.match(await patch([b, c], stranger), { status: 403 })
  t.match(await patch([b, c], olivia, router, ida), { status: 404 })
  t.match((await list(house, gary)).shares, [{ channels: [b] }], 'nothing was changed by what was refused')
  t.match(await patch(null), { status: 200, data: { channels: null } })
  await checkBooks(t, house.db)
})

t.test('a service of another device is refused', async t => {
  const { house, db, olivia, gary } = await furnish(t)
  await device(house, olivia, 2, 'A')
  const services = [{ serviceId: serviceOf(2, 'A') }]
  const answer = await lend(house, olivia, { deviceId: router, email: gary.email, services })
  t.equal(outcomeOf(answer), 'ER_INVALID_FORMAT')
  t.match(answer.errors?.[0]?.message, RegExp(serviceOf(2, 'A')))
  const { rows } = await sql`select from shares`.execute(db)
  t.equal(rows.length, 0)
})
