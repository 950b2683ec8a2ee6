/** Service.latest and Service.values: what was measured, as numbers. */
import { sql } from 'kysely'
import t from 'tap'
import { broadcast } from '../support/frames.ts'
import { device, lend, openReader, setTerms } from '../support/reader.ts'

const frameOf = (temperature: number) => {
  const frame = Buffer.from('0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F', 'hex')
  frame.writeInt16BE(temperature * 200, 1)
  return broadcast(frame)
}

const query = `query ($id: [String!]!, $since: DateTime, $until: DateTime, $step: Int, $size: Int, $after: DateTime) {
  login { device(id: $id) { id services {
    id latest { name at value min max count }
    values(since: $since, until: $until, step: $step, size: $size, after: $after) {
      hasMore last items { name at value min max count }
    }
  } } } }`

type Value = { name: string; at: string; value: number; min: number | null; max: number | null; count: number | null }
type Page = { hasMore: boolean; last: string | null; items: Value[] }
type Found = { login: { device: { id: string; services: { id: string; latest: Value[]; values: Page }[] }[] } }
const nothing: Page = { hasMore: false, last: null, items: [] }

t.test('values of services', async t => {
  let statements: string[] = []
  const house = await openReader(t, {
    counts: { onStatement: title => void (title && statements.push(title)) },
  })
  const [olivia, gary] = [await house.person('olivia', { plan: 'Pro' }), await house.person('gary')]
  const [sauna, empty] = [await house.sensor(olivia), await house.sensor(olivia, 'Nothing')]
  const door = await device(house, olivia, '80:00:00:00:12:34:56:78', 'Door', { '80:00:00:00:12:34:56:79': 'ssh' })
  await lend(house, olivia, [sauna, door], gary)
  await setTerms(house, sauna, gary, { channels: ['temperature', 'acceleration'] })
  await house.db.updateTable('sensors').set({ offset_temperature: 0.5 }).where('id', '=', sauna).execute()
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600 - 7_200
  const times = [hour, hour + 60, hour + 3_600]
  const rows = times.map((at, n) => ({
    ...{ sensor_id: sauna, at, rssi: -60, gateway_id: '', coordinates: '', is_maskable: true, data: frameOf(20 + n) },
  }))
  await house.db.insertInto('measurements').values(rows).execute()
  const iso = (second: number) => new Date(second * 1000).toISOString()

  const devicesOf = async (who: typeof olivia, variables: object = {}) => {
    const answer = await house.ask(who, query, { id: [sauna, empty, door], ...variables })
    t.equal(answer.errors, undefined)
    return (answer.data as Found).login.device
  }
  const service = (devices: Found['login']['device'], channel: string) =>
    devices[0]?.services.find(({ id }) => id === `${sauna}.${channel}`)
  const plain = { min: null, max: null, count: null }

  statements = []
  const shown = await devicesOf(olivia)
  t.equal(statements.filter(title => title === 'latest-of-sensors').length, 1, 'one statement for all devices')
  t.equal(statements.filter(title => title === 'read-forward').length, 2, 'one for each sensor, whatever its services')
  t.strictSame(service(shown, 'temperature'), {
    id: `${sauna}.temperature`,
    latest: [{ name: 'temperature', at: iso(hour + 3_600), value: 22.5, ...plain }],
    values: {
      hasMore: false,
      last: iso(hour + 3_600),
      items: times.map((at, n) => ({ name: 'temperature', at: iso(at), value: 20.5 + n, ...plain })),
    },
  })
  t.strictSame(
    service(shown, 'acceleration')?.latest.map(({ name, value }) => ({ name, value })),
    [
      { name: 'accelerationX', value: 0.004 },
      { name: 'accelerationY', value: -0.004 },
      { name: 'accelerationZ', value: 1.036 },
    ],
  )
  t.match(service(shown, 'co2'), { latest: { length: 0 }, values: { items: { length: 0 } } })
  for (const { latest, values } of shown.slice(1).flatMap(({ services }) => services)) {
    t.strictSame([latest, values], [[], nothing], 'of a sensor that measured nothing, and of a device')
  }

  const guests = await devicesOf(gary)
  t.strictSame(
    guests[0]?.services.map(({ id }) => id),
    [`${sauna}.temperature`, `${sauna}.acceleration`],
  )
  t.strictSame(service(guests, 'temperature'), service(shown, 'temperature'))

  const stepped = service(await devicesOf(olivia, { step: 3_600 }), 'temperature')?.values.items
  t.strictSame(stepped, [
    { name: 'temperature', at: iso(hour), value: 21, min: 20.5, max: 21.5, count: 2 },
    { name: 'temperature', at: iso(hour + 3_600), value: 22.5, min: 22.5, max: 22.5, count: 1 },
  ])
  const part = { since: iso(hour + 1), until: iso(hour + 3_600), size: 1 }
  const first = service(await devicesOf(olivia, part), 'temperature')?.values
  t.match(first, { hasMore: true, last: iso(hour + 60), items: [{ at: iso(hour + 60) }] })
  const second = service(await devicesOf(olivia, { ...part, after: first?.last }), 'temperature')?.values
  t.match(second, { hasMore: false, last: iso(hour + 3_600), items: [{ at: iso(hour + 3_600) }] })
  const third = service(await devicesOf(olivia, { ...part, after: second?.last }), 'temperature')?.values
  t.strictSame(third, nothing, 'after the end')

  for (const [variables, says] of [
    [{ size: 0 }, /1 to 1000/],
    [{ size: 1_001 }, /1 to 1000/],
    [{ step: 0 }, /"step"/],
    [{ since: iso(2_000), until: iso(1_000) }, /since/],
  ] as const) {
    const { errors } = await house.ask(olivia, query, { id: [sauna], ...variables })
    t.match(errors?.[0]?.message, says, JSON.stringify(variables))
  }
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, coordinates, is_maskable, data)
    select ${empty}, ${hour}::bigint - n, -60, '', '', true, ${frameOf(20)} from generate_series(1, 10001) as n`.execute(
    house.db,
  )
  const { errors } = await house.ask(olivia, query, { id: [empty], step: 86_400 * 300 })
  t.match(errors?.[0], { message: /GET \/values/, extensions: { code: 'ER_INVALID_FORMAT' } })
})

t.test('who reads on gets every measurement once, and every step whole', async t => {
  let reads = 0
  const house = await openReader(t, { counts: { onStatement: title => void (title === 'read-forward' && reads++) } })
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const sauna = await house.sensor(olivia)
  const end = Math.floor(Date.now() / 3_600_000) * 3_600
  const count = 25_000
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, coordinates, is_maskable, data)
    select ${sauna}, ${end}::bigint - n, -60, '', '', true, ${frameOf(20)} from generate_series(1, ${count}::int) as n`.execute(
    house.db,
  )
  /** Reads on until there is no more; returns the values of all pages, and how many pages there were. */
  async function readAll(variables: object): Promise<{ items: Value[]; pages: number }> {
    const items: Value[] = []
    let after: string | null = null
    for (let pages = 1; ; pages++) {
      const answer = await house.ask(olivia, query, { id: [sauna], ...variables, after })
      t.equal(answer.errors, undefined)
      const { services } = (answer.data as Found).login.device[0] ?? { services: [] }
      const page: Page = services.find(({ id }) => id === `${sauna}.temperature`)?.values ?? nothing
      items.push(...page.items)
      after = page.last
      if (!page.hasMore || pages === 100) return { items, pages }
    }
  }

  const since = new Date((end - 2_500) * 1000).toISOString()
  const plain = await readAll({ size: 1_000, since })
  t.same([plain.items.length, new Set(plain.items.map(({ at }) => at)).size, plain.pages], [2_500, 2_500, 3])

  reads = 0
  const steps = await readAll({ size: 1_000, step: 3_600 })
  t.equal(
    steps.items.reduce((sum, { count }) => sum + (count ?? 0), 0),
    count,
  )
  t.equal(new Set(steps.items.map(({ at }) => at)).size, steps.items.length, 'no step twice')
  t.equal(steps.pages, 4, 'a page is the whole steps in 10,000 measurements: seven steps in pages of two')
  t.ok(reads <= 11 * steps.pages, `${reads} reads`)
})

t.test('what a guest may not see is not read without end', async t => {
  const house = await openReader(t)
  const [olivia, gary] = [await house.person('olivia', { plan: 'Pro' }), await house.person('gary')]
  const sauna = await house.sensor(olivia)
  await lend(house, olivia, [sauna], gary)
  await setTerms(house, sauna, gary, { channels: ['co2'] })
  const now = Math.floor(Date.now() / 1000)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, coordinates, is_maskable, data)
    select ${sauna}, ${now}::bigint - n, -60, '', '', true, ${frameOf(20)} from generate_series(1, 10001) as n`.execute(
    house.db,
  )
  const { errors } = await house.ask(gary, query, { id: [sauna] })
  t.match(errors?.[0], { message: /more than 10,000 measurements/, extensions: { code: 'ER_INVALID_FORMAT' } })
})

t.test('values count as what they cost', async t => {
  const house = await openReader(t, { rateLimit: true })
  const olivia = await house.person('olivia')
  const values = (size: number) =>
    `{ login { account { devices(size: ${size}) { items { services { values { items { at } } } } } } } }`
  t.match(await house.ask(olivia, values(1_000)), { errors: [{ message: /250,000 objects/ }] })
  const answer = await house.app.inject({
    method: 'POST',
    url: '/graphql/v1',
    headers: { authorization: `Bearer ${olivia.token}` },
    payload: { query: values(20) },
  })
  t.equal(answer.statusCode, 200)
  const { 'ratelimit-limit': most, 'ratelimit-remaining': left } = answer.headers
  t.equal(Number(most) - Number(left), 1 + 20, '200,000 objects, and the request before')
  const without = '{ login { account { devices(size: 1000) { items { services { values { last } } } } } } }'
  t.match(await house.ask(olivia, without), { errors: [{ message: /250,000 objects/ }] }, 'reading counts, too')
})
