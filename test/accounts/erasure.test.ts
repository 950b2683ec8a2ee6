/** Searches every column of every table for traces of a person who deleted their account. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { checkAll } from '../../src/commands/invariants/check-all.ts'
import type { Database } from '../../src/db/open.ts'
import { sweeps } from '../../src/jobs/sweeps.ts'
import { deriveKeys } from '../../src/keys.ts'
import { mute } from '../../src/mail/mute.ts'
import { recallSuppressions } from '../../src/mail/suppression.ts'
import { noteEvents } from '../../src/mail/webhook.ts'
import { type House, openHouse, type Person, sign } from '../support/house.ts'

const local = 'zoltan.q+lake'
const domain = 'zoltan-home.example'
const email = `${local}@${domain}`
/** How they call their sensor, which tells who they are. */
const nickname = 'Zoltanissimo'

/** Lists the columns that hold one of the words, in any case, also within bytes. */
async function traces(db: Database, words = [local, domain, nickname]): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column
    from information_schema.columns where table_schema = 'public' order by 1, 2`.execute(db)
  const found: string[] = []
  for (const { table, column } of columns) {
    const hex = words.map(word => Buffer.from(word).toString('hex'))
    const { rows } = await sql<{ text: string }>`
      select lower(${sql.ref(column)}::text) as text from ${sql.table(table)} where ${sql.ref(column)} is not null`.execute(
      db,
    )
    const hits = rows.filter(({ text }) => [...words, ...hex].some(word => text.includes(word.toLowerCase())))
    if (hits.length > 0) found.push(`${table}.${column}`)
  }
  return found
}

/** Uses the address in every feature, with the words of real calls where there is one. */
async function live({ db, post, sensor, share, inject }: House, zoltan: Person, olivia: Person, gus: Person) {
  const [lake, sauna] = [await sensor(zoltan, nickname), await sensor(olivia, 'Sauna')]
  const as = (who: Person, key?: string) => ({
    authorization: `Bearer ${who.token}`,
    ...(key && { 'idempotency-key': key }),
  })
  const many = { sensors: [sauna], users: [email.toUpperCase(), 'other@example.com'] }
  await inject({ method: 'POST', url: '/shares', headers: as(olivia, 'k1'), payload: many })
  await share(zoltan, lake, gus.email)
  await share(zoltan, lake, 'never@example.com')
  await post('/register', { email })
  await post('/request-delete', { email }, zoltan.token)
  await post('/settings', { name: 'me', value: email }, zoltan.token)
  await post('/sensor-settings', { sensor: lake, type: 'a', value: email }, zoltan.token)
  await post('/access-keys', { name: email }, zoltan.token)
  await post('/update', { sensor: lake, name: `${nickname} 2` }, zoltan.token)
  const given = 'C6:F1:E7:D3:DA:01'
  await post('/claim', { sensor: given, name: nickname }, zoltan.token)
  await post('/unclaim', { sensor: given }, zoltan.token)
  await db
    .insertInto('declines')
    .values([
      { owner_id: olivia.id, guest: email },
      { owner_id: zoltan.id, guest: gus.email },
    ])
    .execute()
  const letters = await db.selectFrom('letters').select(['id', 'sender', 'recipient']).execute()
  for (const { id, sender } of letters) if (sender) await mute(db, id)
  await db
    .insertInto('letters')
    .values([
      // One that is finished and never was sent, one that was, and one that names them without being theirs.
      ...(['muted', 'sent'] as const).map(state => ({
        kind: 'shared' as const,
        recipient: gus.email,
        sender: email,
        state,
        attempts: state === 'sent' ? 1 : 0,
        content: { sensors: [{ id: lake, name: nickname }] },
      })),
      {
        kind: 'expiring',
        recipient: olivia.email,
        sender: olivia.email,
        content: { sensors: [{ id: sauna, name: 'Sauna' }], guest: email },
      },
    ])
    .execute()
  await sql`
    insert into mailbox_messages (letter, kind, recipient, subject, body, html, links)
    select id, kind, recipient, 'About ' || ${email}::text, ${`Hello ${email}.`}::text, '', '{}' from letters`.execute(
    db,
  )
  await noteEvents(db, [{ RecordType: 'SpamComplaint', Email: email }])
  return { lake, sauna }
}

async function keepHouse(t: Test, house: House) {
  for (const { name, begin } of sweeps(deriveKeys(house.secret))) {
    if (name === 'vacuum') continue
    const run = begin()
    for (let batches = 0; (await run(house.db)).more; batches++) if (batches > 100) t.fail(`${name} never ends`)
  }
}

const allFaults = async (db: Database) => {
  const faults: string[] = []
  await checkAll(db, { found: ({ rule, wrong, examples }) => void (wrong && faults.push(`${rule}: ${examples}`)) })
  return faults
}

t.test('nothing names a person who left; what others keep stays', async t => {
  const house = await openHouse(t)
  const { db } = house
  const { id } = await db
    .insertInto('people')
    .values({ email, joined_at: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const zoltan = { id, email, token: sign(house.secret, { email }) }
  const [olivia, gus] = [await house.person('olivia'), await house.person('gus')]
  await live(house, zoltan, olivia, gus)
  const before = await traces(db)
  for (const column of [
    'access_keys.name',
    'declines.guest',
    'events.data',
    'kept_answers.answer',
    'letters.content',
    'letters.recipient',
    'letters.sender',
    'mailbox_messages.body',
    'mutes.recipient',
    'mutes.sender',
    'people.email',
    'person_settings.value',
    'sensor_settings.value',
    'sensors.name',
    'shares.name',
    'sign_in_codes.email',
    'suppressed_addresses.email',
    'throttles.key',
  ])
    t.ok(before.includes(column), `the search would find it in ${column}`)

  t.equal(await deletePerson(db, deriveKeys(house.secret).addresses, id), email)

  t.strictSame(await traces(db), ['letters.content', 'letters.sender'], 'only letters that still tell others')
  const farewells = await db.selectFrom('letters').select(['sender', 'state']).where('is_farewell', '=', true).execute()
  t.ok(farewells.length > 0 && farewells.every(({ state }) => state === 'queued'))
  t.strictSame(await allFaults(db), [], 'npm run check agrees')
  const kept = await db.selectFrom('kept_answers').select('answer').execute()
  t.match(JSON.stringify(kept), /nobody@account\.invalid.*other@example\.com/, 'a retry still gets an answer')

  await sql`update letters set state = 'sent', due_at = now() + interval '29 days 12 hours' where is_farewell`.execute(
    db,
  )
  await keepHouse(t, house)
  t.strictSame(await traces(db), ['letters.content', 'letters.sender'], 'a day after it was sent')
  await sql`update letters set due_at = due_at - interval '13 hours' where is_farewell`.execute(db)
  await keepHouse(t, house)
  t.strictSame(await traces(db), [])
  t.strictSame(await allFaults(db), [])
})

t.test('a suppression outlives the person as a hash, and counts again when somebody writes to the address', async t => {
  const house = await openHouse(t)
  const { db } = house
  const keys = deriveKeys(house.secret)
  const anna = await house.person('anna')
  await noteEvents(db, [{ RecordType: 'Bounce', Type: 'HardBounce', Email: anna.email }])
  await deletePerson(db, keys.addresses, anna.id)
  t.strictSame(await db.selectFrom('suppressed_addresses').selectAll().execute(), [])
  t.match(await db.selectFrom('suppressed_hashes').select('reason').execute(), [{ reason: 'bounced' }])
  t.strictSame(await recallSuppressions(db, keys.addresses, ['other@example.com']), [])
  t.strictSame(await recallSuppressions(db, keys.addresses, [anna.email]), [{ email: anna.email, reason: 'bounced' }])
  t.match(await db.selectFrom('suppressed_addresses').select(['email', 'reason']).execute(), [
    { email: anna.email, reason: 'bounced' },
  ])
  t.strictSame(await db.selectFrom('suppressed_hashes').selectAll().execute(), [])
  await noteEvents(db, [{ RecordType: 'Bounce', Type: 'HardBounce', Email: 'late@example.com' }])
  await keepHouse(t, house)
  t.strictSame(await db.selectFrom('suppressed_addresses').selectAll().execute(), [], 'news that come late are hashed')
})

t.test('the history forgets names and nothing else', async t => {
  const { db, person, sensor, share } = await openHouse(t)
  const anna = await person('anna')
  await share(anna, await sensor(anna, 'Boat'), 'gus@example.com')
  await t.rejects(sql`update events set data = data || '{"name": "x"}'`.execute(db), /cannot be changed/)
  await t.rejects(sql`update events set action = 'left'`.execute(db), /cannot be changed/)
  await sql`update events set data = data - 'name'`.execute(db)
})
