import { sql } from 'kysely'
import t from 'tap'
import { identify } from '../../src/auth/identify.ts'
import { readOrder } from '../../src/commands/orders.ts'
import type { Database } from '../../src/db/open.ts'
import { explain } from '../../src/explain.ts'
import { deriveKeys, type Secrets, seal } from '../../src/keys.ts'
import { listAccountEvents } from '../../src/people/account-events.ts'
import { hashPlanCode } from '../../src/plans/plan-code.ts'
import { openTestDatabase } from '../support/house.ts'

const jwtSecret = 'a secret of 32 characters or more'

/** Gives orders to a database, and returns what the program would print and how it would end. */
function orders(db: Database, secrets: Secrets = [jwtSecret]) {
  return async (...words: string[]) => {
    try {
      const text = await readOrder(words)?.(db, { secrets, sessionDays: 365 })
      return { code: 0, out: `${text}\n`, err: '' }
    } catch (error) {
      return { code: 1, out: '', err: `${explain(error)}\n` }
    }
  }
}

t.test('plans and codes', async t => {
  const { db } = await openTestDatabase(t)
  const operator = orders(db)

  await t.test('plan: set for some days, for somebody whom nobody knew', async t => {
    const { code, out, err } = await operator('plan', 'Anna@Example.com', 'Pro', '--days', '365')
    t.match({ code, err }, { code: 0, err: '' })
    t.match(out, /^anna@example\.com has Pro until \d{4}-\d\d-\d\dT.*Z\.\n$/)
    const anna = await db.selectFrom('people').selectAll().executeTakeFirstOrThrow()
    t.match(anna, { email: 'anna@example.com', plan: 'Pro', joined_at: null })
    t.match(out, anna.plan_ends_at?.toISOString())
    t.equal(Number(anna.plan_ends_at) - Number(anna.plan_started_at), 365 * 86_400_000)
  })

  await t.test('plan: set without an end', async t => {
    t.match(await operator('plan', 'anna@example.com', 'Business'), {
      code: 0,
      out: 'anna@example.com has Business without an end.\n',
      err: '',
    })
    const anna = await db.selectFrom('people').selectAll().executeTakeFirstOrThrow()
    t.match(anna, { plan: 'Business', plan_ends_at: null })
  })

  await t.test('code: one is made and registered, and nothing else is printed', async t => {
    const { code, out, err } = await operator('code', 'Pro', '--days', '30')
    t.match({ code, err }, { code: 0, err: '' })
    t.match(out, /^[A-Z2-9]{4}-[A-Z2-9]{4}\n$/)
    const row = await db.selectFrom('plan_codes').selectAll().executeTakeFirstOrThrow()
    t.match(row, { plan: 'Pro', days: 30, used_at: null })
    t.equal(Buffer.from(row.hash).toString('hex'), hashPlanCode(deriveKeys(jwtSecret).planCodes, out).hashes[0])
  })

  await t.test('code: one of the own, and the same again', async t => {
    const own = 'Summer-2027-Sauna-Club-7Q'
    t.match(await operator('code', 'Pro', '--code', own), { code: 0, out: `${own}\n`, err: '' })
    t.match(await operator('code', 'Pro', '--code', own), {
      code: 1,
      out: '',
      err: /^This code is registered already\. .*\n$/,
    })
  })

  await t.test('lift: an address gets emails again, and a second time there is nothing to lift', async t => {
    const row = { email: 'gary@example.com', reason: 'bounced', at: new Date('2026-03-02T10:00:00Z') }
    await db.insertInto('suppressed_addresses').values(row).execute()
    const { code, out, err } = await operator('lift', 'Gary@Example.com')
    t.match({ code, err }, { code: 0, err: '' })
    t.match(out, 'gary@example.com gets emails again. They had stopped at 2026-03-02T10:00:00.000Z (bounced).\n')
    const lifted = await db.selectFrom('suppressed_addresses').selectAll().executeTakeFirstOrThrow()
    t.match(lifted, { is_lifted: true, reason: 'bounced' })
    t.ok(lifted.at > row.at, 'older reports that arrive late do not count')
    t.match(await operator('lift', 'gary@example.com'), {
      code: 0,
      out: 'Emails to gary@example.com were not stopped, so there is nothing to lift.\n',
      err: '',
    })
    t.match(await operator('lift', 'gary'), { code: 1, out: '', err: /^Name an email address: / })
  })

  await t.test('sign-out: sessions, keys and tokens of one person end, and the person can read of it', async t => {
    const person = (email: string) =>
      db.insertInto('people').values({ email, joined_at: new Date() }).returning('id').executeTakeFirstOrThrow()
    const [gus, eve] = [await person('gus@example.com'), await person('eve@example.com')]
    for (const { id: person_id } of [gus, eve]) {
      await db.insertInto('sessions').values({ person_id }).execute()
      const key = { id: `KEY${person_id}`, person_id, name: '', sealed_secret: '' }
      await db.insertInto('access_keys').values(key).execute()
    }
    t.match(await operator('sign-out', 'Gus@Example.com'), {
      code: 0,
      out: [
        'gus@example.com is signed out everywhere, and tokens issued before no longer work.',
        'Ended: sessions 1, access keys 1, passkeys 0, addresses for phones 0.\n',
      ].join('\n'),
      err: '',
    })
    t.strictSame(await db.selectFrom('sessions').select('person_id').execute(), [{ person_id: eve.id }])
    t.strictSame(await db.selectFrom('access_keys').select('person_id').execute(), [{ person_id: eve.id }])
    const { addresses } = deriveKeys(jwtSecret)
    const claims = { email: 'gus@example.com', iat: Math.floor(Date.now() / 1000) - 60 }
    t.equal(await identify(db, claims, undefined, { addresses }), null, 'a token from before')
    const { events } = await listAccountEvents(
      db,
      { ...gus, email: 'gus@example.com' },
      { before: undefined, limit: 5 },
    )
    t.match(events, [
      {
        action: 'signedOutEverywhere',
        words: 'The operator of the service signed you out everywhere: 1 session, 1 access key and 0 passkeys ended.',
      },
    ])
    t.match(await operator('sign-out', 'nobody@example.com'), {
      code: 0,
      out: 'Nobody has the address nobody@example.com, so there is nothing to end.\n',
    })
    t.match(await operator('sign-out', 'gus'), { code: 1, out: '', err: /^Name an email address: / })
  })

  await t.test('no such plan: told which ones there are', async t => {
    t.match(await operator('plan', 'anna@example.com', 'Gold'), {
      code: 1,
      out: '',
      err: 'There is no such plan. Write one of these exactly as it is: Basic, Business, Pro.\n',
    })
  })
})

t.test('rotate', async t => {
  const [next, old] = ['a new secret of 32 characters or more', jwtSecret]
  const keys = deriveKeys(next, old)
  const { db } = await openTestDatabase(t)
  const operator = orders(db, [next, old])

  await t.test('a single secret: nothing to tell', async t => {
    const { code, out, err } = await orders(db, [old])('rotate')
    t.match({ code, err }, { code: 0, err: '' })
    t.equal(out, 'JWT_SECRET is a single secret. To replace it, see "Replacing a secret" in docs/operations.md.\n')
  })

  await t.test('a process may still sign with the old one', async t => {
    const { rows } = await sql<{ id: number }>`
        insert into people (email, joined_at) values ('anna@example.com', now()) returning id`.execute(db)
    const person_id = Number(rows[0]?.id)
    const sealed = (secret: string) => seal(deriveKeys(secret).accessKeys, 'x')
    await db
      .insertInto('access_keys')
      .values(
        [old, old, next, 'a secret that nobody has any more'].map((secret, index) => ({
          id: `KEY${index}`,
          person_id,
          name: '',
          sealed_secret: sealed(secret),
        })),
      )
      .execute()
    await sql`
        insert into gateways (id, last_seen_at, sealed_secret)
        values ('AA:00:00:00:00:01', now(), ${seal(deriveKeys(old).gatewaySecrets, 'x')})`.execute(db)
    await sql`insert into signing_secrets (id) values (${keys.ids[1]})`.execute(db)
    const { code, out, err } = await operator('rotate')
    t.match({ code, err }, { code: 0, err: '' })
    t.match(
      out,
      /^JWT_SECRET has 2 secrets\. Secret 1 signs\.\n\nSecret 2: a process may still sign with it \(last at 20.*Z\)\.\n/,
    )
    t.match(out, /\n {8}2 {2}access keys \(sealed anew .*\n {8}1 {2}gateways .*\n {8}0 {2}sessions\n/)
    t.match(out, /Secret 2 may not be removed yet\. Wait until no process has signed with it for 15 minutes\./)
    t.match(out, /No secret opens 1 of the access keys/)
    for (const secret of [next, old]) t.notMatch(out, secret)
  })

  await t.test('what began while the old one signed, and what has been taken over since', async t => {
    await sql`update signing_secrets set last_at = now() - interval '1 hour'`.execute(db)
    await sql`
        insert into sessions (person_id, created_at, token_secret)
        select id, now() - days * interval '1 day', secret
        from people
        cross join (values (1, null), (2, null), (3, ${keys.ids[0]}), (4, ${keys.ids[1]}), (0, null), (400, null)) as session (days, secret)`.execute(
      db,
    )
    await sql`
        insert into sensor_secrets (sensor_id, hash, registered_at)
        values ('A', '', now() - interval '1 day'), ('B', '', now())`.execute(db)
    await sql`
        insert into plan_codes (hash, is_keyed, plan, created_at, used_at)
        values
          ('1', true, 'Pro', now() - interval '1 day', null), ('2', true, 'Pro', now(), null),
          ('3', true, 'Pro', now() - interval '1 day', now()), ('4', false, 'Pro', now() - interval '1 day', null)`.execute(
      db,
    )
    await sql`
        insert into sign_in_codes (hash, email, network, created_at, expires_at)
        values ('a', 'a@example.com', '', now() - interval '1 hour', now() + interval '1 minute'), ('b', 'b@example.com', '', now(), now() + interval '1 minute')`.execute(
      db,
    )
    await sql`
        insert into letters (kind, recipient, content, state, created_at)
        select kind, 'a@example.com', '{}', state, now() - days * interval '1 day'
        from (values
          ('invitation', 'sent', 20), ('invitation', 'suppressed', 20), ('invitation', 'sent', 40), ('invitation', 'sent', 0),
          ('deletion', 'sent', 1), ('deletion', 'sent', 3), ('unshared', 'sent', 1)
        ) as letter (kind, state, days)`.execute(db)
    const { out } = await operator('rotate')
    t.match(out, /Secret 2: no process signs with it \(last at /)
    t.match(
      out,
      / 3 {2}sessions .*\n +1 {2}secrets of sensors .*\n +1 {2}codes for plans .*\n +1 {2}sign-in codes .*\n +2 {2}links /,
    )
    t.match(
      out,
      'Without it these stop working: access keys, gateways, sessions, secrets of sensors, codes for plans, sign-in codes, links.',
    )
  })

  await t.test('nothing needs it: it may be removed', async t => {
    for (const table of [
      'sessions',
      'access_keys',
      'gateways',
      'sensor_secrets',
      'plan_codes',
      'sign_in_codes',
      'letters',
    ])
      await sql`delete from ${sql.table(table)}`.execute(db)
    const { out } = await operator('rotate')
    t.match(out, /\nSecret 2 may be removed from JWT_SECRET\.\n$/)
    const three = await orders(db, [next, old, 'z'.repeat(32)])('rotate')
    t.match(three.out, /Secret 2: .*Secret 3: /s, 'each of them is told')
  })
})

t.test('what is wrong is said in a sentence', async t => {
  const { db } = await openTestDatabase(t)
  const operator = orders(db)
  const see = 'See: npm run operator -- --help\n'
  const namePlan = 'Name an email address and a plan: npm run operator -- plan someone@example.com Pro --days 365\n'
  for (const [words, sentence] of [
    [['plan', 'anna', 'Pro'], namePlan],
    [['plan', 'anna@example.com', 'Pro', '365'], namePlan],
    [['code', 'Pro', '--days', '1e3'], '--days is a number of days, 1 to 3650.\n'],
    [['code'], 'Name a plan: npm run operator -- code Pro --days 30\n'],
    [['code', 'Pro', '--code', 'short'], '--code is 16 letters and digits or more, with or without dashes.\n'],
    [['rotate', 'now'], 'rotate takes nothing else: npm run operator -- rotate\n'],
    [['rotate', '--days', '3'], 'rotate takes nothing else: npm run operator -- rotate\n'],
    [['give'], `There is no command give. ${see}`],
    [['code', 'Pro', '--day', '1'], `Unknown option '--day'. ${see}`],
  ] as const) {
    t.match(await operator(...words), { code: 1, out: '', err: sentence }, words.join(' '))
  }
})
