/** The statements behind pages of devices, and what belongs to them, read what they return, however much there is. */
import { type LogEvent, sql } from 'kysely'
import t from 'tap'
import { preparedName } from '../../../src/db/statement.ts'
import { countSpan, listSpan } from '../../../src/events/history.ts'
import { deviceViews, type PageFilter, pageOfSensors } from '../../../src/sensors/read/page.ts'
import { servicesOf } from '../../../src/sensors/read/services.ts'
import { renameService } from '../../../src/sensors/rename-service.ts'
import { nothingLeft } from '../../../src/sharing/nothing-left.ts'
import { listGuests } from '../../../src/sharing/read/guests.ts'
import { sharesOf } from '../../../src/sharing/read/of-sensors.ts'
import { openTestDatabase } from '../../support/house.ts'
import { checkPlans, onServer, type Ran } from '../../support/plans.ts'

const size = 10_000
const growing = ['people', 'sensors', 'services', 'shares', 'letters', 'measurements', 'histories', 'events']

t.test('no statement about pages of devices reads all of a table that grows', onServer, async t => {
  const ran = new Map<string, { text: string; values: readonly unknown[] }[]>()
  let isWatched = false
  const watch = ({ query }: LogEvent) => {
    const name = preparedName(query.sql)
    if (!name || !isWatched) return
    ran.set(name, [...(ran.get(name) ?? []), { text: query.sql, values: query.parameters }])
  }
  const { db } = await openTestDatabase(t, watch as () => void)
  // Each of 1,000 people owns ten sensors, and is a guest of twenty.
  await sql`
    insert into people (email, joined_at)
    select 'person' || n || '@example.com', now() from generate_series(1, 1000) as n`.execute(db)
  await sql`
    insert into sensors (id, owner_id)
    select upper(regexp_replace(lpad(to_hex(n), 16, '0'), '..(?!$)', '\\&:', 'g')), n % 1000 + 1
    from generate_series(1, ${size}::int) as n`.execute(db)
  await sql`insert into services (sensor_id, id, name) select id, id, 'a' from sensors`.execute(db)
  await sql`insert into histories (sensor_id, owner_id) select id, owner_id from sensors`.execute(db)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select id, extract(epoch from now())::bigint - 60, -60, 'AA:BB:CC:DD:EE:FF', true, '00' from sensors`.execute(db)
  await sql`insert into letters (kind, recipient, content) select 'deletion', id, '{}' from sensors`.execute(db)
  await sql`
    insert into shares (sensor_id, guest_id, letter_id)
    select id, (owner_id + n * 7) % 1000 + 1, (select max(letters.id) from letters)
    from sensors, generate_series(1, 2) as n`.execute(db)
  await sql`
    insert into events (action, sensor_id, owner_id, guest_id)
    select 'shared', sensor_id, owner_id, guest_id from shares join sensors on sensors.id = sensor_id`.execute(db)

  const caller = { id: 500, email: 'person500@example.com' }
  const all: PageFilter = {
    ...{ size: 100, from: 0, name: undefined, isActive: undefined, order: ['state', '-name'] },
    isOwn: undefined,
  }
  const span = { from: Date.parse('2026-01-01'), until: undefined, about: 'share' } as const
  isWatched = true
  const { total, sensors } = await pageOfSensors(db, caller, all)
  t.equal(total, 30)
  t.equal((await pageOfSensors(db, caller, { ...all, isActive: true, name: '0', isOwn: false })).total, 20)
  const ids = sensors.map(({ sensor }) => sensor)
  t.strictSame(await deviceViews(db, caller, ids), sensors)
  t.equal((await servicesOf(db, caller, ids)).length, 30)
  t.equal((await sharesOf(db, caller, ids)).length, 40)
  t.equal((await listGuests(db, caller)).length, 2)
  t.equal((await listSpan(db, caller, span, { before: undefined, limit: 10 })).events.length, 10)
  t.equal(await countSpan(db, caller, span), 40)
  t.equal((await nothingLeft(db, caller, ids)).size, 30)
  await renameService(db, caller, { channel: ids[0] ?? '', name: 'b' }).catch(() => {})
  isWatched = false
  t.equal(ran.size, 9)

  const runs = [...ran].flatMap(([name, several]) => several.map(run => [name, run] as [string, Ran]))
  await checkPlans(t, db, runs, growing, { alsoForValues: true })
})
