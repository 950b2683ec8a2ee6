/** Tests signing out everywhere, the emails about new sign-ins and keys, and the events of an account. */
import { sql } from 'kysely'
import t from 'tap'
import { createAccessKey } from '../../../src/auth/access-keys.ts'
import { stillOperates } from '../../../src/auth/operators.ts'
import { signOutEverywhere } from '../../../src/auth/sessions/sign-out.ts'
import { signIn } from '../../../src/auth/sign-in/sign-in.ts'
import { backgroundDone } from '../../../src/db/background.ts'
import { makeForwardToken } from '../../../src/gateways/forward-tokens.ts'
import { deriveKeys, unseal } from '../../../src/keys.ts'
import { listAccountEvents } from '../../../src/people/account-events.ts'
import { buildTestApp } from '../../support/app.ts'
import { type House, openAgain, openHouse, type Person, sign } from '../../support/house.ts'
import { follow, listen } from '../../support/stream.ts'

const home = '192.0.2.0/24'
const firefox = 'Firefox on Windows'

/** Asks for a code and reads it in its letter. */
async function codeOf({ db, secret, inject }: House, email: string, network = '127.0.0.0/24'): Promise<string> {
  await sql`delete from throttles where key not like 'alerts of %'`.execute(db)
  await sql`delete from sign_in_codes`.execute(db)
  const remoteAddress = network.replace('0/24', '1')
  const answer = await inject({ method: 'POST', url: '/register', payload: { email }, remoteAddress })
  if (answer.statusCode !== 200) throw new Error(answer.payload)
  const { content } = await db
    .selectFrom('letters')
    .select('content')
    .where('kind', '=', 'code')
    .where('recipient', '=', email)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return unseal(deriveKeys(secret).codes.sealing, Object(content).code)
}

async function signedIn(house: House, email: string, network = home, device = firefox) {
  const code = await codeOf(house, email, network)
  const { session } = await signIn(house.db, deriveKeys(house.secret).codes, { code, email }, network, device)
  return { session, token: sign(house.secret, { email, sid: session }) }
}

const status = async ({ inject }: House, token: string) =>
  (await inject({ url: '/user', headers: { authorization: `Bearer ${token}` } })).statusCode

const signOut = async ({ inject }: House, token: string) =>
  (await inject({ method: 'DELETE', url: '/sessions', headers: { authorization: `Bearer ${token}` } })).statusCode

async function eventsOf({ inject }: House, { token }: { token: string }, query = '') {
  const answer = await inject({ url: `/account-events${query}`, headers: { authorization: `Bearer ${token}` } })
  return answer.json().data
}

const alertsOf = async ({ db }: House, email: string) =>
  (
    await db
      .selectFrom('letters')
      .select(['kind', 'content'])
      .where('recipient', '=', email)
      .where('kind', 'in', ['newSignIn', 'newKey'])
      .orderBy('id')
      .execute()
  ).map(({ kind, content }) => ({ kind, ...Object(content) }))

t.test('sessions, keys and earlier tokens end; what comes after works', async t => {
  const house = await openHouse(t)
  const { db, post, secret } = house
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const [one, two] = [await signedIn(house, anna.email), await signedIn(house, anna.email)]
  t.equal((await post('/access-keys', { name: 'program' }, one.token)).status, 200)
  t.equal((await post('/access-keys', { name: 'his' }, bert.token)).status, 200)
  t.equal(await status(house, anna.token), 200)

  t.equal(await signOut(house, one.token), 200)
  for (const { token } of [one, two]) t.equal(await status(house, token), 401)
  const { tokens_from: from } = await db
    .selectFrom('people')
    .select('tokens_from')
    .where('id', '=', anna.id)
    .executeTakeFirstOrThrow()
  const issued = (iat: number) => sign(secret, { email: anna.email, iat })
  t.equal(await status(house, issued(Number(from) - 1)), 401, 'of the same second')
  t.equal(await status(house, anna.token), 401)
  t.strictSame(await db.selectFrom('access_keys').select('person_id').execute(), [{ person_id: bert.id }])
  t.equal(await status(house, bert.token), 200, 'others go on')

  t.equal(await status(house, (await signedIn(house, anna.email)).token), 200, 'signing in right after')
  await sql`update people set tokens_from = tokens_from - 100 where id = ${anna.id}`.execute(db)
  t.equal(await status(house, issued(Number(from) - 100)), 200, 'issued in the first second that counts')
  t.equal(await status(house, issued(Number(from) - 101)), 401)
})

t.test('addresses for phones end, and nobody who was signed out makes another', async t => {
  const { db, ...house } = await openHouse(t)
  const anna = await house.person('anna')
  const { id: session } = await db
    .insertInto('sessions')
    .values({ person_id: anna.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  const caller = { id: anna.id, email: anna.email, session }
  const policy = { operators: [anna.email] }
  const tell = async () => {}
  const make = () =>
    makeForwardToken(db, caller, 'Phone', { mayStill: trx => stillOperates(trx, policy, caller), tell })
  await make()
  t.match(await signOutEverywhere(db, caller), { sessions: 1, phones: 1 })
  t.strictSame(await db.selectFrom('forward_tokens').select('id').execute(), [])
  await t.rejects(make(), { name: 'badToken' })
  await t.rejects(
    makeForwardToken(db, anna, 'Phone', { mayStill: trx => stillOperates(trx, { operators: [] }, anna), tell }),
    { name: 'badToken' },
    'nor somebody who is no operator any more',
  )
  const { events } = await listAccountEvents(db, anna, { before: undefined, limit: 1 })
  t.match(events[0]?.words, /1 session, 0 access keys, 0 passkeys and 1 phone that forwards ended/)
})

t.test('a key cannot sign out its owner', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  await t.rejects(signOutEverywhere(house.db, { ...anna, accessKey: 'A'.repeat(20) }), { name: 'needsSignIn' })
  t.equal(await status(house, anna.token), 200)
})

t.test('at once with keys being made and people signing in, nothing of before outlives it', async t => {
  const house = await openHouse(t)
  const { db } = house
  const anna = await house.person('anna')
  const { sealing } = deriveKeys(house.secret).codes
  for (let round = 0; round < 8; round++) {
    const { session } = await signedIn(house, anna.email)
    const caller = { id: anna.id, email: anna.email, session }
    const code = await codeOf(house, anna.email)
    const make = () => createAccessKey(db, sealing, caller, { name: 'program' }).catch(() => null)
    const [, , , , entered] = await Promise.all([
      make(),
      make(),
      signOutEverywhere(db, caller),
      make(),
      signIn(db, deriveKeys(house.secret).codes, { code, email: anna.email }, '127.0.0.0/24', firefox),
    ])
    t.strictSame(await db.selectFrom('access_keys').select('id').execute(), [])
    const { events } = await eventsOf(house, await signedIn(house, anna.email))
    const order = events.map((event: { action: string }) => event.action)
    const isLater = order.lastIndexOf('signedIn', order.indexOf('signedOutEverywhere')) > 0
    const left = await db.selectFrom('sessions').select('id').where('id', '=', entered.session).execute()
    t.equal(left.length, isLater ? 1 : 0)
    await signOutEverywhere(db, anna)
  }
})

t.test('an open stream ends, in another process too', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const other = house.url
    ? await buildTestApp({ db: await openAgain(t, house.url), secret: house.secret })
    : await buildTestApp({ db: house.db, secret: house.secret })
  t.teardown(() => other.close())
  const address = await listen(other)
  const [mine, stays] = [await signedIn(house, anna.email), await house.person('bert')]
  const streams = await Promise.all([mine.token, anna.token, stays.token].map(token => follow(t, address, token)))
  t.equal(await signOut(house, mine.token), 200)
  await Promise.all(streams.slice(0, 2).map(stream => stream.ends()))
  t.equal(streams[2]?.isOver, false)
})

t.test('an email tells of a new network or device, but not of the first sign-in', async t => {
  const house = await openHouse(t)
  const email = 'anna@example.com'
  await signedIn(house, email)
  await signedIn(house, email)
  t.strictSame(await alertsOf(house, email), [])
  await signedIn(house, email, '198.51.100.0/24')
  t.match(await alertsOf(house, email), [{ kind: 'newSignIn', network: '198.51.100.0/24', device: firefox }])
  await signedIn(house, email, home, 'Safari on iOS')
  await signedIn(house, email, home, 'Safari on iOS')
  t.match((await alertsOf(house, email)).slice(1), [{ kind: 'newSignIn', network: home, device: 'Safari on iOS' }])
  t.equal((await alertsOf(house, email)).length, 2)
})

t.test('an email tells of a new key; ten a day at most', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const make = () => house.post('/access-keys', { name: 'program' }, anna.token)
  t.strictSame(
    (await Promise.all(Array.from({ length: 12 }, make))).filter(({ status }) => status !== 200),
    [],
  )
  const alerts = await alertsOf(house, anna.email)
  t.equal(alerts.length, 10)
  t.match(alerts[0], { kind: 'newKey', name: 'program', person: anna.id })
  await sql`update throttles set ends_at = now() where key = ${`alerts of ${anna.id}`}`.execute(house.db)
  await make()
  t.equal((await alertsOf(house, anna.email)).length, 11, 'the next day')
})

t.test('what happened to the account, in pages; wrong codes of a day are one event', async t => {
  const house = await openHouse(t)
  const anna: Person = await house.person('anna')
  const bert = await house.person('bert')
  const code = await codeOf(house, anna.email)
  const wrong = code === 'AAAA' ? 'BBBB' : 'AAAA'
  for (let i = 0; i < 2; i++) {
    t.equal((await house.inject({ url: '/verify', query: { token: wrong, email: anna.email } })).statusCode, 403)
    await backgroundDone(house.db)
  }
  const { token } = await signedIn(house, anna.email)
  const { data } = await house.post('/access-keys', { name: 'program' }, token)
  const headers = { authorization: `Bearer ${token}` }
  await house.inject({ method: 'DELETE', url: `/access-keys/${Object(data).id}`, headers })
  const all = await eventsOf(house, { token })
  t.match(all, {
    events: [
      { action: 'keyRevoked', words: 'An access key was revoked: program' },
      { action: 'keyMade', words: 'An access key was made: program' },
      { action: 'signedIn', network: home, device: firefox },
      { action: 'codesFailed', data: { count: 2 } },
    ],
    next: null,
  })
  t.equal(all.events.length, 4)
  const first = await eventsOf(house, { token }, '?limit=3')
  t.strictSame(first.events, all.events.slice(0, 3))
  t.strictSame((await eventsOf(house, { token }, `?limit=3&before=${first.next}`)).events, all.events.slice(3))
  t.strictSame(await eventsOf(house, bert), { events: [], next: null }, 'only of oneself')
  t.equal((await house.inject({ url: '/account-events' })).statusCode, 401)
})
