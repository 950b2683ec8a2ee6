import { sql } from 'kysely'
import t from 'tap'
import { overview } from '../../../src/sensors/read/overview.ts'
import { openTestDatabase } from '../../support/house.ts'
import { checkPlans, onServer, remembering } from '../../support/plans.ts'

const size = 5_000
const growing = ['people', 'sensors', 'shares', 'services', 'histories', 'measurements', 'letters']

t.test('the overview reads all of no table that grows', onServer, async t => {
  const { ran, watch } = remembering(name => name.startsWith('overview'))
  const { db } = await openTestDatabase(t, watch)
  await sql`
    insert into people (email, joined_at)
    select 'person' || n || '@example.com', now() from generate_series(1, ${size}::int) as n`.execute(db)
  await sql`
    insert into sensors (id, owner_id, name)
    select upper(regexp_replace(lpad(to_hex(n), 12, '0'), '..(?!$)', '\\&:', 'g')), n, 'Room ' || n
    from generate_series(1, ${size}::int) as n`.execute(db)
  await sql`insert into services (sensor_id, id, name) select id, '00:00:00:00:00:00:00:01', 'ssh' from sensors`.execute(
    db,
  )
  await sql`insert into shares (sensor_id, guest_id) select id, owner_id % ${size}::int + 1 from sensors`.execute(db)
  await sql`insert into histories (sensor_id, owner_id) select id, owner_id from sensors`.execute(db)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select id, extract(epoch from now())::bigint - n, -60, '', true, '' from sensors, generate_series(1, 3) as n`.execute(
    db,
  )
  const wanted = { search: '', show: 'all', sort: 'name', page: 1, withDay: true } as const
  const { counts, sensors } = await overview(db, { id: 7, email: 'person7@example.com' }, wanted)
  t.strictSame(counts, { all: 2, mine: 1 })
  t.match(sensors, [
    { sensor: '00:00:00:00:00:06', isOwn: false, owner: 'person6@example.com', guests: [], guestCount: 0 },
    {
      ...{ sensor: '00:00:00:00:00:07', isOwn: true, guestCount: 1 },
      guests: [{ email: 'person8@example.com', state: 'live' }],
      heardAt: Date,
    },
  ])
  t.equal(ran.size, 1)

  await checkPlans(t, db, ran, growing)
})
