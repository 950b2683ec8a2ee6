import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { forgetLetters } from '../../../src/jobs/forget-letters.ts'
import { anyDue, claimLetters, renewClaim } from '../../../src/mail/courier/claim-letters.ts'
import { noteOutcomes } from '../../../src/mail/courier/note-outcomes.ts'
import { listMutes, mute, unmute } from '../../../src/mail/mute.ts'
import { noteEvents } from '../../../src/mail/webhook.ts'
import { openTestDatabase } from '../../support/house.ts'
import { checkPlans, lookedAtInVain, type Node, onServer, remembering } from '../../support/plans.ts'

const size = 10_000
const growing = ['letters', 'letter_attempts', 'suppressed_addresses', 'mutes', 'people', 'shares', 'sign_in_codes']

t.test('no statement about letters reads all of a table that grows', onServer, async t => {
  const { ran, watch } = remembering()
  const { db } = await openTestDatabase(t, watch)
  const fill = async (table: string, columns: string, values: string) =>
    sql`insert into ${sql.raw(`${table} (${columns}) select ${values}`)} from generate_series(1, ${size}::int) as n`.execute(
      db,
    )
  const name = "'person' || n || '@example.com'"
  await fill('people', 'email', name)
  await fill('sensors', 'id, owner_id', "upper(regexp_replace(lpad(to_hex(n), 12, '0'), '..(?!$)', '\\&:', 'g')), n")
  await fill('letters', 'kind, recipient, sender, content', `'left', ${name}, ${name}, '{"sensors": []}'`)
  await fill('letters', 'kind, recipient, content, state', `'left', ${name}, '{}', 'sent'`)
  await fill('letter_attempts', 'letter_id, number, outcome', "n, 1, 'sent'")
  await fill('suppressed_addresses', 'email, reason, at, is_lifted', `'x' || ${name}, 'bounced', now(), n % 2 = 0`)
  await fill('mutes', 'recipient, sender', `${name}, ${name}`)
  await fill('sign_in_codes', 'hash, email, network', `decode(md5(${name}), 'hex'), ${name}, ''`)
  await sql`insert into shares (sensor_id, guest_id, letter_id) select id, owner_id, owner_id from sensors`.execute(db)

  ran.clear()
  const claim = randomUUID()
  await anyDue(db, null)
  const [letter] = await claimLetters(db, claim, 1, null)
  const id = letter?.id ?? 0
  await renewClaim(db, JSON.stringify([{ id }]), claim, null)
  const results = new Map([[id, { outcome: 'failed' as const, detail: '' }]])
  await noteOutcomes(db, { claim, results, at: null, random: () => 0 })
  await noteEvents(db, [{ RecordType: 'SpamComplaint', Email: 'person1@example.com', Metadata: { letter: id } }])
  await mute(db, id)
  t.equal((await listMutes(db, 'person7@example.com')).mutes.length, 1)
  t.equal(await unmute(db, 'person7@example.com', 'person7@example.com'), true)
  await forgetLetters(db, 10)
  t.equal(ran.size, 10)

  await checkPlans(t, db, ran, growing)
})

t.test('claiming stays fast when it was planned while there were few letters', onServer, async t => {
  const { ran, watch } = remembering()
  const { db } = await openTestDatabase(t, watch)
  await claimLetters(db, randomUUID(), 500, null)
  const { text = '' } = ran.get('claim-letters') ?? {}
  await db.transaction().execute(async connection => {
    await sql`set local plan_cache_mode = force_generic_plan`.execute(connection)
    await sql`prepare claimed as ${sql.raw(text)}`.execute(connection)
    const values = sql.join([null, 500, randomUUID()].map(value => sql.lit(value)))
    const claim = (how = '') =>
      sql<{ 'QUERY PLAN': [{ Plan: Node }] }>`${sql.raw(how)} execute claimed(${values})`.execute(connection)
    await claim()
    await sql`
      insert into letters (kind, recipient, sender, content)
      select 'left', n || '@example.com', n || '@example.org', '{"sensors": []}' from generate_series(1, 2000) as n`.execute(
      connection,
    )
    const { rows } = await claim('explain (analyze, format json)')
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    t.ok(plan && lookedAtInVain(plan) < 2000, `${plan && lookedAtInVain(plan)} rows were looked at in vain`)
    await sql`deallocate claimed`.execute(connection)
  })
})
