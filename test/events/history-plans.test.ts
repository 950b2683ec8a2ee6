/** The statements behind history and stream read what they return, however much there is. */
import { sql } from 'kysely'
import t from 'tap'
import { findEnded } from '../../src/auth/sessions/sessions.ts'
import { listHistory } from '../../src/events/history.ts'
import { readMissed, readWindow, settleHistory } from '../../src/events/windows.ts'
import { openTestDatabase } from '../support/house.ts'
import { checkPlans, onServer, remembering } from '../support/plans.ts'
import { eventually } from '../support/service.ts'

const size = 10_000
const growing = ['people', 'sessions', 'sensors', 'shares', 'events']

t.test('no statement about the history reads all of a table that grows', onServer, async t => {
  let isWatched = false
  const { ran, watch } = remembering(() => isWatched)
  const { db } = await openTestDatabase(t, watch)
  await sql`
    insert into people (email, joined_at)
    select 'person' || n || '@example.com', now() from generate_series(1, ${size}::int) as n`.execute(db)
  await sql`
    insert into sensors (id, owner_id)
    select upper(regexp_replace(lpad(to_hex(n), 12, '0'), '..(?!$)', '\\&:', 'g')), n
    from generate_series(1, ${size}::int) as n`.execute(db)
  await sql`insert into shares (sensor_id, guest_id) select id, owner_id % ${size}::int + 1 from sensors`.execute(db)
  await sql`insert into sessions (person_id) select id from people`.execute(db)
  for (const action of ['shared', 'updated']) {
    await sql`
      insert into events (action, sensor_id, owner_id, guest_id, actor_id)
      select ${action}::text, sensor_id, owner_id, case when ${action} = 'shared' then guest_id end, owner_id
      from shares join sensors on sensors.id = sensor_id`.execute(db)
  }

  const caller = { id: 500, email: 'person500@example.com' }
  const [sensor, person] = ['00:00:00:00:01:F4', 'person501@example.com']
  const { until } = await readWindow(db, [], null, null)
  await sql`insert into events (action, sensor_id, owner_id) values ('updated', ${sensor}, 500)`.execute(db)
  isWatched = true
  for (const filter of [{}, { sensor }, { person }, { sensor, person }]) {
    const all = { sensor: undefined, person: undefined, before: undefined, limit: 100, ...filter }
    const { events } = await listHistory(db, caller, all)
    t.ok(events.length > 0, JSON.stringify(filter))
  }
  // What others have under way on the same server is waited for.
  const isTold = async () => (await readWindow(db, [500, 501], until, null)).news.length >= 2
  await eventually('what happened is told', isTold)
  t.ok((await readMissed(db, 501, { from: until, until: until + 1000n, id: 0 }, 100)).length >= 1)
  await findEnded(db, [caller, { ...caller, session: '00000000-0000-4000-8000-000000000000' }])
  await settleHistory(db)
  isWatched = false
  t.equal(ran.size, 8)

  await checkPlans(t, db, ran, growing, { alsoForValues: true })
})
