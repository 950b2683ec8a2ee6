import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { identify } from '../../src/auth/identify.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { openHouse, prepare } from '../support/house.ts'
import { readSnapshot } from '../support/snapshot.ts'

const house = await openHouse(t)
const { db, person } = house

/** What the plan Basic allows. */
const perMinute = 209

const known = (email: string) => db.selectFrom('people').selectAll().where('email', '=', email).executeTakeFirst()
const everybody = () => db.selectFrom('people').selectAll().orderBy('id').execute()

async function session(of: { id: number }): Promise<string> {
  const { id } = await db.insertInto('sessions').values({ person_id: of.id }).returning('id').executeTakeFirstOrThrow()
  return id
}

t.test('somebody unknown is made known, and joined', async t => {
  const caller = await identify(db, { email: 'unknown@example.com' })
  const row = await known('unknown@example.com')
  t.strictSame(caller, { id: row?.id, email: 'unknown@example.com', perMinute })
  t.type(caller?.id, 'number')
  t.ok(row?.joined_at instanceof Date)
  t.match(row, { plan: 'Basic', share_count: 0 })
})

t.test('one person whatever the case of the address', async t => {
  const small = await identify(db, { email: 'case@example.com' })
  t.strictSame(await identify(db, { email: 'CASE@Example.COM' }), small)
})

t.test('somebody invited joins at first use; joined_at never changes afterwards', async t => {
  const { id, email } = await person('invited', { joined: false })
  t.equal((await known(email))?.joined_at, null)
  t.strictSame(await identify(db, { email }), { id, email, perMinute })
  const row = await known(email)
  t.ok(row?.joined_at instanceof Date)
  t.strictSame(await identify(db, { email }), { id, email, perMinute })
  t.strictSame(await Promise.all([1, 2, 3].map(() => identify(db, { email }))), Array(3).fill({ id, email, perMinute }))
  t.strictSame(await known(email), row)
})

t.test('a live session names its person', async t => {
  const olivia = await person('olivia')
  const sid = await session(olivia)
  const caller = { id: olivia.id, email: olivia.email, perMinute }
  t.strictSame(await identify(db, { email: olivia.email, sid }), { ...caller, session: sid })
  t.strictSame(await identify(db, { email: 'OLIVIA@example.com', sid: sid.toUpperCase() }), { ...caller, session: sid })
})

t.test("a session that ended, never was, or is somebody else's names nobody, and nobody is made known", async t => {
  const gary = await person('gary')
  const nina = await person('nina')
  const sid = await session(gary)
  const before = await everybody()
  t.equal(await identify(db, { email: nina.email, sid }), null, "somebody else's")
  t.equal(await identify(db, { email: 'stranger@example.com', sid }), null, "somebody else's, of somebody unknown")
  t.equal(await identify(db, { email: gary.email, sid: randomUUID() }), null, 'never was')
  await db.deleteFrom('sessions').where('id', '=', sid).execute()
  t.equal(await identify(db, { email: gary.email, sid }), null, 'ended')
  t.strictSame(await everybody(), before)
})

t.test('a session does not make anybody join', async t => {
  const waiting = await person('waiting', { joined: false })
  const sid = await session(waiting)
  t.strictSame(await identify(db, { email: waiting.email, sid }), {
    id: waiting.id,
    email: waiting.email,
    session: sid,
    perMinute,
  })
  t.equal((await known(waiting.email))?.joined_at, null)
})

t.test('claims that name nobody: null, and no statement is spoilt by them', async t => {
  const email = 'claims@example.com'
  const before = await everybody()
  const claims = [
    ...[undefined, null, true, 7, '', email, [], [email], {}, { sub: email }],
    ...['', 'claims', 'claims@example', 'a\0b@example.com', `${'a'.repeat(300)}@example.com`].map(email => ({ email })),
    ...[null, 7, true, [email], { email }].map(email => ({ email })),
    ...[null, '', 7, true, [], {}, 'sid', `${randomUUID()} `, randomUUID().replaceAll('-', ''), '\0'].map(sid => ({
      email,
      sid,
    })),
    JSON.parse(`{ "__proto__": { "email": "${email}" } }`),
  ]
  const callers = await Promise.all([
    ...claims.map(one => identify(db, one)),
    identify(db, { email: 'olivia@example.com' }),
  ])
  t.match(callers.pop(), { email: 'olivia@example.com' }, 'who came together with them is found')
  t.strictSame(
    callers,
    claims.map(() => null),
  )
  t.strictSame(await everybody(), before)
})

t.test('50 first uses at once: one person, the same for all', async t => {
  const email = 'crowd@example.com'
  const callers = await Promise.all(Array.from({ length: 50 }, () => identify(db, { email })))
  const { id } = (await known(email)) ?? {}
  t.type(id, 'number')
  t.strictSame(callers, Array(50).fill({ id, email, perMinute }))
  t.equal((await everybody()).filter(one => one.email === email).length, 1)
})

t.test('200 at once are found with few statements', async t => {
  let statements = 0
  const db = await openCounted(t, () => statements++)
  const emails = Array.from({ length: 20 }, (_, index) => `person${index}@example.com`)
  await Promise.all(emails.map(email => identify(db, { email })))
  statements = 0
  const callers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => identify(db, { email: emails[index % 20] })),
  )
  t.strictSame(
    callers.map(caller => caller?.email),
    Array.from({ length: 200 }, (_, index) => emails[index % 20]),
    'each gets its own',
  )
  t.ok(statements >= 1 && statements <= 10, `${statements} statements`)
})

async function openCounted(t: Test, log: () => void) {
  const db = await openDatabase(house.url ? { url: house.url, prepare, log } : { snapshot: await readSnapshot(), log })
  t.teardown(() => db.destroy())
  await migrate(db)
  return db
}
