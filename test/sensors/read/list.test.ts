import { sql } from 'kysely'
import t from 'tap'
import type { Database } from '../../../src/db/open.ts'
import { type House, openHouse, type Person } from '../../support/house.ts'

// Format 5: 24.30 °C, 53.49 %, 100044 Pa.
const frame = '0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'
// The same with its temperature alone.
const onlyTemperature = '0201061BFF99040512FCFFFFFFFF800080008000AC36FF00CDCBB8334C884F'

const inAYear = new Date(Date.now() + 365 * 86_400_000)

async function measure(db: Database, sensor: string, at: number, data = frame) {
  await db
    .insertInto('measurements')
    .values({
      sensor_id: sensor,
      at,
      rssi: -61,
      gateway_id: 'AA:BB:CC:DD:EE:FF',
      coordinates: '60.2,24.9',
      is_maskable: data === frame,
      data,
    })
    .execute()
}

const now = () => Math.floor(Date.now() / 1000)

async function get(house: House, path: string, { token }: Person) {
  const answer = await house.inject({ url: path, headers: { authorization: `Bearer ${token}` } })
  return { status: answer.statusCode, ...answer.json() }
}

const everything = 'sharedToOthers=true&sharedToMe=true&measurements=true&alerts=true&settings=true'

/** Olivia owns Sauna and Attic; Gary is a guest of Sauna, Nina is invited to it; Gary owns Boat. */
async function furnish(house: House) {
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const gary = await house.person('gary')
  const sauna = await house.sensor(olivia, 'Sauna')
  const attic = await house.sensor(olivia, 'Attic')
  const boat = await house.sensor(gary, 'Boat')
  await house.share(olivia, sauna, 'gary@example.com')
  await house.share(olivia, sauna, 'nina@example.com')
  return { olivia, gary, sauna, attic, boat }
}

t.test('200 /sensors-dense: everything that an app needs, for the owner and for a guest', async t => {
  const house = await openHouse(t)
  const { olivia, gary, sauna, attic, boat } = await furnish(house)
  const at = now()
  await measure(house.db, sauna, at - 60, 'FF')
  await measure(house.db, sauna, at)
  await sql`
    insert into sensor_settings (sensor_id, name, value, updated_at)
    values (${sauna}, 'order', '3', to_timestamp(1700000000.5))`.execute(house.db)

  const own = await get(house, `/sensors-dense?${everything}`, olivia)
  t.equal(own.status, 200)
  const measured = { gwmac: 'AA:BB:CC:DD:EE:FF', coordinates: '60.2,24.9', rssi: -61, timestamp: at, data: frame }
  const [, first] = own.data.sensors
  t.match(first, { lastUpdated: Number, subscription: { startTime: Number } })
  t.match(own.data.sensors, [
    { sensor: attic, name: 'Attic', measurements: [], sharedTo: [], sharedToPending: [], settings: {}, canShare: true },
    {
      sensor: sauna,
      owner: 'olivia@example.com',
      name: 'Sauna',
      picture: '',
      public: false,
      canShare: true,
      offsetTemperature: 0,
      offsetHumidity: 0,
      offsetPressure: 0,
      customProfile: '',
      measurements: [measured],
      alerts: [],
      sharedTo: ['gary@example.com'],
      sharedToPending: ['nina@example.com'],
      settings: { order: '3', order_lastUpdated: 1700000000 },
      subscription: { subscriptionName: 'Pro', isActive: true, maxHistoryDays: 731, maxResolutionMinutes: 1 },
    },
  ])
  t.equal(own.data.sensors.length, 2)
  t.equal(own.data.email, 'olivia@example.com', 'whose list it is')

  const seen = await get(house, `/sensors-dense?${everything}`, gary)
  t.match(seen.data.sensors, [
    { sensor: boat, owner: 'gary@example.com', canShare: true, subscription: { subscriptionName: 'Basic' } },
    {
      sensor: sauna,
      owner: 'olivia@example.com',
      name: 'Sauna',
      canShare: false,
      measurements: [measured],
      sharedTo: [],
      sharedToPending: [],
      settings: { order: '3', order_lastUpdated: 1700000000 },
      subscription: { subscriptionName: 'Pro' },
    },
  ])
  t.equal(seen.data.sensors.length, 2)
})

t.test('200 /sensors-dense: nothing that was not asked for', async t => {
  const house = await openHouse(t)
  const { olivia, gary, sauna, boat } = await furnish(house)
  await measure(house.db, sauna, now())
  const own = await get(house, '/sensors-dense', olivia)
  t.equal(own.data.sensors.length, 2)
  for (const sensor of own.data.sensors) {
    t.match(sensor, { measurements: [], sharedTo: [], sharedToPending: [], settings: {}, alerts: [] })
  }
  const seen = await get(house, '/sensors-dense?sharedToMe=false', gary)
  t.strictSame(
    seen.data.sensors.map(({ sensor }: { sensor: string }) => sensor),
    [boat],
  )
})

t.test('200 one sensor: own, shared, public; 403 any other', async t => {
  const house = await openHouse(t)
  const { olivia, gary, sauna, attic } = await furnish(house)
  const stranger = await house.person('stranger')
  for (const [who, sensor, status] of [
    [olivia, sauna, 200],
    [gary, sauna, 200],
    [gary, attic, 403],
    [stranger, sauna, 403],
    [stranger, 'AA:AA:AA:AA:AA:AA', 403],
  ] as const) {
    for (const path of ['/sensors', '/sensors-dense']) {
      const answer = await get(house, `${path}?sensor=${sensor.toLowerCase()}`, who)
      t.equal(answer.status, status, `${path} ${who.email} ${sensor}`)
      if (status === 200) t.equal([...answer.data.sensors, ...(answer.data.sharedToMe ?? [])][0].sensor, sensor)
    }
  }
  await measure(house.db, sauna, now())
  await house.db.updateTable('sensors').set({ is_public: true }).where('id', '=', sauna).execute()
  const open = await get(house, `/sensors-dense?sensor=${sauna}&${everything}`, stranger)
  t.match(open.data.sensors, [
    {
      owner: 'o***a@e***e.com',
      canShare: false,
      public: true,
      sharedTo: [],
      sharedToPending: [],
      measurements: [{ gwmac: '', coordinates: '', data: frame }],
      subscription: { subscriptionName: 'Pro' },
    },
  ])
  t.match((await get(house, `/sensors-dense?sensor=${sauna}`, gary)).data.sensors, [{ owner: 'olivia@example.com' }])
  t.strictSame((await get(house, `/sensors-dense?${everything}`, stranger)).data.sensors, [], 'nobody is told of it')
})

t.test('a guest whose share is pending, paused by its end or taken back sees nothing', async t => {
  const house = await openHouse(t)
  const { olivia, gary, sauna } = await furnish(house)
  const nina = await house.person('other')
  await house.share(olivia, sauna, nina.email)
  const all = async (who: Person) => (await get(house, `/sensors-dense?${everything}`, who)).data.sensors.length
  t.equal(await all(nina), 1)
  await sql`update shares set asked = true where guest_id = ${nina.id}`.execute(house.db)
  t.equal(await all(nina), 0, 'pending')
  t.match((await get(house, `/sensors-dense?${everything}`, olivia)).data.sensors[1], {
    sharedTo: ['gary@example.com'],
    sharedToPending: ['nina@example.com', 'other@example.com'],
  })
  await sql`update shares set accepted_at = now(), expires_at = ${inAYear} where guest_id = ${nina.id}`.execute(
    house.db,
  )
  t.equal(await all(nina), 1, 'accepted, for a year')
  await sql`update shares set expires_at = now() where guest_id = ${nina.id}`.execute(house.db)
  t.equal(await all(nina), 0, 'expired')
  t.match((await get(house, `/sensors-dense?${everything}`, olivia)).data.sensors[1], {
    sharedTo: ['gary@example.com'],
    sharedToPending: ['nina@example.com'],
  })
  await house.unshare(olivia, sauna, gary.email)
  t.equal(await all(gary), 1, 'only the own one is left')
})

t.test('a guest with channels gets the others masked, and no frame that cannot be masked', async t => {
  const house = await openHouse(t)
  const { olivia, gary, sauna } = await furnish(house)
  await sql`update shares set channels = array['temperature'] where guest_id = ${gary.id}`.execute(house.db)
  const at = now()
  await measure(house.db, sauna, at - 10)
  await measure(house.db, sauna, at, '03291A1ECE1EFC18F94202CA0B53')
  for (const path of [`/sensors-dense?${everything}`, '/sensors']) {
    const { data } = await get(house, path, gary)
    const [shared] = [...(data.sharedToMe ?? []), ...data.sensors].filter(({ sensor }) => sensor === sauna)
    t.match(shared.measurements, [{ timestamp: at - 10, data: onlyTemperature }], path)
    const own = (await get(house, path, olivia)).data.sensors.find(({ sensor }: { sensor: string }) => sensor === sauna)
    t.match(own.measurements, [{ timestamp: at }], path)
  }
})

t.test('200 /sensors: own ones with their guests, and those of others', async t => {
  const house = await openHouse(t)
  const { olivia, gary, sauna, attic, boat } = await furnish(house)
  await measure(house.db, sauna, now())
  const own = await get(house, '/sensors', olivia)
  t.match(own.data.sensors, [
    { sensor: attic, measurements: [], canShare: true },
    {
      sensor: sauna,
      measurements: [{ data: frame }],
      sharedTo: ['gary@example.com'],
      sharedToPending: ['nina@example.com'],
    },
  ])
  t.strictSame(own.data.sharedToMe, [])
  const seen = await get(house, '/sensors', gary)
  t.match(seen.data.sensors, [{ sensor: boat }])
  t.match(seen.data.sharedToMe, [{ sensor: sauna, owner: 'olivia@example.com', canShare: false, public: false }])
  t.notOk('sharedTo' in seen.data.sharedToMe[0])
})

t.test('200 /shared: a row for each live share', async t => {
  const house = await openHouse(t)
  const { olivia, gary, sauna, attic } = await furnish(house)
  await house.person('hugo')
  await house.share(olivia, sauna, 'hugo@example.com')
  await house.share(olivia, attic, 'hugo@example.com')
  const row = { picture: '', public: false }
  t.strictSame((await get(house, '/shared', olivia)).data.sensors, [
    { sensor: attic, name: 'Attic', ...row, sharedTo: 'hugo@example.com' },
    { sensor: sauna, name: 'Sauna', ...row, sharedTo: 'gary@example.com' },
    { sensor: sauna, name: 'Sauna', ...row, sharedTo: 'hugo@example.com' },
  ])
  t.strictSame((await get(house, '/shared', gary)).data.sensors, [])
})

t.test('a plan without sharing: canShare is false', async t => {
  const house = await openHouse(t)
  const { olivia } = await furnish(house)
  await sql`update plans set max_shares = 0 where name = 'Pro'`.execute(house.db)
  t.match((await get(house, '/sensors-dense', olivia)).data.sensors, [{ canShare: false }, { canShare: false }])
})

t.test('400 a mode, a flag or a sensor that is none', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const refused = { status: 400, result: 'error' }
  t.match(await get(house, '/sensors-dense?mode=thick', olivia), { ...refused, code: 'ER_INVALID_DENSITY_MODE' })
  t.match(await get(house, '/sensors-dense?settings=maybe', olivia), { ...refused, code: 'ER_INVALID_FORMAT' })
  t.match(await get(house, '/sensors-dense?sensor=sauna', olivia), { ...refused, code: 'ER_INVALID_MAC_ADDRESS' })
  t.match(await get(house, '/sensors?sensor=sauna', olivia), { ...refused, code: 'ER_INVALID_MAC_ADDRESS' })
})

t.test('one statement each, for an owner of 25 sensors with 10 guests and a guest of 40', async t => {
  let statements = 0
  const house = await openHouse(t, { onStatement: () => statements++ })
  const olivia = await house.person('olivia')
  const gary = await house.person('gary')
  await sql`
    insert into people (email, joined_at) select 'guest' || n || '@example.com', now() from generate_series(1, 9) as n`.execute(
    house.db,
  )
  const owners = await Promise.all([1, 2].map(n => house.person(`owner${n}`)))
  for (const owner of [olivia, ...owners]) for (let n = 0; n < 25; n++) await house.sensor(owner, `Sensor ${n}`)
  await sql`
    insert into shares (sensor_id, guest_id)
    select sensors.id, people.id from sensors, people
    where owner_id = ${olivia.id} and people.email like 'guest%' or people.id = ${gary.id} and owner_id <> ${gary.id}`.execute(
    house.db,
  )
  await sql`
    delete from shares where guest_id = ${gary.id} and sensor_id in (
      select id from sensors where owner_id = ${owners[1]?.id} order by id limit 10)`.execute(house.db)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select id, extract(epoch from now())::bigint - n, -60, 'AA:BB:CC:DD:EE:FF', true, ${frame}
    from sensors, generate_series(0, 9) as n`.execute(house.db)

  for (const [who, count] of [
    [olivia, 25],
    [gary, 65],
  ] as const) {
    statements = 0
    const { data } = await get(house, `/sensors-dense?${everything}`, who)
    t.equal(statements, 2, 'who is calling, and the list')
    t.equal(data.sensors.length, count)
    for (const { measurements, sharedTo } of data.sensors) {
      t.equal(measurements.length, 1)
      t.equal(sharedTo.length, who === olivia ? 10 : 0)
    }
  }
})
