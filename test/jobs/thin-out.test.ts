import { sql } from 'kysely'
import t from 'tap'
import type { Database } from '../../src/db/open.ts'
import { thinOut } from '../../src/jobs/thin-out.ts'
import { type House, openAgain, openHouse } from '../support/house.ts'

const hour = 3600
const day = 24 * hour

/** The beginning of a quarter of an hour, so many seconds ago or a little more. */
const ago = (seconds: number) => Math.floor((Date.now() / 1000 - seconds) / 900) * 900

async function remember(db: Database, sensor: string, times: number[], { maskable = true, thinnedUntil = 0 } = {}) {
  await sql`
    insert into histories (sensor_id, thinned_until) values (${sensor}, ${thinnedUntil})
    on conflict do nothing`.execute(db)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select ${sensor}, at::bigint, -60, 'AA:BB:CC:DD:EE:FF', ${maskable}, '00'
    from jsonb_array_elements_text(${JSON.stringify(times)}::jsonb) as at`.execute(db)
}

async function kept(db: Database, sensor: string): Promise<number[]> {
  const rows = await db.selectFrom('measurements').select('at').where('sensor_id', '=', sensor).orderBy('at').execute()
  return rows.map(({ at }) => at)
}

async function thinAll(db: Database): Promise<number> {
  let removed = 0
  for (let more = true; more; ) {
    const piece = await thinOut(db)
    removed += piece.done
    more = piece.more
  }
  return removed
}

async function furnish(house: House, plan = 'Basic') {
  const olivia = await house.person('olivia', { plan })
  return { olivia, sauna: await house.sensor(olivia) }
}

t.test('the last day stays whole, and before it one a quarter of an hour: the first', async t => {
  const house = await openHouse(t)
  const { sauna } = await furnish(house)
  const old = ago(3 * day)
  const young = ago(hour)
  await remember(house.db, sauna, [old, old + 1, old + 899, old + 900, old + 901, young, young + 1, young + 2])
  t.equal(await thinAll(house.db), 3)
  t.strictSame(await kept(house.db, sauna), [old, old + 900, young, young + 1, young + 2])
  t.equal(await thinAll(house.db), 0, 'it is done')
})

t.test('as fine, and as far back, as the plan of the owner', async t => {
  const house = await openHouse(t)
  const { sauna } = await furnish(house, 'Pro')
  const [old, older, oldest] = [ago(3 * day), ago(400 * day), ago(740 * day)]
  await remember(house.db, sauna, [oldest, older, older + 59, older + 60, old, old + 59, old + 60])
  t.equal(await thinAll(house.db), 3)
  t.strictSame(await kept(house.db, sauna), [older, older + 60, old, old + 60])
})

t.test('a plan that has ended counts as Basic', async t => {
  const house = await openHouse(t)
  const { olivia, sauna } = await furnish(house, 'Pro')
  await sql`update people set plan_ends_at = now() - interval '1 minute' where id = ${olivia.id}`.execute(house.db)
  const [old, older] = [ago(3 * day), ago(100 * day)]
  await remember(house.db, sauna, [older, old, old + 60])
  t.equal(await thinAll(house.db), 2)
  t.strictSame(await kept(house.db, sauna), [old])
})

t.test(
  'what nobody owns is kept like that of somebody with Basic, and its history goes with the last of it',
  async t => {
    const { db } = await openHouse(t)
    const [free, empty] = ['AA:00:00:00:00:01', 'AA:00:00:00:00:02']
    const old = ago(3 * day)
    await remember(db, free, [ago(100 * day), old, old + 1])
    await remember(db, empty, [ago(100 * day)])
    t.equal(await thinAll(db), 3)
    t.strictSame(await kept(db, free), [old])
    await sql`update histories set thinned_until = 0`.execute(db)
    await thinAll(db)
    const left = await db.selectFrom('histories').select('sensor_id').execute()
    t.strictSame(left, [{ sensor_id: free }])
  },
)

t.test('what is from before the history of its owner begins', async t => {
  const house = await openHouse(t)
  const { sauna } = await furnish(house)
  const begins = ago(hour)
  await remember(house.db, sauna, [begins - 100, begins - 1, begins, begins + 1])
  await sql`update histories set begins_at = ${begins}`.execute(house.db)
  t.equal(await thinAll(house.db), 2)
  t.strictSame(await kept(house.db, sauna), [begins, begins + 1])
})

t.test('one that can be masked stays beside one that cannot', async t => {
  const house = await openHouse(t)
  const { sauna } = await furnish(house)
  const old = ago(3 * day)
  await remember(house.db, sauna, [old, old + 2], { maskable: false })
  await remember(house.db, sauna, [old + 1, old + 3])
  await thinAll(house.db)
  t.strictSame(await kept(house.db, sauna), [old, old + 1])
})

t.test('a long history goes in pieces, and no bucket is cut by them', async t => {
  const house = await openHouse(t)
  const { sauna } = await furnish(house)
  const first = ago(4 * day)
  // Every 13 seconds for two days: 13,293 of them.
  const times = Array.from({ length: Math.floor((2 * day) / 13) }, (_, n) => first + n * 13)
  await remember(house.db, sauna, times)
  let pieces = 0
  for (let more = true; more; pieces++) more = (await thinOut(house.db)).more
  t.ok(pieces > 3, `${pieces} pieces`)
  const firsts = times.filter((at, n) => n === 0 || Math.floor(at / 900) !== Math.floor((times[n - 1] ?? 0) / 900))
  t.strictSame(await kept(house.db, sauna), firsts)
})

t.test('several at once: each piece is done once', { skip: !process.env.TEST_DATABASE_URL }, async t => {
  const house = await openHouse(t)
  const old = ago(3 * day)
  for (let n = 0; n < 40; n++) await remember(house.db, `AA:00:00:00:00:${10 + n}`, [old, old + 1, old + 2])
  const others = await Promise.all([1, 2, 3].map(() => openAgain(t, String(house.url))))
  const removed = await Promise.all([house.db, ...others].map(thinAll))
  t.equal(
    removed.reduce((sum, count) => sum + count),
    80,
  )
})
