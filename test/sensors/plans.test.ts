import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { listSettings, saveSetting } from '../../src/accounts/settings.ts'
import { claim } from '../../src/sensors/claim/claim.ts'
import { contest } from '../../src/sensors/claim/contest.ts'
import { registerSensor } from '../../src/sensors/claim/register.ts'
import { unclaim } from '../../src/sensors/claim/unclaim.ts'
import { whose } from '../../src/sensors/claim/whose.ts'
import { keepPicture, offerUpload, readPicture, removePicture } from '../../src/sensors/picture/keep.ts'
import { listSensorSettings, saveSensorSettings } from '../../src/sensors/sensor-settings.ts'
import { update } from '../../src/sensors/update.ts'
import { addressKey, openTestDatabase } from '../support/house.ts'
import { png } from '../support/pictures.ts'
import { checkPlans, onServer, remembering } from '../support/plans.ts'

const size = 10_000
const growing = [
  ...['people', 'sessions', 'sign_in_codes', 'letters', 'person_settings'],
  ...['sensors', 'sensor_secrets', 'sensor_settings', 'histories', 'shares', 'events', 'pictures'],
]

t.test('no statement about sensors and settings reads all of a table that grows', onServer, async t => {
  const { ran, watch } = remembering()
  const { db } = await openTestDatabase(t, watch)
  await sql`
    insert into people (email, joined_at, claim_count)
    select 'person' || n || '@example.com', now(), 1 from generate_series(1, ${size}::int) as n`.execute(db)
  await sql`
    insert into sensors (id, owner_id, share_count)
    select upper(regexp_replace(lpad(to_hex(n), 12, '0'), '..(?!$)', '\\&:', 'g')), n, 1
    from generate_series(1, ${size}::int) as n`.execute(db)
  await sql`insert into shares (sensor_id, guest_id) select id, owner_id % ${size}::int + 1 from sensors`.execute(db)
  await sql`update people set share_count = 1`.execute(db)
  await sql`insert into histories (sensor_id, owner_id) select id, owner_id from sensors`.execute(db)
  await sql`insert into sensor_secrets (sensor_id, hash) select id, '\\x00' from sensors`.execute(db)
  await sql`insert into person_settings (person_id, name, value) select id, 'a', 'b' from people`.execute(db)
  await sql`
    insert into sensor_settings (sensor_id, name, value) select id, 'a', 'b' from sensors`.execute(db)

  await sql`
    insert into events (action, sensor_id, owner_id, actor_id, data) select 'claimed', id, owner_id, owner_id, '{"name":"x"}'
    from sensors`.execute(db)
  await sql`insert into letters (kind, recipient, content) select 'deletion', email, '{}' from people`.execute(db)
  await sql`
    insert into sign_in_codes (hash, email, network) select decode(md5(email), 'hex'), email, '' from people`.execute(
    db,
  )

  await sql`
    insert into pictures (id, sensor_id, type, content) select gen_random_uuid(), id, 'image/png', '' from sensors`.execute(
    db,
  )

  const [first, second] = ['00:00:00:00:00:01', '00:00:00:00:00:02']
  const caller = (id: number) => ({ id, email: `person${id}@example.com` })
  const key = [Buffer.alloc(32)] as const
  await sql`delete from sensor_secrets where sensor_id = ${first}`.execute(db)
  await registerSensor(db, key, first, 'secret-of-it')
  await contest(db, key, caller(9), { sensor: first, secret: 'secret-of-it', name: '' })
  await unclaim(db, caller(2), { sensor: second, deleteData: true })
  await claim(db, caller(9), { sensor: second, name: '' })
  await whose(db, caller(9), second)
  await update(db, caller(9), { sensor: second, name: 'x', at: undefined } as Parameters<typeof update>[2])
  await saveSetting(db, caller(9), { name: 'a', value: 'b', at: undefined })
  await listSettings(db, caller(9))
  await saveSensorSettings(db, caller(9), { sensor: second, entries: [{ name: 'a', value: 'b' }], at: 5e9 })
  await t.rejects(
    saveSensorSettings(db, caller(10), { sensor: second, entries: [{ name: 'a', value: 'b' }], at: 5e9 }),
    { name: 'notVisible' },
  )
  await listSensorSettings(db, caller(9), second)
  const { uploadURL, guid } = await offerUpload(db, key, caller(9), { sensor: second, base: 'http://x' })
  await keepPicture(db, key, uploadURL.replace('http://x/upload/', ''), png())
  await readPicture(db, guid)
  await removePicture(db, caller(9), second)
  await deletePerson(db, addressKey, 9)
  t.ok(ran.size >= 20, `${ran.size} statements`)

  await checkPlans(t, db, ran, growing)
})
