import { sql } from 'kysely'
import t from 'tap'
import { readPreferences, savePreferences } from '../../src/accounts/preferences.ts'
import { endExpired } from '../../src/jobs/end-expired.ts'
import { forgetAnswers, forgetDeclines, forgetGateways, forgetSignatures } from '../../src/jobs/forget-old.ts'
import { warnOfEnds } from '../../src/jobs/warn-of-ends.ts'
import { answer, answerShare, findInvitation } from '../../src/sharing/change/answer.ts'
import { changeShare } from '../../src/sharing/change/change.ts'
import { resend } from '../../src/sharing/change/resend.ts'
import { listContacts } from '../../src/sharing/read/contacts.ts'
import { listShares } from '../../src/sharing/read/list.ts'
import { openTestDatabase } from '../support/house.ts'
import { fillShares, person, sensorId, sensorOf, size } from '../support/many-shares.ts'
import { checkPlans, onServer, remembering } from '../support/plans.ts'

const growing = [
  'people',
  'sensors',
  'shares',
  'events',
  'letters',
  'declines',
  'kept_answers',
  'gateways',
  'used_signatures',
]

t.test('no statement about the life of shares reads all of a table that grows', onServer, async t => {
  const { ran, watch } = remembering()
  const { db } = await openTestDatabase(t, watch)
  // Sensor n is shared by letter n.
  await fillShares(db, {
    shares: {
      asked: sql`true`,
      expires_at: sql`case when owner_id % 3 = 0 then now() + interval '9 days' end`,
      letter_id: sql`owner_id`,
    },
  })
  await sql`
    insert into letters (kind, recipient, sender, content)
    select 'shared', 'person' || owner_id % ${sql.lit(size)} + 1 || '@example.com', 'person' || owner_id || '@example.com',
      jsonb_build_object('sensors', jsonb_build_array(jsonb_build_object('id', id, 'name', name)))
    from sensors order by owner_id`.execute(db)
  await sql`insert into declines (owner_id, guest) select id, email from people`.execute(db)
  await sql`insert into gateways (id, last_seen_at) select id, now() from sensors`.execute(db)
  await sql`
    insert into used_signatures (hash, expires_at) select decode(md5(id), 'hex'), now() + interval '5 minutes' from sensors`.execute(
    db,
  )
  await sql`
    insert into kept_answers (person_id, key, request, status, answer) select id, 'k', '', 200, '{}' from people`.execute(
    db,
  )

  const share = { sensor: sensorOf(1), guest: person(2).email }
  ran.clear()
  const filter = { sensor: undefined, direction: undefined, state: undefined, after: undefined, limit: 100 }
  t.equal((await listShares(db, person(2), { ...filter, person: undefined })).shares.length, 2)
  t.equal((await listShares(db, person(1), { ...filter, person: share.guest })).shares.length, 1)
  t.match(await changeShare(db, person(1), share, { paused: true }), { changed: ['paused'] })
  await resend(db, person(1), share)
  await answerShare(db, person(2), sensorOf(1), true)
  t.match(await findInvitation(db, 1), { sensors: [{ accepted: true }] })
  await answer(db, 1, false)
  t.match(await listContacts(db, person(2), 100), [{ sensors: 1 }])
  await savePreferences(db, person(1), { askFirst: true })
  await readPreferences(db, person(1))
  await endExpired(db)
  await warnOfEnds()(db)
  await forgetDeclines(db)
  await forgetAnswers(db)
  await forgetGateways(db)
  await forgetSignatures(db)
  t.equal(ran.size, 15, [...ran.keys()].join())

  await checkPlans(t, db, ran, growing)
})

t.test('a list reads the caller’s own, and of the person asked for; contacts the newest events', onServer, async t => {
  const { db } = await openTestDatabase(t)
  // One busy owner: 300 sensors with 30 guests each, 9,000 events.
  await sql`
    insert into people (email, joined_at) select 'person' || n || '@example.com', now() from generate_series(1, 40) as n`.execute(
    db,
  )
  await sql`
    insert into sensors (id, owner_id)
    select ${sensorId()}, 1 from generate_series(1, 300) as n`.execute(db)
  await sql`
    insert into shares (sensor_id, guest_id) select sensors.id, people.id from sensors cross join people
    where people.id between 2 and 31`.execute(db)
  await sql`
    insert into events (action, sensor_id, owner_id, guest_id)
    select 'shared', sensor_id, 1, guest_id from shares`.execute(db)
  await sql`analyze`.execute(db)

  /** How many rows of a table a call reads by its indexes. */
  const readBy = async (table: string, call: () => Promise<unknown>) => {
    const count = async () => {
      await sql`select pg_stat_force_next_flush()`.execute(db)
      await sql`select pg_stat_clear_snapshot()`.execute(db)
      const { rows } = await sql<{ read: number }>`
        select (idx_tup_fetch + seq_tup_read)::int as read from pg_stat_user_tables where relname = ${table}`.execute(
        db,
      )
      return rows[0]?.read ?? 0
    }
    const before = await count()
    await call()
    return (await count()) - before
  }
  const owner = person(1)
  const filter = { sensor: undefined, person: undefined, direction: undefined, state: undefined, after: undefined }
  const cases: [string, object, number, number][] = [
    ['all', { limit: 100 }, 100, 200],
    ['a person', { person: 'person7@example.com', limit: 1000 }, 300, 310],
    ['a sensor', { sensor: '00:00:00:00:00:07', limit: 1000 }, 30, 40],
  ]
  for (const [what, query, least, most] of cases) {
    // Also as it is planned once it has run some times.
    for (let time = 0; time < 7; time++) {
      const read = await readBy('shares', () => listShares(db, owner, { ...filter, limit: 100, ...query }))
      t.ok(read >= least && read <= most, `${what}: ${read} of 9,000 shares`)
    }
  }
  const events = await readBy('events', () => listContacts(db, owner, 100))
  t.ok(events > 0 && events <= 3_000, `${events} of 9,000 events`)
})
