import { sql } from 'kysely'
import { pino } from 'pino'
import t from 'tap'
import { keepHouse } from '../../src/jobs/housekeeping.ts'
import { sweeps } from '../../src/jobs/sweeps.ts'
import { deriveKeys } from '../../src/keys.ts'
import { openHouse } from '../support/house.ts'

const keys = deriveKeys('x'.repeat(32))

/** A log that keeps its lines, and tells of each. */
function keptLog() {
  const lines: { msg: string; count?: number; what?: string }[] = []
  let told = () => {}
  const write = (line: string) => {
    lines.push(JSON.parse(line))
    told()
  }
  const next = () => new Promise<void>(resolve => (told = resolve))
  return { log: pino({}, { write }), lines, next }
}

t.test('it does its work, says what it did, and closes', async t => {
  const { db } = await openHouse(t)
  await sql`
    insert into gateways (id, first_seen_at, last_seen_at)
    values ('AA:BB:CC:DD:EE:01', now(), now() - interval '31 days'), ('AA:BB:CC:DD:EE:02', now(), now())`.execute(db)
  await sql`
    insert into gateways (id, sealed_secret, last_seen_at) values ('AA:BB:CC:DD:EE:03', 'x', now() - interval '31 days')`.execute(
    db,
  )
  const { log, lines, next } = keptLog()
  const said = next()
  const housekeeping = keepHouse(db, keys, log, 0)
  await said
  await housekeeping.close()
  t.match(lines, [{ msg: 'gateways forgotten', count: 1 }])
  const left = await db.selectFrom('gateways').select('id').orderBy('id').execute()
  t.strictSame(
    left.map(({ id }) => id),
    ['AA:BB:CC:DD:EE:02', 'AA:BB:CC:DD:EE:03'],
  )
})

t.test('each sweep has a name of its own, and is done when it finds nothing', async t => {
  const { db } = await openHouse(t)
  t.equal(new Set(sweeps(keys).map(({ name }) => name)).size, sweeps(keys).length)
  for (const { name, begin } of sweeps(keys)) t.strictSame(await begin()(db), { done: 0, more: false }, name)
})

t.test('closed before it began, it has done nothing', async t => {
  const { db } = await openHouse(t)
  const { log, lines } = keptLog()
  await keepHouse(db, keys, log).close()
  t.strictSame(lines, [])
})

t.test('what fails is said, and the next work is done', async t => {
  const { db } = await openHouse(t)
  await sql`drop table measurements`.execute(db)
  await sql`insert into histories (sensor_id) values ('AA:00:00:00:00:01')`.execute(db)
  await sql`insert into gateways (id, last_seen_at) values ('AA:BB:CC:DD:EE:01', now() - interval '31 days')`.execute(
    db,
  )
  const { log, lines, next } = keptLog()
  const housekeeping = keepHouse(db, keys, log, 0)
  while (lines.length < 2) await next()
  await housekeeping.close()
  t.match(lines, [{ what: 'measurements thinned out' }, { msg: 'gateways forgotten', count: 1 }])
})

t.test('a job that is behind holds up no other', async t => {
  const { db } = await openHouse(t)
  // Of two sensors that nobody owns any more; each is a piece of work by itself.
  const sensors = ['AA:00:00:00:00:01', 'AA:00:00:00:00:02']
  for (const sensor of sensors) {
    await sql`insert into histories (sensor_id) values (${sensor})`.execute(db)
    await sql`
      insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
      select ${sensor}, floor(extract(epoch from now()))::bigint - 3 * 86400 + n, -60, 'BB:00:00:00:00:01', true, '00'
      from generate_series(1, 10) as n`.execute(db)
  }
  await sql`insert into gateways (id, last_seen_at) values ('BB:00:00:00:00:01', now() - interval '31 days')`.execute(
    db,
  )
  const { log, lines, next } = keptLog()
  const housekeeping = keepHouse(db, keys, log, 0, 0)
  while (lines.length < 3) await next()
  await housekeeping.close()
  t.strictSame(
    lines.map(({ msg }) => msg),
    ['measurements thinned out', 'gateways forgotten', 'measurements thinned out'],
  )
})
