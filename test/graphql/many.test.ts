/** A list of a thousand devices takes as many statements as a list of one. */
import { sql } from 'kysely'
import t from 'tap'
import { type Answer, openReader } from '../support/reader.ts'

const [many, guests, services] = [1_000, 10, 10]

type Device = { id: string; access: object[]; pending: object[]; services: { id: string; access: object[] }[] }

const everything = `
  id name created state owner { id email } permissions
  access { user { id email } scripting } pending { email state } services { id name access { user { id email } } }`

t.test('1,000 devices with 10 guests each', async t => {
  let statements = 0
  const house = await openReader(t, { onStatement: () => statements++ })
  const { db } = house
  const [olivia, one] = [await house.person('olivia'), await house.person('one')]
  await sql`
    insert into people (email, joined_at)
    select 'guest' || n || '@example.com', now() from generate_series(1, ${guests}::int) as n`.execute(db)
  // One in two is a device of eight octets.
  await sql`
    insert into sensors (id, owner_id, name)
    select
      upper(regexp_replace(lpad(to_hex(n), case n % 2 when 0 then 12 else 16 end, '0'), '..(?!$)', '\\&:', 'g')),
      case n when 0 then ${one.id}::bigint else ${olivia.id}::bigint end, 'Device ' || n
    from generate_series(0, ${many}::int) as n`.execute(db)
  await sql`
    insert into services (sensor_id, id, name)
    select sensors.id, '80:00:00:00:00:00:00:' || lpad(n::text, 2, '0'), 'Service ' || n
    from sensors, generate_series(1, ${services}::int) as n
    where length(sensors.id) > 17`.execute(db)
  await sql`
    insert into shares (sensor_id, guest_id)
    select sensors.id, people.id from sensors, people where people.email like 'guest%'`.execute(db)
  await sql`analyze`.execute(db)

  /** What it answers, after so many statements. */
  async function ask(who: typeof olivia, query: string, variables = {}) {
    const before = statements
    const { data, errors }: Answer = await house.ask(who, query, variables)
    t.equal(errors, undefined)
    return { took: statements - before, ...(data as { login: Answered }).login }
  }
  type Answered = {
    device?: Device[]
    account?: { devices: { items: Device[] }; guest?: { devices: Device[] }[] }
  }

  const list = (fields: string) => `{ login { account { devices(size: 1000) { total hasMore items { ${fields} } } } } }`
  for (const [what, fields, expected] of [
    ['who is calling, and the page', 'id name owner { email } permissions state', 2],
    ['and the shares', 'access { email }', 3],
    ['and the shares, once', 'access { email } pending { email }', 3],
    ['and the services', 'services { id name }', 3],
    ['and the services, with the shares', 'services { id access { email } }', 4],
    ['and all of it', everything, 4],
  ] as const) {
    t.equal((await ask(one, list(fields))).took, expected, what)
  }
  const { took, account } = await ask(olivia, list(everything))
  t.equal(took, 4, 'for a thousand as for one')
  const items = account?.devices.items ?? []
  t.equal(items.length, many)
  t.ok(items.every(({ access, pending }) => access.length === guests && pending.length === 0))
  t.ok(items.every(({ services }) => services.every(({ access }) => access.length === guests)))
  const ruuvi = items.filter(({ id }) => id.length === 17)
  t.equal(ruuvi.length, many / 2)
  t.ok(
    ruuvi.every(({ id, services }) => services.length === 11 && services.every(service => service.id.startsWith(id))),
  )
  t.ok(items.every(({ id, services: { length } }) => id.length === 17 || length === services))

  const some = 'id access { email } services { id }'
  const byId = await ask(olivia, `query ($id: [String!]!) { login { device(id: $id) { ${some} } } }`, {
    id: items.map(({ id }) => id),
  })
  t.equal(byId.took, 4, 'by their ids')
  t.ok(byId.device?.every(({ id, access }, index) => id === items[index]?.id && access.length === guests))

  const shared = (fields: string) => `{ login { account { guest { user { id } devices { id ${fields} } } } } }`
  t.equal((await ask(one, shared('access { email } services { id }'))).took, 5, 'guests, devices, shares and services')
  const byGuest = await ask(olivia, shared('pending { email }'))
  t.equal(byGuest.took, 4, 'guests, devices and shares')
  t.equal(byGuest.account?.guest?.length, guests)
  t.ok(byGuest.account?.guest?.every(({ devices }) => devices.length === many))
})
