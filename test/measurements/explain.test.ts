/** How Postgres finds what the statements of measurements ask for: never by reading a whole table that grows. */
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/db/open.ts'
import { Exports } from '../../src/exports/exports.ts'
import { record } from '../../src/gateways/record.ts'
import { read } from '../../src/measurements/read.ts'
import { latestReadings } from '../../src/sensors/read/measured.ts'
import { frame, heard, now } from '../support/gateway.ts'
import { openHouse, pastPooler } from '../support/house.ts'

const gateway = 'AA:BB:CC:00:00:01'
const growing = /Seq Scan on (measurements|histories|gateways|sensors|shares|people)\b/
const rules = { key: [Buffer.alloc(32)] as const, isOpen: true, maxAgeSeconds: 300 }

const skip = process.env.TEST_DATABASE_URL ? false : 'needs a Postgres, which prepares statements by name'

t.test('by index, with any arguments', { skip }, async t => {
  const house = await openHouse(t)
  const owner = await house.person('owner')
  const sensor = await house.sensor(owner)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select ${sensor}, ${now()}::bigint - n * 60, 0, ${gateway}, true, ${frame} from generate_series(1, 20000) as n`.execute(
    house.db,
  )
  await sql`analyze`.execute(house.db)
  // Of one connection, so that what it has prepared can be explained.
  const db = await openDatabase({ url: pastPooler(String(house.url)), pool: 1 })
  t.teardown(() => db.destroy())
  // The other tables are small here: whoever can do without reading them whole must.
  await sql`set enable_seqscan = off`.execute(db)
  await sql`set plan_cache_mode = force_generic_plan`.execute(db)

  const range = { sensor, since: undefined, until: undefined, limit: 10 }
  for (const sort of ['asc', 'desc'] as const) await read(db, owner, { ...range, sort, mode: 'dense' })
  const all = { sensor, since: undefined, until: undefined, channels: undefined, step: undefined }
  const { stream } = await new Exports(db, false).open(owner, all, 'csv')
  stream.destroy()
  t.match(await latestReadings(db, owner, [sensor]), [{ sensor }])
  const { data } = heard(gateway, { [sensor]: {} })
  await record(db, rules, data, {
    body: Buffer.alloc(0),
    signature: undefined,
    token: 'none',
    from: '',
    forgive() {},
    give() {},
  })

  for (const title of ['read-forward', 'read-export', 'read-backward', 'latest-of-sensors', 'record']) {
    const { rows } = await sql<{ name: string; parameters: number }>`
      select name, cardinality(parameter_types) as parameters
      from pg_prepared_statements where name like ${`${title}-%`}`.execute(db)
    const [prepared] = rows
    if (!prepared) return t.fail(`${title} was not prepared`)
    const explained = await sql<{ 'QUERY PLAN': string }>`
      explain execute ${sql.id(prepared.name)} (${sql.raw(Array(prepared.parameters).fill('null').join(', '))})`.execute(
      db,
    )
    const plan = explained.rows.map(row => row['QUERY PLAN']).join('\n')
    t.match(plan, /measurements_pkey|Insert on measurements/)
    t.notMatch(plan, growing, title)
    if (title !== 'record') t.notMatch(plan, /Bitmap Heap Scan on measurements/, 'in order, row by row')
  }
})
