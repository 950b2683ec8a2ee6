/** The statements behind history and stream read what they return, however much there is. */
import { type LogEvent, sql } from 'kysely'
import t from 'tap'
import { preparedName } from '../../src/db/statement.ts'
import { findEnded } from '../../src/people/sessions.ts'
import { listHistory } from '../../src/sharing/history.ts'
import { readMissed, readWindow, settleHistory } from '../../src/sharing/windows.ts'
import { openTestDatabase } from '../house.ts'
import { fullScans, type Node } from '../plans.ts'

const size = 10_000
const growing = ['people', 'sessions', 'sensors', 'shares', 'events']

t.test('no statement about the history reads all of a table that grows', async t => {
  const ran = new Map<string, { text: string; values: readonly unknown[] }>()
  let isWatched = false
  const watch = ({ query }: LogEvent) => {
    const name = preparedName(query.sql)
    if (name && isWatched) ran.set(name, { text: query.sql, values: query.parameters })
  }
  const { db } = await openTestDatabase(t, watch as () => void)
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
  t.ok((await readWindow(db, [500, 501], until, null)).news.length >= 2)
  t.ok((await readMissed(db, 501, { from: until, until: until + 1000n, id: 0 }, 100)).length >= 1)
  await findEnded(db, [caller, { ...caller, session: '00000000-0000-4000-8000-000000000000' }])
  await settleHistory(db)
  isWatched = false
  t.equal(ran.size, 8)

  for (const statistics of ['no statistics', 'statistics']) {
    if (statistics === 'statistics') await sql`analyze`.execute(db)
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await db.connection().execute(async connection => {
        await sql`set plan_cache_mode = ${sql.raw(mode)}`.execute(connection)
        for (const [name, { text, values }] of ran) {
          await sql`prepare explained as ${sql.raw(text)}`.execute(connection)
          const given = values.map(value => sql.lit(value as string))
          const list = values.length > 0 ? sql`(${sql.join(given)})` : sql``
          const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Node }] }>`
            explain (format json) execute explained${list}`.execute(connection)
          await sql`deallocate explained`.execute(connection)
          const plan = rows[0]?.['QUERY PLAN'][0].Plan
          if (!plan) throw new Error('no plan')
          t.strictSame(fullScans(plan, growing), [], `${name}, ${mode}, ${statistics}`)
        }
        await sql`reset plan_cache_mode`.execute(connection)
      })
    }
  }
})
