/** Devices, services and keys that programs rename, give up and switch off; and calls that come twice. */
import { sql } from 'kysely'
import t from 'tap'
import type { House, Person } from '../support/house.ts'
import { device, lend, openReader } from '../support/reader.ts'
import { signed } from '../support/signer.ts'
import { addressOf, follow } from '../support/stream.ts'

const [boat, car, ssh, web] = [
  '80:00:00:00:12:34:56:78',
  '80:00:00:00:12:34:56:88',
  '80:00:00:00:12:34:56:79',
  '80:00:00:00:12:34:56:7A',
]
const nobody = '80:00:00:00:00:00:00:01'

const code = ({ errors }: { errors?: { extensions: object }[] }) =>
  errors?.map(({ extensions }) => (extensions as { code: string }).code)
const words = (house: House, { id }: Person) =>
  house.db.selectFrom('events').select(['action', 'sensor_id']).where('actor_id', '=', id).orderBy('id').execute()

t.test('a share that is removed or left twice: true, and nothing happens the second time', async t => {
  const house = await openReader(t)
  const [olivia, gary, zoe] = [await house.person('olivia'), await house.person('gary'), await house.person('zoe')]
  const sauna = await house.sensor(olivia, 'Sauna')
  await device(house, olivia, boat, 'Boat', { [ssh]: 'SSH' })
  const share = (who: Person, given: string) => house.ask(who, `mutation { share(${given}) }`)
  const done = { status: 200, data: { share: true } }
  const remove = `deviceId: "${sauna}", email: "${gary.email}", action: REMOVE`
  const leave = (id: string, { email }: Person, action = 'LEAVE') =>
    `deviceId: "${id}", email: "${email}", action: ${action}`

  t.strictSame(await share(olivia, remove), done, 'never shared')
  await lend(house, olivia, [sauna, boat], gary)
  for (const _ of [1, 2]) t.strictSame(await share(olivia, remove), done)
  for (const _ of [1, 2]) t.strictSame(await share(gary, leave(boat, gary)), done)
  t.strictSame(await share(gary, leave(boat, gary, 'REMOVE')), done)
  t.strictSame(await share(gary, leave(sauna, gary)), done, 'the owner has ended it')
  t.strictSame(await share(olivia, leave(sauna, olivia)), done, 'nobody leaves their own')
  const services = `deviceId: "${boat}", email: "${gary.email}", services: [{ serviceId: "${ssh}", action: REMOVE }]`
  t.strictSame(await share(olivia, `${services}, action: REMOVE`), done, 'services of no share')
  const several = `deviceIds: ["${sauna}", "${boat}"], email: ["${gary.email}", "${zoe.email}"], action: REMOVE`
  t.strictSame(await share(olivia, several), done)
  const happened = [...(await words(house, olivia)), ...(await words(house, gary))].map(({ action }) => action)
  t.strictSame(happened, ['shared', 'shared', 'unshared', 'left'])

  t.strictSame(code(await share(zoe, leave(sauna, zoe))), ['ER_SENSOR_NOT_FOUND'], 'it was never shared with them')
  t.strictSame(code(await share(zoe, leave(nobody, zoe))), ['ER_SENSOR_NOT_FOUND'], 'and there is none')
  for (const id of [sauna, nobody]) {
    const others = `deviceId: "${id}", email: "${gary.email}", action: REMOVE`
    t.strictSame(code(await share(zoe, others)), ['ER_FORBIDDEN'], 'the refusal stays for devices of others')
  }
})

t.test('several devices are given up or left at once, all or none; again is done', async t => {
  const house = await openReader(t)
  const [olivia, gary, zoe] = [await house.person('olivia'), await house.person('gary'), await house.person('zoe')]
  await device(house, olivia, boat, 'Boat', { [ssh]: 'SSH' })
  await device(house, gary, car, 'Car', {})
  const theirs = await house.sensor(zoe, 'Zoe')
  await lend(house, gary, [car], olivia)
  const remove = (who: Person, ...ids: string[]) =>
    house.ask(who, 'mutation ($ids: [String!]!) { deleteDevices(deviceIds: $ids) }', { ids })
  const there = async () =>
    (await house.db.selectFrom('sensors').select('id').orderBy('id').execute()).map(({ id }) => id)
  const all = [theirs, boat, car].sort()
  for (const other of [theirs, nobody]) {
    const refused = await remove(olivia, boat, other, car)
    t.match(refused, {
      status: 200,
      data: null,
      errors: [{ message: new RegExp(`^Nothing was changed, because of ${other}`) }],
    })
    t.strictSame(await there(), all)
    t.strictSame(code(await remove(olivia, other)), ['ER_FORBIDDEN'])
  }
  for (const _ of [1, 2]) {
    t.strictSame(await remove(olivia, boat, car.toLowerCase(), boat), { status: 200, data: { deleteDevices: true } })
    t.strictSame(await there(), [theirs, car].sort())
  }
  t.strictSame(await house.ask(olivia, `mutation { deleteDevice(deviceId: "${boat}") }`), {
    status: 200,
    data: { deleteDevice: true },
  })
  t.strictSame(await house.db.selectFrom('shares').selectAll().execute(), [])
  t.strictSame(
    (await words(house, olivia)).map(({ action }) => action),
    ['released', 'left'],
  )
  t.strictSame(code(await remove(olivia)), ['ER_MISSING_ARGUMENT'])
  const many = Array.from({ length: 101 }, (_, n) => `80:00:00:00:00:00:01:${n.toString(16).padStart(2, '0')}`)
  t.match((await remove(olivia, ...many)).errors, [{ message: 'A call names at most 100 devices.' }])
})

t.test('devices given up by two calls at once are given up once', async t => {
  const house = await openReader(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  for (const id of [boat, car]) await device(house, olivia, id, id, {})
  await lend(house, olivia, [boat, car], gary)
  const remove = (who: Person, ids: string[]) =>
    house.ask(who, 'mutation ($ids: [String!]!) { deleteDevices(deviceIds: $ids) }', { ids })
  const answers = await Promise.all([
    remove(olivia, [boat, car]),
    remove(gary, [car, boat]),
    remove(olivia, [car, boat]),
  ])
  for (const answer of answers) t.strictSame(answer, { status: 200, data: { deleteDevices: true } })
  const released = await house.db.selectFrom('events').select('sensor_id').where('action', '=', 'released').execute()
  t.equal(released.length, 2)
})

t.test('a service is renamed by its owner alone; a measurement has a fixed name', async t => {
  const house = await openReader(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia, 'Sauna')
  await device(house, olivia, boat, 'Boat', { [ssh]: 'SSH', [web]: 'Web' })
  await lend(house, olivia, [boat], gary)
  const rename = (who: Person, serviceId: string, name: string) =>
    house.ask(
      who,
      'mutation RenameService($serviceId: String!, $name: String!) { renameService(serviceId: $serviceId, name: $name) }',
      {
        serviceId,
        name,
      },
    )
  for (const _ of [1, 2]) {
    t.strictSame(await rename(olivia, ssh.toLowerCase(), 'Shell'), { status: 200, data: { renameService: true } })
  }
  const { data } = await house.ask(gary, `{ login { device(id: "${boat}") { services { id name } } } }`)
  t.strictSame(data, {
    login: {
      device: [
        {
          services: [
            { id: ssh, name: 'Shell' },
            { id: web, name: 'Web' },
          ],
        },
      ],
    },
  })
  t.strictSame(
    (await words(house, olivia)).map(({ action }) => action),
    ['shared', 'updated'],
    'once',
  )
  const [theirs, none] = [await rename(gary, ssh, 'Mine'), await rename(gary, car, 'Mine')]
  t.match(theirs, { data: null, errors: [{ message: /^A device has no such service/ }] })
  t.strictSame(code(theirs), code(none))
  t.match(await rename(olivia, `${sauna}.co2`, 'Air'), { data: null, errors: [{}] })
  t.match(await rename(olivia, ssh, 'a\nb'), { data: null, errors: [{ message: /^A name has up to 200/ }] })
  t.match(await house.ask(olivia, `{ login { device(id: "${boat}") { services { name } } } }`), {
    data: { login: { device: [{ services: [{ name: 'Shell' }, { name: 'Web' }] }] } },
  })
})

t.test('a key that is switched off is refused like an unknown one, its streams end; and it works again', async t => {
  const house = await openReader(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const made = await house.ask(olivia, 'mutation { createAccessKey(name: "x") { key id secret } }')
  const { createAccessKey: key } = made.data as { createAccessKey: { id: string; secret: string } }
  const call = (one = key) => house.inject(signed(one, { url: '/user' }))
  const update = (who: Person, enabled: boolean | null, id = key.id) =>
    house.ask(who, 'mutation ($key: String!, $enabled: Boolean) { updateAccessKey(key: $key, enabled: $enabled) }', {
      key: id,
      enabled,
    })
  const enabled = async () => {
    const { data } = await house.ask(olivia, '{ login { accessKeys { enabled } } }')
    return (data as { login: { accessKeys: { enabled: boolean }[] } }).login.accessKeys.map(({ enabled }) => enabled)
  }
  t.equal((await call()).statusCode, 200)
  const home = await addressOf(house.app.server)
  const stream = await follow(t, home, signed(key, { url: '/events', headers: { host: new URL(home).host } }).headers)
  await stream.hears('ready')
  for (const _ of [1, 2]) t.match(await update(olivia, false), { data: { updateAccessKey: true } })
  await stream.ends()
  for (const _ of [1, 2]) {
    const [refused, unknown] = [await call(), await call({ ...key, id: 'A'.repeat(20) })]
    t.strictSame([refused.statusCode, refused.payload], [unknown.statusCode, unknown.payload])
    t.equal(refused.statusCode, 401)
  }
  t.strictSame(await enabled(), [false])
  t.match(await update(olivia, true), { data: { updateAccessKey: true } })
  t.equal((await call()).statusCode, 200, 'at once')
  t.strictSame(await enabled(), [true])

  for (const id of [key.id, 'A'.repeat(20), 'x']) {
    const answer = await update(gary, false, id)
    t.match(answer, { data: null, errors: [{ message: /./ }] }, 'the key of somebody else, or none')
    t.strictSame(code(answer), code(await update(gary, false, 'B'.repeat(20))))
  }
  t.strictSame(code(await update(olivia, null)), ['ER_MISSING_ARGUMENT'])
  const remove = 'mutation ($key: String!) { deleteAccessKey(key: $key) }'
  t.strictSame(await house.ask(olivia, remove, { key: key.id }), { status: 200, data: { deleteAccessKey: true } })
  t.match(await house.ask(olivia, remove, { key: key.id }), { data: null, errors: [{}] })
  t.equal((await call()).statusCode, 401)
  const { rows } = await sql<{ action: string }>`select action from account_events order by id`.execute(house.db)
  t.strictSame(
    rows.map(({ action }) => action),
    ['keyMade', 'keyDisabled', 'keyEnabled', 'keyRevoked'],
  )
})
