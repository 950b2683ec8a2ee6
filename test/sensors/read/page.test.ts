import { sql } from 'kysely'
import t from 'tap'
import { deviceViews, type PageFilter, pageOfSensors } from '../../../src/sensors/read/page.ts'
import { servicesOf } from '../../../src/sensors/read/services.ts'
import { sharesOf } from '../../../src/sharing/read/of-sensors.ts'
import { type House, openHouse, type Person } from '../../support/house.ts'

const everything: PageFilter = {
  size: 1_000,
  from: 0,
  name: undefined,
  isActive: undefined,
  order: ['name'],
  isOwn: undefined,
}

/** Shares as others would, at an instant. */
async function lend({ db, share }: House, owner: Person, sensor: string, guest: Person, at: string) {
  await share(owner, sensor, guest.email)
  await db
    .updateTable('shares')
    .set({ created_at: new Date(at) })
    .where('sensor_id', '=', sensor)
    .where('guest_id', '=', guest.id)
    .execute()
}

async function measure({ db }: House, sensor: string, secondsAgo: number, { isMaskable = true } = {}) {
  const at = Math.floor(Date.now() / 1000) - secondsAgo
  await db
    .insertInto('measurements')
    .values({ sensor_id: sensor, at, rssi: -60, gateway_id: 'AA:BB:CC:DD:EE:FF', is_maskable: isMaskable, data: '00' })
    .execute()
}

t.test('every way to sort, either way, in pages that fit together', async t => {
  const house = await openHouse(t)
  const { db, person, sensor } = house
  await sql`update plans set max_shares = 1e6`.execute(db)
  const [me, anna, zoe] = [await person('me'), await person('anna'), await person('zoe')]
  // Names, owners and instants that are the same several times.
  for (const [index, owner] of [me, anna, zoe, anna, me, zoe, me].entries()) {
    const id = await sensor(owner, ['Boat', 'Attic', 'Boat', 'Sauna', 'Attic', 'Boat', 'Boat'][index])
    const at = `2026-01-0${[3, 1, 2, 2, 2, 3, 1][index]}T00:00:00Z`
    await db
      .updateTable('sensors')
      .set({ claimed_at: new Date(owner === me ? at : '2020-01-01') })
      .where('id', '=', id)
      .execute()
    if (owner !== me) await lend(house, owner, id, me, at)
  }
  const { total, sensors: all } = await pageOfSensors(db, me, everything)
  t.equal(total, 7)
  const keys = {
    name: ({ name }: (typeof all)[0]) => name,
    created: ({ since }: (typeof all)[0]) => since,
    owner: ({ owner }: (typeof all)[0]) => owner,
    id: () => '',
  }
  for (const [sort, key] of Object.entries(keys) as ['name' | 'created' | 'owner' | 'id', (typeof keys)['name']][]) {
    for (const descending of [false, true]) {
      const way = descending ? -1 : 1
      const order = [descending ? (`-${sort}` as const) : sort]
      const expected = all.toSorted((a, b) => {
        if (key(a) !== key(b)) return key(a) < key(b) ? -way : way
        return a.sensor < b.sensor === (sort === 'id' && descending) ? 1 : -1
      })
      const paged = []
      for (let from = 0; from < total + 3; from += 3) {
        const page = await pageOfSensors(db, me, { ...everything, order, from, size: 3 })
        t.equal(page.total, 7, 'also of the page beyond the end')
        paged.push(...page.sensors)
      }
      t.strictSame(paged, expected, `${sort}, ${descending ? 'descending' : 'ascending'}`)
    }
  }
  t.match(all[0], {
    name: 'Attic',
    owner: anna.email,
    since: '2026-01-01T00:00:00.000Z',
    isOwn: false,
    scripting: false,
  })
  t.match(all[1], { name: 'Attic', owner: me.email, since: '2026-01-02T00:00:00.000Z', isOwn: true, scripting: true })
})

t.test('a part of a name or an id, in whatever case; nothing is a pattern', async t => {
  const house = await openHouse(t)
  const { db, person, sensor } = house
  const [me, anna] = [await person('me'), await person('anna')]
  const [percent, under, tree] = [await sensor(me, '100 % Öl'), await sensor(me, 'a_b'), await sensor(anna, 'Hers')]
  await lend(house, anna, tree, me, '2026-01-01T00:00:00Z')
  await house.post('/update', { sensor: tree, name: 'TREE' }, me.token)
  const device = '80:00:00:00:12:34:56:78'
  await db.insertInto('sensors').values({ id: device, owner_id: me.id, name: 'Boat' }).execute()
  const found = async (name: string, other: Partial<PageFilter> = {}) =>
    (await pageOfSensors(db, me, { ...everything, name, ...other })).sensors.map(({ sensor }) => sensor)
  t.strictSame(await found('%'), [percent])
  t.strictSame(await found('_'), [under])
  t.strictSame(await found('tre'), [tree], 'the name that counts for the caller')
  t.strictSame(await found('hers'), [])
  t.strictSame(await found('öL'), [percent])
  t.strictSame(await found('12:34:56:78'), [device])
  t.strictSame(await found('c6:f1', { order: ['id'] }), [percent, under, tree])
  t.strictSame(await found('c6:f1', { isOwn: false }), [tree])
  t.strictSame(await found('tre', { isOwn: true }), [])
  t.strictSame(await found('\\'), [])
})

t.test('active is what has measured in the last hour, as far as one may see it', async t => {
  const house = await openHouse(t)
  const { db, person, sensor } = house
  const [me, guest] = [await person('me'), await person('guest')]
  const ages = { now: 0, almost: 3_500, old: 3_700 }
  const ids: Record<string, string> = {}
  for (const [name, age] of Object.entries(ages)) {
    const id = await sensor(me, name)
    ids[name] = id
    await measure(house, id, age)
  }
  ids.never = await sensor(me, 'never')
  ids.another = await sensor(me, 'another')
  await measure(house, ids.another, 60)
  await sql`insert into histories (sensor_id, begins_at) values (${ids.another}, extract(epoch from now())::bigint - 30)`.execute(
    db,
  )
  ids.hidden = await sensor(me, 'hidden')
  await measure(house, ids.hidden, 60, { isMaskable: false })
  for (const id of Object.values(ids)) await lend(house, me, id, guest, '2026-01-01T00:00:00Z')
  await sql`update shares set channels = '{temperature}' where sensor_id = ${ids.hidden}`.execute(db)

  for (const [who, active] of [
    [me, ['almost', 'hidden', 'now']],
    [guest, ['almost', 'now']],
  ] as const) {
    const names = async (isActive: boolean) => {
      const { total, sensors } = await pageOfSensors(db, who, { ...everything, isActive })
      t.equal(total, sensors.length)
      t.ok(sensors.every(sensor => sensor.isActive === isActive))
      return sensors.map(({ name }) => name)
    }
    t.strictSame(await names(true), active)
    t.strictSame(
      await names(false),
      Object.keys(ids)
        .filter(name => !active.includes(name as never))
        .sort(),
    )
    const { sensors } = await pageOfSensors(db, who, everything)
    t.strictSame(
      sensors.filter(({ isActive }) => isActive).map(({ name }) => name),
      active,
      'without a filter',
    )
    const some = await deviceViews(db, who, Object.values(ids))
    t.strictSame(
      some.map(({ sensor }) => sensor),
      Object.values(ids),
      'in the order of the ids',
    )
    t.strictSame(
      some
        .filter(({ isActive }) => isActive)
        .map(({ name }) => name)
        .sort(),
      active,
      'by their ids',
    )
  }
})

t.test('a public sensor is in no list of strangers, and has nothing for them', async t => {
  const { db, person, sensor } = await openHouse(t)
  const [me, stranger] = [await person('me'), await person('stranger')]
  const id = await sensor(me)
  await sql`update sensors set is_public = true`.execute(db)
  t.strictSame(await pageOfSensors(db, stranger, everything), { total: 0, sensors: [] })
  t.strictSame(await deviceViews(db, stranger, [id]), [])
  t.strictSame(await servicesOf(db, stranger, [id]), [])
  t.strictSame(await sharesOf(db, stranger, [id]), [])
})

t.test('shares of sensors: all that are not over to the owner, to a guest the own one while it is live', async t => {
  const house = await openHouse(t)
  const { db, person, sensor, share } = house
  const [me, live, paused] = [await person('me'), await person('live'), await person('paused')]
  const over = await person('over')
  const id = await sensor(me)
  for (const guest of [live, paused, over]) await share(me, id, guest.email)
  await db.updateTable('shares').set({ paused_at: new Date() }).where('guest_id', '=', paused.id).execute()
  await db.updateTable('shares').set({ expires_at: new Date() }).where('guest_id', '=', over.id).execute()
  await house.post('/update', { sensor: id, name: 'Theirs' }, live.token)
  const common = { sensor: id, owner: me.email, channels: null, scripting: false, note: '' }
  t.match(await sharesOf(db, me, [id, 'AA:AA:AA:AA:AA:AA']), [
    { ...common, name: 'Sauna', direction: 'given', guest: live.email, state: 'live', letter: 'queued' },
    {
      ...common,
      name: 'Sauna',
      direction: 'given',
      guest: paused.email,
      state: 'paused',
      paused: true,
      letter: 'queued',
    },
  ])
  t.equal((await sharesOf(db, me, [id])).length, 2)
  const got = await sharesOf(db, live, [id])
  t.match(got, [{ ...common, name: 'Theirs', direction: 'got', guest: live.email, state: 'live', letter: null }])
  t.equal(got.length, 1)
  for (const guest of [paused, over]) t.strictSame(await sharesOf(db, guest, [id]), [])
})
