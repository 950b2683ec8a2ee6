/** What time does to shares, and who is told of it before. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { pino } from 'pino'
import t from 'tap'
import type { Database } from '../../src/db/open.ts'
import { endExpired } from '../../src/jobs/end-expired.ts'
import { forgetAnswers, forgetDeclines } from '../../src/jobs/forget-old.ts'
import { keepHouse } from '../../src/jobs/housekeeping.ts'
import type { Run } from '../../src/jobs/sweep.ts'
import { warnOfEnds } from '../../src/jobs/warn-of-ends.ts'
import { deriveKeys } from '../../src/keys.ts'
import { claimLetters } from '../../src/mail/courier/claim-letters.ts'
import { unshare } from '../../src/sharing/end/unshare.ts'
import { share } from '../../src/sharing/grant/share.ts'
import { change, happened, inHours, setShare } from '../support/calls.ts'
import { checkBooks, type House, openAgain, openHouse, type Person } from '../support/house.ts'
import { eventually } from '../support/service.ts'

const letters = (db: Database) =>
  db
    .selectFrom('letters')
    .select(['id', 'kind', 'recipient', 'sender', 'content'])
    .where('kind', '=', 'expiring')
    .orderBy('recipient')
    .orderBy(sql`content ->> 'expiresAt'`)
    .orderBy(sql`content ->> 'guest'`)
    .execute()

/** Runs batches until there are no more, as housekeeping does; returns how many rows they handled. */
async function finish(db: Database, run: Run) {
  let sum = 0
  for (let more = true; more; ) {
    const batch = await run(db)
    sum += batch.done
    more = batch.more
  }
  return sum
}

const warnAll = (db: Database) => finish(db, warnOfEnds())

/** Shares a sensor as it would be when it was shared so many days ago. */
async function shareSince(house: House, owner: Person, sensor: string, guest: Person, days: number, more: string) {
  await house.share(owner, sensor, guest.email)
  await setShare(house.db, sensor, guest, `created_at = now() - ${days} * interval '1 day', ${more}`)
}

/** Many owners with a sensor each, that is shared with `guests` people: every other share has expired. */
async function fill(house: House, owners: number, guests: number) {
  const { db } = house
  await sql`
    insert into people (email, joined_at, share_count)
    select 'owner' || n || '@example.com', now(), ${guests}::int from generate_series(1, ${owners}::int) as n`.execute(
    db,
  )
  await sql`
    insert into people (email, joined_at) select 'guest' || n || '@example.com', now() from generate_series(1, ${guests}::int) as n`.execute(
    db,
  )
  await sql`
    insert into sensors (id, owner_id, share_count)
    select upper(regexp_replace(lpad(to_hex(id::int), 12, '0'), '..(?!$)', '\\&:', 'g')), id, ${guests}::int
    from people where email like 'owner%'`.execute(db)
  await sql`update people set claim_count = 1 where email like 'owner%'`.execute(db)
  await sql`
    insert into shares (sensor_id, guest_id, expires_at, created_at)
    select sensors.id, people.id, now() + case when people.id % 2 = 0 then -1 else 1 end * interval '1 hour', now() - interval '9 days'
    from sensors cross join people where email like 'guest%'`.execute(db)
  await sql`
    insert into events (action, sensor_id, owner_id, guest_id, actor_id)
    select 'shared', sensor_id, owner_id, guest_id, owner_id from shares join sensors on sensors.id = sensor_id`.execute(
    db,
  )
}

t.test('expired shares are ended: history, counters, room; the others stay', async t => {
  const house = await openHouse(t)
  const { db } = house
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const guests = [await house.person('gus'), await house.person('hugo'), await house.person('ida', { joined: false })]
  const sensors = [await house.sensor(anna, 'Sauna'), await house.sensor(bert, 'Boat')]
  const [sauna = '', boat = ''] = sensors
  for (const guest of guests) {
    await house.share(anna, sauna, guest.email)
    await house.share(bert, boat, guest.email)
  }
  t.strictSame(await endExpired(db), { done: 0, more: false })
  const [gus, hugo, ida] = guests as [Person, Person, Person]
  await setShare(db, sauna, gus, 'expires_at = now()')
  await setShare(db, sauna, ida, `expires_at = now() - interval '1 year'`)
  await setShare(db, boat, gus, `expires_at = now() + interval '1 hour'`)
  await setShare(db, boat, hugo, `expires_at = now() - interval '1 second'`)
  const letters = await db.selectFrom('letters').select('id').execute()
  t.strictSame(await endExpired(db), { done: 3, more: true })
  t.strictSame(await endExpired(db), { done: 0, more: false })
  const event = { action: 'expired', actor_id: null }
  t.strictSame(
    (await happened(db)).sort(
      (one, other) => one.sensor_id.localeCompare(other.sensor_id) || Number(one.guest_id) - Number(other.guest_id),
    ),
    [
      { ...event, sensor_id: sauna, owner_id: anna.id, guest_id: gus.id, data: { name: 'Sauna' } },
      { ...event, sensor_id: sauna, owner_id: anna.id, guest_id: ida.id, data: { name: 'Sauna' } },
      { ...event, sensor_id: boat, owner_id: bert.id, guest_id: hugo.id, data: { name: 'Boat' } },
    ],
  )
  t.strictSame(await db.selectFrom('people').select('share_count').where('id', 'in', [anna.id, bert.id]).execute(), [
    { share_count: 1 },
    { share_count: 2 },
  ])
  t.equal((await db.selectFrom('letters').select('id').execute()).length, letters.length, 'nobody is written to')
  await checkBooks(t, db)
})

t.test('many, by two at once, while owners share and unshare: each once, and the books are right', async t => {
  const house = await openHouse(t)
  const { db, url } = house
  await db.updateTable('plans').set({ max_shares_per_sensor: 100 }).execute()
  await fill(house, 50, 30)
  const other = url ? await openAgain(t, url) : db
  const owners = await db.selectFrom('people').select(['id', 'email']).where('email', 'like', 'owner%').execute()
  const sensors = await db.selectFrom('sensors').select(['id', 'owner_id']).execute()
  const sweep = (db: Database) => finish(db, endExpired)
  const busy = async (from: number) => {
    for (let n = from; n < 50; n += 2) {
      const owner = owners[n]
      const sensor = sensors.find(({ owner_id }) => owner_id === owner?.id)?.id ?? ''
      if (!owner) throw new Error('no owner')
      await share(db, owner, [{ sensor, guest: 'new@example.com' }])
      await unshare(other, owner, [{ sensor, guest: 'guest1@example.com' }])
    }
    return 0
  }
  await Promise.all([sweep(db), sweep(other), busy(0), busy(1)])
  await sweep(db)
  const { rows } = await sql<{ expired: number; twice: number; late: number }>`
    select
      count(*)::int as expired,
      (count(*) - count(distinct (sensor_id, guest_id)))::int as twice,
      (select count(*)::int from shares where expires_at <= now()) as late
    from events where action = 'expired'`.execute(db)
  t.strictSame(rows, [{ expired: 750, twice: 0, late: 0 }])
  await checkBooks(t, db)
})

t.test('a day before its end: the guest and the owner are told, once', async t => {
  const house = await openHouse(t)
  const { db } = house
  const [anna, gus, hugo] = [await house.person('anna'), await house.person('gus'), await house.person('hugo')]
  const [sauna, boat, attic] = [
    await house.sensor(anna, 'Sauna'),
    await house.sensor(anna, 'Boat'),
    await house.sensor(anna, 'Attic'),
  ]
  const end = inHours(10)
  await shareSince(house, anna, sauna, gus, 9, `expires_at = '${end}'`)
  await shareSince(house, anna, boat, gus, 9, `expires_at = '${end}'`)
  await shareSince(house, anna, sauna, hugo, 9, `expires_at = '${end}'`)
  const later = inHours(11)
  await shareSince(house, anna, attic, gus, 9, `expires_at = '${later}'`)

  t.equal(await warnAll(db), 4)
  t.equal(await warnAll(db), 0)
  const line = (id: string, name: string) => ({ id, name })
  const both = { sensors: [line(boat, 'Boat'), line(sauna, 'Sauna')], guest: gus.email, expiresAt: end }
  const one = { sensors: [line(sauna, 'Sauna')], guest: hugo.email, expiresAt: end }
  const last = { sensors: [line(attic, 'Attic')], guest: gus.email, expiresAt: later }
  const told = (recipient: string, content: object) => ({ kind: 'expiring', recipient, sender: anna.email, content })
  t.strictSame(
    (await letters(db)).map(({ id, ...letter }) => letter),
    [
      told(anna.email, both),
      told(anna.email, one),
      told(anna.email, last),
      told(gus.email, both),
      told(gus.email, last),
      told(hugo.email, one),
    ],
  )

  await t.test('prolonged: its letter is obsolete if it still waits, and another comes', async t => {
    await db.deleteFrom('letters').where('kind', '<>', 'expiring').execute()
    t.match(await change(house, anna, sauna, hugo.email, { expiresAt: inHours(100) }), { status: 200 })
    t.match(await change(house, anna, attic, gus.email, { expiresAt: inHours(12) }), { status: 200 })
    // Of two that ended together one is left as it was.
    t.match(await change(house, anna, boat, gus.email, { expiresAt: null }), { status: 200 })
    const claimed = await claimLetters(db, randomUUID(), 10, null)
    const states = claimed.map(({ recipient, content, state }) => [recipient, content.expiresAt, content.guest, state])
    t.strictSame(states.sort(), [
      [anna.email, end, gus.email, 'sending'],
      [anna.email, end, hugo.email, 'obsolete'],
      [anna.email, later, gus.email, 'obsolete'],
      [gus.email, end, gus.email, 'sending'],
      [gus.email, later, gus.email, 'obsolete'],
      [hugo.email, end, hugo.email, 'obsolete'],
    ])
    t.equal(await warnAll(db), 1, 'the one that still ends within a day')
    await house.unshare(anna, attic, gus.email)
    t.match(
      (await claimLetters(db, randomUUID(), 10, null)).filter(({ kind }) => kind === 'expiring'),
      [{ state: 'obsolete' }, { state: 'obsolete' }],
      'ended before it could be told',
    )
  })
})

t.test('nobody is told', async t => {
  const house = await openHouse(t)
  const { db } = house
  const anna = await house.person('anna')
  const told = async (more: string, { days = 9, joined = true } = {}) => {
    const guest = await house.person(`guest${Math.random()}`, { joined })
    const sensor = await house.sensor(anna)
    await shareSince(house, anna, sensor, guest, days, more)
    const count = await warnAll(db)
    await setShare(db, sensor, guest, 'warned_at = now()')
    return count
  }
  const soon = `expires_at = now() + interval '10 hours'`
  t.equal(await told(soon), 1, 'the others are')
  t.equal(await told(`${soon}, asked = true, accepted_at = now()`), 1)
  t.equal(await told(`${soon}, starts_at = now() - interval '1 day'`), 1)
  t.equal(await told(soon, { joined: false }), 0, 'pending')
  t.equal(await told(`${soon}, asked = true`), 0, 'not answered')
  t.equal(await told(soon, { days: 0.5 }), 0, 'made for less than a day')
  t.equal(await told(`${soon}, starts_at = now() - interval '1 hour'`), 0, 'lasts for less than a day')
  t.equal(await told(`expires_at = now() + interval '25 hours'`), 0, 'not yet')
  t.equal(await told('expires_at = now()'), 0, 'over')
  t.equal(await told(`${soon}, warned_at = now()`), 0, 'told already')
})

t.test('many, by two at once: each is told of once, whatever stands in the way', async t => {
  const house = await openHouse(t)
  const { db, url } = house
  await fill(house, 100, 30)
  // The first 700 in the order of ends cannot be told of.
  await sql`
    update shares set created_at = now(), expires_at = expires_at - interval '30 minutes'
    where (sensor_id, guest_id) in (select sensor_id, guest_id from shares where expires_at > now() limit 700)`.execute(
    db,
  )
  const other = url ? await openAgain(t, url) : db
  const counts = await Promise.all([warnAll(db), warnAll(other)])
  const rest = await warnAll(db)
  t.equal(counts[0] + counts[1] + rest, 800)
  t.equal(await warnAll(db), 0)
  const { rows } = await sql<{ letters: number; sensors: number; warned: number }>`
    select count(*)::int as letters, sum(jsonb_array_length(content -> 'sensors'))::int as sensors,
      (select count(*)::int from shares where warned_at is not null) as warned
    from letters where kind = 'expiring'`.execute(db)
  t.strictSame(rows, [{ letters: 1_600, sensors: 1_600, warned: 800 }], 'one to the guest and one to the owner')
})

t.test('declines are forgotten after 30 days, kept answers after 24 hours', async t => {
  const { db, person } = await openHouse(t)
  const anna = await person('anna')
  await sql`
    insert into declines (owner_id, guest, at)
    select ${anna.id}, 'g' || n, now() - n * interval '1 day' from generate_series(1, 700) as n`.execute(db)
  await sql`
    insert into kept_answers (person_id, key, request, status, answer, created_at)
    select ${anna.id}, 'k' || n, '', 200, '{}', now() - n * interval '1 hour' from generate_series(1, 700) as n`.execute(
    db,
  )
  const batches = async (run: Run) => [(await run(db)).done, (await run(db)).done, (await run(db)).done]
  t.strictSame(await batches(forgetDeclines), [500, 171, 0])
  t.strictSame(await batches(forgetAnswers), [500, 177, 0])
  const { rows } = await sql<{ declines: number; answers: number }>`
    select (select count(*)::int from declines) as declines, (select count(*)::int from kept_answers) as answers`.execute(
    db,
  )
  t.strictSame(rows, [{ declines: 29, answers: 23 }])
})

t.test('two processes keep house at once', async t => {
  const house = await openHouse(t)
  const { db, url } = house
  await fill(house, 40, 20)
  await sql`insert into declines (owner_id, guest, at) select id, 'x', now() - interval '31 days' from people`.execute(
    db,
  )
  const lines: { msg: string; count: number; level: number }[] = []
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const both = [db, url ? await openAgain(t, url) : db].map(one => keepHouse(one, deriveKeys(house.secret), log, 0))
  const left = async () => {
    const { rows } = await sql<{ left: number }>`
      select (select count(*) from shares where expires_at <= now() or warned_at is null)::int + (select count(*) from declines)::int as left`.execute(
      db,
    )
    return rows[0]?.left
  }
  await eventually('all is done', async () => (await left()) === 0)
  await Promise.all(both.map(one => one.close()))
  const sums: Record<string, number> = {}
  for (const { msg, count, level } of lines) {
    t.equal(level, 30, msg)
    sums[msg] = (sums[msg] ?? 0) + count
  }
  t.match(sums, { 'expired shares ended': 400, 'ends of shares told': 400, 'declines forgotten': 60 })
  await checkBooks(t, db)
})
