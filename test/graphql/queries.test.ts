/** The queries that clients send, as they send them. */
import { createHash } from 'node:crypto'
import t, { type Test } from 'tap'
import { device, lend, openReader, setTerms } from '../support/reader.ts'

const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const isUserId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const [ssh, web] = ['80:00:00:00:12:34:56:79', '80:00:00:00:12:34:56:7A']
const measured = [
  ...['temperature', 'humidity', 'pressure', 'acceleration', 'movement'],
  ...['pm', 'co2', 'voc', 'nox', 'luminosity', 'sound'],
]

/** A user as they are shown to others. */
const user = ({ email }: { email: string }) => {
  const hash = createHash('sha256').update(`sensor-share ${email}`).digest('hex')
  return { id: hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), email }
}

const signIn = 'query { login { id email } }'
const list = `
  query Devices($id: String, $size: Int, $from: Int, $name: String, $state: String, $sort: String, $owner: Boolean) {
    login { account(id: $id) {
      devices(size: $size, from: $from, name: $name, state: $state, sort: $sort, owner: $owner) {
        total hasMore last items { id name created owner { id email } permissions }
      }
    } }
  }`
const everyDevice = '{ login { account { devices { total hasMore last items { id } } } } }'
const fields = `
  id name created owner { id email } permissions
  access { user { id email } scripting }
  services { id name access { user { id email } } }`
const oneDevice = `query Device($id: [String!]!) { login { device(id: $id) { ${fields} } } }`
const terms = 'email scripting state serviceIds note since startsAt expiresAt letter'
const contacts = '{ login { contacts { id email } } }'
const guests = 'query ($id: String) { login { account(id: $id) { guest { user { id email } devices { id } } } } }'

/** Olivia has a Ruuvi sensor and a device; Gary has parts of both, Gus the whole device; others wait. Sam is a stranger. */
async function furnish(t: Test) {
  const house = await openReader(t)
  const people = {
    olivia: await house.person('olivia'),
    gary: await house.person('gary'),
    gus: await house.person('gus'),
    sam: await house.person('sam'),
    nobody: await house.person('nobody', { joined: false }),
    asked: await house.person('asked'),
  }
  const { olivia, gary, gus, nobody, asked } = people
  const sauna = await house.sensor(olivia, 'Sauna')
  const boat = await device(house, olivia, '80:00:00:00:12:34:56:78', 'Boat', { [web]: 'Web', [ssh]: 'SSH' })
  await lend(house, olivia, [sauna], gary, nobody, asked)
  await lend(house, olivia, [boat], gary, gus)
  await setTerms(house, sauna, gary, { channels: ['temperature', 'co2'] })
  await setTerms(house, sauna, asked, { asked: true })
  await setTerms(house, boat, gary, { channels: [ssh], scripting: true })
  return { house, ...people, sauna, boat }
}

t.test('what is only read', async t => {
  const scene = await furnish(t)

  await t.test('sign-in: who is calling', async t => {
    const { house, olivia } = scene
    t.match(user(olivia).id, isUserId)
    t.strictSame(await house.ask(olivia, signIn), { status: 200, data: { login: user(olivia) } })
  })

  await t.test('the list, to its owner, a guest and a stranger', async t => {
    const { house, olivia, gary, gus, sam, sauna, boat } = scene
    const page = async (who: typeof olivia, variables = {}) => {
      const { status, data, errors } = await house.ask(who, list, { id: user(who).id, ...variables })
      t.equal(status, 200)
      t.equal(errors, undefined)
      return (data as { login: { account: { devices: { items: { id: string; created: string }[] } } } }).login.account
        .devices
    }
    const owner = { owner: user(olivia), created: isInstant }
    const all = ['VIEW', 'CONNECT', 'SCRIPTING', 'MANAGE', 'ADMIN']
    t.match(await page(olivia), {
      total: 2,
      hasMore: false,
      last: sauna,
      items: [
        { id: boat, name: 'Boat', permissions: all, ...owner },
        { id: sauna, name: 'Sauna', permissions: all, ...owner },
      ],
    })
    const garys = await page(gary, { sort: '-name', size: 1 })
    t.match(garys, { total: 2, hasMore: true, last: sauna, items: [{ id: sauna, ...owner }] })
    t.strictSame(
      (await page(gary)).items.map(item => ({ ...item, created: '' })),
      [
        { id: boat, name: 'Boat', created: '', owner: user(olivia), permissions: ['VIEW', 'CONNECT', 'SCRIPTING'] },
        { id: sauna, name: 'Sauna', created: '', owner: user(olivia), permissions: ['VIEW', 'CONNECT'] },
      ],
    )
    t.match(await page(gary, { from: 1 }), { total: 2, hasMore: false, last: sauna, items: [{ id: sauna }] })
    t.strictSame(await page(gary, { from: 2 }), { total: 2, hasMore: false, last: null, items: [] })
    t.strictSame(await page(gary, { owner: true }), { total: 0, hasMore: false, last: null, items: [] })
    t.match(await page(gary, { owner: false, name: 'SAU' }), { total: 1, items: [{ id: sauna }] })
    t.match(await page(olivia, { name: '56:78', state: 'inactive' }), { total: 1, items: [{ id: boat }] })
    t.match(await page(olivia, { state: 'active' }), { total: 0, items: [] })
    t.match(await page(gus), { total: 1, items: [{ id: boat }] })
    t.strictSame(await page(sam), { total: 0, hasMore: false, last: null, items: [] })
    t.strictSame(
      await house.ask(olivia, everyDevice),
      {
        status: 200,
        data: {
          login: {
            account: { devices: { total: 2, hasMore: false, last: sauna, items: [{ id: boat }, { id: sauna }] } },
          },
        },
      },
      'by default',
    )
  })

  await t.test('a device with all its fields, its id sent as one string', async t => {
    const { house, olivia, gary, gus, sam, nobody, asked, sauna, boat } = scene
    const one = async (who: typeof olivia, id: string | string[]) => {
      const { status, data, errors } = await house.ask(who, oneDevice, { id })
      t.equal(status, 200)
      t.equal(errors, undefined)
      const { device } = (data as { login: { device: { created: string }[] } }).login
      for (const { created } of device) t.match(created, isInstant)
      return device.map(({ created, ...fields }) => fields)
    }
    const [toGary, toGus] = [{ user: user(gary) }, { user: user(gus) }]
    const owners = { owner: user(olivia), permissions: ['VIEW', 'CONNECT', 'SCRIPTING', 'MANAGE', 'ADMIN'] }
    t.strictSame(await one(olivia, sauna), [
      {
        id: sauna,
        name: 'Sauna',
        ...owners,
        access: [{ ...toGary, scripting: false }],
        services: measured.map(name => ({
          id: `${sauna}.${name}`,
          name,
          access: ['temperature', 'co2'].includes(name) ? [toGary] : [],
        })),
      },
    ])
    const boats = {
      id: boat,
      name: 'Boat',
      ...owners,
      access: [
        { ...toGary, scripting: true },
        { ...toGus, scripting: false },
      ],
      services: [
        { id: ssh, name: 'SSH', access: [toGary, toGus] },
        { id: web, name: 'Web', access: [toGus] },
      ],
    }
    t.strictSame(await one(olivia, boat), [boats])
    t.strictSame(await one(gary, boat), [
      {
        ...boats,
        permissions: ['VIEW', 'CONNECT', 'SCRIPTING'],
        access: [{ ...toGary, scripting: true }],
        services: [{ id: ssh, name: 'SSH', access: [toGary] }],
      },
    ])
    t.strictSame(await one(gary, sauna.toLowerCase()), [
      {
        id: sauna,
        name: 'Sauna',
        owner: user(olivia),
        permissions: ['VIEW', 'CONNECT'],
        access: [{ ...toGary, scripting: false }],
        services: ['temperature', 'co2'].map(name => ({ id: `${sauna}.${name}`, name, access: [toGary] })),
      },
    ])
    t.strictSame(await one(gus, boat), [
      {
        ...boats,
        permissions: ['VIEW', 'CONNECT'],
        access: [{ ...toGus, scripting: false }],
        services: boats.services.map(service => ({ ...service, access: [toGus] })),
      },
    ])
    for (const who of [sam, asked]) t.strictSame(await one(who, sauna), [])
    t.strictSame(await one(nobody, boat), [], 'who has no share of it')
    t.strictSame(
      (await one(gus, [sauna, boat, boat, '80:00:00:00:00:00:00:00'])).map(({ id }: { id?: string }) => id),
      [boat],
      'of several those that are seen, once',
    )
    t.strictSame(
      (await one(olivia, [sauna, boat])).map(({ id }: { id?: string }) => id),
      [sauna, boat],
      'in the order of the ids',
    )
  })

  await t.test('no id holds a slash', async t => {
    const { house, olivia, sauna, boat } = scene
    const { data } = await house.ask(olivia, oneDevice, { id: [sauna, boat] })
    const ids: string[] = []
    JSON.stringify(data, (key, value) => {
      if (key === 'id') ids.push(value)
      return value
    })
    t.ok(ids.length > 20)
    t.strictSame(
      ids.filter(id => /[^0-9A-Za-z:.-]/.test(id)),
      [],
    )
  })

  await t.test('guests: their devices have all the fields of devices', async t => {
    const { house, olivia, gary, sauna } = scene
    const { data } = await house.ask(
      olivia,
      '{ login { account { guest { devices { id name permissions access { user { email } } services { id } } } } } }',
    )
    const [first] = (data as { login: { account: { guest: { devices: object[] }[] } } }).login.account.guest
    t.match(first?.devices[1], {
      id: sauna,
      name: 'Sauna',
      permissions: ['VIEW', 'CONNECT', 'SCRIPTING', 'MANAGE', 'ADMIN'],
      access: [{ user: { email: gary.email } }],
      services: { length: 11 },
    })
  })

  await t.test('the other guests are named to no guest, whatever is asked', async t => {
    const { house, gary, gus, sauna, boat } = scene
    const all = `id name owner { email } access { ${terms} } pending { ${terms} } services { id access { ${terms} } }`
    for (const [who, other] of [
      [gary, gus],
      [gus, gary],
    ] as const) {
      const { data, errors } = await house.ask(
        who,
        `query ($id: [String!]!) { login { device(id: $id) { ${all} } account {
        devices { items { ${all} } }
        guest { user { email } devices { ${all} } }
        events { total items { words actor { email } users { email } devices { id } } }
      } } }`,
        { id: [sauna, boat] },
      )
      t.equal(errors, undefined)
      const text = JSON.stringify(data)
      t.match(text, who.email)
      for (const email of [other.email, 'nobody@', 'asked@']) t.notMatch(text, email)
    }
  })

  await t.test('what cannot be asked for is refused, with a code', async t => {
    const { house, olivia, boat } = scene
    const refused = async (field: string) => {
      const { status, data, errors } = await house.ask(olivia, `{ login { ${field} } }`)
      t.equal(status, 200, field)
      t.equal(data, null)
      return errors?.map(({ extensions }) => (extensions as { code: string }).code)
    }
    const sorts = ['name desc', '--name', 'constructor', '']
    for (const sort of sorts) {
      t.strictSame(await refused(`account { devices(sort: "${sort}") { total } }`), ['ER_INVALID_SORT_MODE'], sort)
    }
    for (const wrong of ['size: 0', 'size: 1001', 'size: -1', 'from: -1', 'state: "ACTIVE"', 'name: "a\\u0007b"']) {
      t.strictSame(await refused(`account { devices(${wrong}) { total } }`), ['ER_INVALID_FORMAT'], wrong)
    }
    t.strictSame(await refused(`account(id: "${user({ email: 'gary@example.com' }).id}") { email }`), ['ER_FORBIDDEN'])
    t.strictSame(await refused('device(id: "80/00") { id }'), ['ER_INVALID_MAC_ADDRESS'])
    const many = await house.ask(olivia, oneDevice, {
      id: Array.from({ length: 1_001 }, (_, n) =>
        boat.replace('12:34', (0x1000 + n).toString(16).replace(/(..)/, '$1:')),
      ),
    })
    t.match(many, { status: 200, errors: [{ message: 'At most 1000 devices can be asked for by id.' }] })
  })

  await t.test('nulls count as left out; no text is a pattern or harms', async t => {
    const { house, olivia, sauna, boat } = scene
    const nulls = { id: null, size: null, from: null, name: null, state: null, sort: null, owner: null }
    const ids = async (variables: object) => {
      const { data, errors } = await house.ask(olivia, list, variables)
      t.equal(errors, undefined)
      return (data as { login: { account: { devices: { items: { id: string }[] } } } }).login.account.devices.items.map(
        ({ id }) => id,
      )
    }
    t.strictSame(await ids(nulls), [boat, sauna])
    t.strictSame(await ids({ name: '' }), [boat, sauna])
    for (const name of ['%', '_', '\\', '__proto__', "'; drop table shares; --", 'x'.repeat(200)]) {
      t.strictSame(await ids({ name }), [], name)
    }
  })
})

t.test('contacts: whom one has shared with', async t => {
  const { house, olivia, gary, gus, sam, nobody, asked, boat } = await furnish(t)
  await house.unshare(olivia, boat, gus.email)
  const { data } = await house.ask(olivia, contacts)
  const found = (data as { login: { contacts: { email: string }[] } }).login.contacts
  t.strictSame(
    found.toSorted((a, b) => (a.email < b.email ? -1 : 1)),
    [asked, gary, gus, nobody].map(user),
  )
  for (const who of [gary, sam]) t.strictSame((await house.ask(who, contacts)).data, { login: { contacts: [] } })
})

t.test('guests: who has what of one, now', async t => {
  const { house, olivia, gary, gus, sam, sauna, boat } = await furnish(t)
  const of = async (who: typeof olivia) => (await house.ask(who, guests, { id: user(who).id })).data
  const garys = { user: user(gary), devices: [{ id: boat }, { id: sauna }] }
  t.strictSame(await of(olivia), {
    login: { account: { guest: [garys, { user: user(gus), devices: [{ id: boat }] }] } },
  })
  for (const who of [gary, gus, sam]) t.strictSame(await of(who), { login: { account: { guest: [] } } })
  await setTerms(house, boat, gus, { paused_at: new Date() })
  await setTerms(house, boat, gary, { expires_at: new Date() })
  t.strictSame(await of(olivia), {
    login: { account: { guest: [{ user: user(gary), devices: [{ id: sauna }] }] } },
  })
})

t.test('pending: who waits, to the owner alone; and the terms', async t => {
  const { house, olivia, gary, gus, sauna, boat } = await furnish(t)
  const starts = new Date(Date.now() + 3_600_000)
  await setTerms(house, boat, gus, { starts_at: starts, expires_at: new Date(starts.getTime() + 1) })
  await setTerms(house, boat, gary, { paused_at: new Date() })
  const query = `query ($id: [String!]!) { login { device(id: $id) { access { ${terms} } pending { ${terms} } } } }`
  const of = async (who: typeof olivia) => {
    const { data } = await house.ask(who, query, { id: [boat, sauna] })
    return (data as { login: { device: { access: object[]; pending: object[] }[] } }).login.device
  }
  const share = {
    scripting: false,
    serviceIds: null,
    note: '',
    startsAt: null,
    expiresAt: null,
    since: isInstant,
    letter: 'queued',
  }
  const expected = [
    {
      access: [],
      pending: [
        { ...share, email: 'gary@example.com', state: 'PAUSED', scripting: true, serviceIds: [ssh] },
        {
          ...share,
          email: 'gus@example.com',
          state: 'SCHEDULED',
          startsAt: starts.toISOString(),
          expiresAt: new Date(starts.getTime() + 1).toISOString(),
        },
      ],
    },
    {
      access: [
        { ...share, email: 'gary@example.com', state: 'LIVE', serviceIds: [`${sauna}.temperature`, `${sauna}.co2`] },
      ],
      pending: [
        { ...share, email: 'asked@example.com', state: 'PENDING' },
        { ...share, email: 'nobody@example.com', state: 'PENDING' },
      ],
    },
  ]
  const owners = await of(olivia)
  t.match(owners, expected)
  t.strictSame(
    owners.map(({ access, pending }) => [access.length, pending.length]),
    [
      [0, 2],
      [1, 2],
    ],
  )
  const garys = await of(gary)
  t.equal(garys.length, 1, 'what is paused is not seen')
  t.match(garys, [{ access: [{ email: gary.email, state: 'LIVE', letter: null }], pending: [] }])
  t.equal(garys[0]?.access.length, 1)
  t.equal(garys[0]?.pending.length, 0)
})
