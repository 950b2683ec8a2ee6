import { sql } from 'kysely'
import t from 'tap'
import { readNews } from '../../../src/measurements/live/news.ts'
import { openTestDatabase } from '../../support/house.ts'
import { checkPlans, onServer, remembering } from '../../support/plans.ts'

const size = 5_000

t.test('news of sensors reads all of no table that grows', onServer, async t => {
  const { ran, watch } = remembering(name => name.startsWith('news'))
  const { db } = await openTestDatabase(t, watch)
  await sql`
    insert into people (email, joined_at)
    select 'person' || n || '@example.com', now() from generate_series(1, ${size}::int) as n`.execute(db)
  await sql`
    insert into sensors (id, owner_id, name)
    select upper(regexp_replace(lpad(to_hex(n), 12, '0'), '..(?!$)', '\\&:', 'g')), n, 'Room ' || n
    from generate_series(1, ${size}::int) as n`.execute(db)
  await sql`insert into shares (sensor_id, guest_id) select id, owner_id % ${size}::int + 1 from sensors`.execute(db)
  await sql`insert into histories (sensor_id, owner_id) select id, owner_id from sensors`.execute(db)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select id, extract(epoch from now())::bigint - n, -60, '', true, '' from sensors, generate_series(1, 3) as n`.execute(
    db,
  )
  const news = await readNews(db, ['00:00:00:00:00:07', '00:00:00:00:00:09', 'FF:00:00:00:00:00'], [7, 8, 11])
  t.strictSame([...news.keys()].sort(), [7, 8], 'the owner and the guest')
  t.match(news.get(8), [{ sensor: '00:00:00:00:00:07', rssi: -60 }])
  t.equal(ran.size, 1)
  await checkPlans(t, db, ran, ['people', 'sensors', 'shares', 'histories', 'measurements'])
})
