import { sql } from 'kysely'
import t from 'tap'
import { noteUse } from '../../../src/auth/sessions/session-use.ts'
import { backgroundDone } from '../../../src/db/background.ts'
import { forgetAccountEvents, forgetSessions } from '../../../src/jobs/forget-old.ts'
import { buildTestApp } from '../../support/app.ts'
import { type House, openAgain, openHouse, type Person, sign } from '../../support/house.ts'

async function signedIn({ db, secret }: House, person: Person) {
  const { id } = await db
    .insertInto('sessions')
    .values({ person_id: person.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, headers: { authorization: sign(secret, { email: person.email, sid: id }) } }
}

t.test('sessions', async t => {
  const house = await openHouse(t)
  const { inject, db } = house
  const anna = await house.person('anna')
  const bert = await house.person('bert')

  t.test('200 the list, the latest first, and which one asks', async t => {
    const old = await signedIn(house, anna)
    await sql`update sessions set created_at = now() - interval '1 day' where id = ${old.id}`.execute(db)
    const current = await signedIn(house, anna)
    await signedIn(house, bert)
    const answer = await inject({ url: '/sessions', headers: current.headers })
    t.match(answer.json().data.sessions, [
      { id: current.id, current: true, device: 'Unknown device', createdAt: Number, lastAccessed: Number },
      { id: old.id, current: false },
    ])
    t.equal(answer.json().data.sessions.length, 2)
  })

  t.test('200 with a token that names no session: none is the current one', async t => {
    const answer = await inject({ url: '/sessions', headers: { authorization: anna.token } })
    t.strictSame(new Set(answer.json().data.sessions.map((one: { current: boolean }) => one.current)), new Set([false]))
  })

  t.test('200 ending one: its token is refused from then on, on every process', async t => {
    const apps = [house.app]
    if (house.url) {
      apps.push(await buildTestApp({ db: await openAgain(t, house.url), secret: house.secret }))
    }
    const [ends, stays] = [await signedIn(house, anna), await signedIn(house, anna)]
    for (const app of apps) t.equal((await app.inject({ url: '/user', headers: ends.headers })).statusCode, 200)
    t.equal((await inject({ method: 'DELETE', url: `/sessions/${ends.id}`, headers: stays.headers })).statusCode, 200)
    for (const app of apps) {
      t.equal((await app.inject({ url: '/user', headers: ends.headers })).statusCode, 401)
      t.equal((await app.inject({ url: '/user', headers: stays.headers })).statusCode, 200)
    }
  })

  t.test('401 sharing with a session that has just ended; nothing is shared', async t => {
    const session = await signedIn(house, anna)
    const sauna = await house.sensor(anna)
    await db.deleteFrom('sessions').where('id', '=', session.id).execute()
    const answer = await inject({
      method: 'POST',
      url: '/share',
      headers: session.headers,
      payload: { sensor: sauna, user: bert.email },
    })
    t.equal(answer.statusCode, 401)
    t.strictSame(await db.selectFrom('shares').selectAll().execute(), [])
  })

  t.test('404 a session of somebody else, or none: the same answer', async t => {
    const others = await signedIn(house, bert)
    const end = (id: string) =>
      inject({ method: 'DELETE', url: `/sessions/${id}`, headers: { authorization: anna.token } })
    const answer = await end(others.id)
    t.equal(answer.statusCode, 404)
    t.match(answer.json(), { result: 'error', sub_code: 'ER_NOT_FOUND' })
    t.equal((await end(crypto.randomUUID())).payload, answer.payload)
    t.equal((await inject({ url: '/user', headers: others.headers })).statusCode, 200, 'and it goes on')
  })

  t.test('400 what is no id', async t => {
    const answer = await house.app.inject({
      method: 'DELETE',
      url: '/sessions/1',
      headers: { authorization: anna.token },
    })
    t.equal(answer.statusCode, 400)
    t.match(answer.json(), { code: 'ER_INVALID_FORMAT' })
  })

  t.test("200 ending all, the own one too; nobody else's", async t => {
    const [one, two, others] = [await signedIn(house, anna), await signedIn(house, anna), await signedIn(house, bert)]
    t.equal((await inject({ method: 'DELETE', url: '/sessions', headers: one.headers })).statusCode, 200)
    for (const { headers } of [one, two]) t.equal((await inject({ url: '/user', headers })).statusCode, 401)
    t.equal((await inject({ url: '/user', headers: others.headers })).statusCode, 200)
  })

  t.test('the last use is written at most once an hour, with the network', async t => {
    const session = await signedIn(house, anna)
    const read = () =>
      db.selectFrom('sessions').select(['last_accessed_at', 'network']).where('id', '=', session.id).executeTakeFirst()
    const before = await read()
    const use = async () => {
      await inject({ url: '/user', headers: session.headers })
      await backgroundDone(db)
    }
    await sql`update sessions set last_accessed_at = now() - interval '59 minutes' where id = ${session.id}`.execute(db)
    const early = await read()
    await use()
    t.strictSame(await read(), early, 'not within the hour')
    await sql`update sessions set last_accessed_at = now() - interval '61 minutes' where id = ${session.id}`.execute(db)
    await Promise.all(Array.from({ length: 20 }, use))
    const after = await read()
    t.ok(after && before && after.last_accessed_at >= before.last_accessed_at)
    t.equal(after?.network, '127.0.0.0/24')
    await use()
    t.strictSame(await read(), after)
  })

  t.test('401 after 90 days without use; then its row is deleted', async t => {
    const session = await signedIn(house, anna)
    const unusedFor = (age: string) =>
      sql`update sessions set last_accessed_at = now() - ${age}::interval where id = ${session.id}`.execute(db)
    await unusedFor('89 days 23 hours')
    t.equal((await inject({ url: '/user', headers: session.headers })).statusCode, 200)
    await backgroundDone(db)
    await unusedFor('90 days 1 second')
    t.equal((await inject({ url: '/user', headers: session.headers })).statusCode, 401)
    await forgetSessions(db)
    t.strictSame(await db.selectFrom('sessions').select('id').where('id', '=', session.id).execute(), [])
  })

  for (const [method, url] of [
    ['GET', '/user'],
    ['GET', '/sessions'],
    ['DELETE', '/sessions'],
    ['DELETE', `/sessions/${crypto.randomUUID()}`],
  ] as const) {
    t.test(`401 ${method} ${url} without a token`, async t => {
      t.equal((await house.app.inject({ method, url })).statusCode, 401)
    })
  }
})

t.test('the 20 networks where a session was used last are known', async t => {
  const { db, ...house } = await openHouse(t)
  const anna = await house.person('anna')
  const { id: session } = await db
    .insertInto('sessions')
    .values({ person_id: anna.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (let index = 0; index < 23; index++) {
    await sql`update sessions set last_accessed_at = now() - interval '2 hours'`.execute(db)
    await noteUse(db, { session, network: `10.0.${index}.0/24` })
  }
  const known = await db.selectFrom('known_networks').select('network').orderBy('signed_in_at').execute()
  t.strictSame(
    known.map(({ network }) => network),
    Array.from({ length: 20 }, (_, index) => `10.0.${index + 3}.0/24`),
  )
})

t.test('events of an account are deleted after a year', async t => {
  const { db, ...house } = await openHouse(t)
  const anna = await house.person('anna')
  for (const age of ['364 days', '367 days'])
    await sql`
      insert into account_events (person_id, at, action)
      values (${anna.id}, now() - ${age}::interval, 'signedIn')`.execute(db)
  t.strictSame(await forgetAccountEvents(db), { done: 1, more: true })
  t.equal((await db.selectFrom('account_events').select('id').execute()).length, 1)
})
