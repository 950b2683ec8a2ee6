/** How many requests a minute are served: to a person by plan, to a network without a token that works. The clock is the test's. */
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import t, { type Test } from 'tap'
import { strangersPerMinute } from '../../src/limits/rate-limit.ts'
import { contract } from '../../src/rest/contract/document.ts'
import { openHouse, sign } from '../support/house.ts'

/** A house with the limits on and a clock that stands still until the test sets it on. */
async function openLimitedHouse(t: Test, options: Parameters<typeof openHouse>[1] = {}) {
  const clock = { ms: 1_000_000 }
  const asked = { statements: 0 }
  const onStatement = () => asked.statements++
  const house = await openHouse(t, { rateLimit: true, now: () => clock.ms, onStatement, ...options })
  // Three requests a minute are enough to test with.
  const tiny = { name: 'Tiny', max_claims: 0, max_shares: 1, max_shares_per_sensor: 1, max_history_days: 30 }
  await house.db.insertInto('plans').values(tiny).execute()

  /** Sends the same request several times at once; returns the statuses in order. */
  async function statuses(count: number, request: InjectOptions): Promise<number[]> {
    const answers = await Promise.all(Array.from({ length: count }, () => house.inject({ ...request })))
    return answers.map(({ statusCode }) => statusCode)
  }

  const askUser = (token: string, more: InjectOptions = {}): InjectOptions => ({
    url: '/user',
    headers: { authorization: token },
    ...more,
  })
  const user = (token: string) => house.inject(askUser(token))

  async function sessionOf({ id, email }: { id: number; email: string }) {
    const row = await house.db
      .insertInto('sessions')
      .values({ person_id: id })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id: row.id, token: sign(house.secret, { email, sid: row.id }) }
  }

  return { ...house, clock, asked, statuses, askUser, user, sessionOf }
}

/** What an answer tells its caller: the limit, what remains of it, and the seconds until it begins anew. */
const standing = ({ headers }: LightMyRequestResponse) =>
  ['limit', 'remaining', 'reset'].map(name => Number(headers[`ratelimit-${name}`]))

/** So many answers of one status, and then so many of another. */
const first = (count: number, status: number, ...more: [number, number] | []): number[] => [
  ...Array(count).fill(status),
  ...(more.length > 0 ? Array(more[0]).fill(more[1]) : []),
]

t.test('a person', async t => {
  t.test('429 the 210th request in a minute on Basic; another person goes on', async t => {
    const { person, statuses, askUser, user, clock } = await openLimitedHouse(t)
    const anna = await person('anna')
    const bert = await person('bert')
    const answer = await user(anna.token)
    t.strictSame(standing(answer), [209, 208, 60])
    t.notOk(answer.headers['retry-after'])
    clock.ms += 10_000
    t.strictSame(await statuses(207, askUser(anna.token)), first(207, 200))
    t.strictSame(standing(await user(anna.token)), [209, 0, 50])

    const refused = await user(anna.token)
    t.equal(refused.statusCode, 429)
    t.strictSame(refused.json(), {
      result: 'error',
      error: 'Too many requests. Try again in 50 seconds.',
      code: 'ER_THROTTLED',
    })
    t.match(refused.headers, {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': /Retry-After.*RateLimit-Limit.*RateLimit-Remaining.*RateLimit-Reset/,
    })
    t.strictSame(standing(refused), [209, 0, 50])
    t.equal(refused.headers['retry-after'], '50')
    t.strictSame(standing(await user(bert.token)), [209, 208, 60])

    clock.ms += 49_999
    const late = await user(anna.token)
    t.strictSame([late.statusCode, late.headers['retry-after']], [429, '1'])
    clock.ms += 1
    t.strictSame(standing(await user(anna.token)), [209, 208, 60], 'a new minute')
  })

  t.test('429 the 274th on Pro; Business has 510', async t => {
    const { person, statuses, askUser, user } = await openLimitedHouse(t)
    const pro = await person('pro', { plan: 'Pro' })
    t.strictSame(await statuses(275, askUser(pro.token)), first(273, 200, 2, 429))
    const business = await person('business', { plan: 'Business' })
    t.strictSame(standing(await user(business.token)), [510, 509, 60])
  })

  t.test('429 however the person calls: the requests count together', async t => {
    const { person, user, share, sensor, sessionOf, app, inject } = await openLimitedHouse(t)
    const anna = await person('anna', { plan: 'Tiny' })
    const session = await sessionOf(anna)
    const sauna = await sensor(anna)
    t.match(await share(anna, sauna, 'guest@example.com'), { status: 200 })
    const bySession = await app.inject({ url: '/user', headers: { authorization: `bearer ${session.token}` } })
    t.equal(bySession.statusCode, 200)
    t.strictSame(standing(bySession), [3, 1, 60])
    t.match(await share(anna, 'nonsense', ''), { status: 400 }, 'a bad request is a request')
    t.match(await share(anna, sauna, 'guest@example.com'), { status: 429 })
    for (const [path, methods] of Object.entries(contract.paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        // Those that ask for a person's token.
        if (security !== undefined) continue
        const url = path.replace('{id}', session.id)
        const headers = { authorization: session.token }
        const request = { method: method.toUpperCase() as 'GET', url, headers, remoteAddress: '192.0.2.7' }
        t.equal((await inject(request)).statusCode, 429, `${method} ${path}`)
      }
    }
    t.equal((await user(sign('x'.repeat(32), { email: anna.email }))).statusCode, 401, 'only a token that works')
  })

  t.test('200 at first use: who was just made known has the limit of Basic', async t => {
    const { user, secret } = await openLimitedHouse(t)
    const answer = await user(sign(secret, { email: 'unheard-of@example.com' }))
    t.equal(answer.statusCode, 200)
    t.strictSame(standing(answer), [209, 208, 60])
  })

  t.test('a new plan counts from the next request on', async t => {
    const { person, user, db } = await openLimitedHouse(t)
    const anna = await person('anna', { plan: 'Tiny' })
    t.strictSame(standing(await user(anna.token)), [3, 2, 60])
    await db.updateTable('people').set({ plan: 'Basic' }).where('id', '=', anna.id).execute()
    t.strictSame(standing(await user(anna.token)), [209, 207, 60])
  })

  t.test('429 does not ask the database', async t => {
    const { person, statuses, askUser, asked } = await openLimitedHouse(t)
    const anna = await person('anna', { plan: 'Tiny' })
    await statuses(3, askUser(anna.token))
    asked.statements = 0
    t.strictSame(await statuses(20, askUser(anna.token)), first(20, 429))
    t.equal(asked.statements, 0)
  })
})

t.test('nobody else can use up what a person has', async t => {
  const { person, statuses, askUser, user, sessionOf, db, secret } = await openLimitedHouse(t)
  const anna = await person('anna')
  const ended = await sessionOf(anna)
  await db.deleteFrom('sessions').where('id', '=', ended.id).execute()
  const bert = await person('bert')
  const others = await sessionOf(bert)
  for (const token of [
    sign('x'.repeat(32), { email: anna.email }),
    ended.token,
    sign('x'.repeat(32), { email: anna.email, sid: others.id }),
  ]) {
    for (const network of ['10.0.1.1', '10.0.2.1', '10.0.3.1', '10.0.4.1']) {
      await statuses(60, askUser(token, { remoteAddress: network }))
    }
  }
  const answer = await user(anna.token)
  t.equal(answer.statusCode, 200)
  t.strictSame(standing(answer), [209, 208, 60])

  t.equal((await user(sign(secret, { email: anna.email, sid: others.id }))).statusCode, 401)
  t.equal((await user(others.token)).statusCode, 200, 'a session works beside a token that names it for somebody else')
})

t.test('a network', async t => {
  t.equal(strangersPerMinute, 60)

  t.test('429 the 61st request without a token; another network goes on, and so does a person', async t => {
    const { statuses, inject, person, user, askUser, clock } = await openLimitedHouse(t)
    const anna = await person('anna')
    const request: InjectOptions = { method: 'POST', url: '/share', remoteAddress: '192.0.2.7' }
    const answer = await inject(request)
    t.equal(answer.statusCode, 401)
    t.strictSame(standing(answer), [60, 59, 60])
    t.strictSame(await statuses(60, request), first(59, 401, 1, 429))
    const refused = await inject({ ...request, remoteAddress: '192.0.2.200' })
    t.match(refused.json(), { result: 'error', code: 'ER_THROTTLED' })
    t.match(refused.headers, { 'retry-after': '60', 'access-control-allow-origin': '*' })
    t.strictSame(standing(refused), [60, 0, 60])
    t.equal((await inject({ ...request, remoteAddress: '192.0.3.7' })).statusCode, 401)
    const persons = await inject(askUser(anna.token, { remoteAddress: '192.0.2.7' }))
    t.equal(persons.statusCode, 200)
    t.strictSame(standing(persons), [209, 208, 60])
    t.equal((await user(anna.token)).statusCode, 200)
    clock.ms += 60_000
    t.equal((await inject(request)).statusCode, 401, 'a new minute')
  })

  t.test('429 whatever it is that does not work: all of it counts together', async t => {
    const { inject, secret, person, sessionOf, db } = await openLimitedHouse(t)
    const anna = await person('anna')
    const ended = await sessionOf(anna)
    await db.deleteFrom('sessions').where('id', '=', ended.id).execute()
    const share = (authorization?: string): InjectOptions => ({
      method: 'POST',
      url: '/share',
      ...(authorization && { headers: { authorization } }),
    })
    const requests: [InjectOptions, number][] = [
      [share(), 401],
      [share('nonsense'), 401],
      [share(sign('x'.repeat(32), { email: anna.email })), 401],
      [share(sign(secret, { email: anna.email, exp: 1 })), 401],
      [share(sign(secret, { email: 'nobody' })), 401],
      [share(ended.token), 401],
      [{ method: 'POST', url: '/register', payload: {} }, 400],
      [{ method: 'POST', url: '/register', payload: { email: anna.email } }, 200],
      [{ url: '/verify' }, 400],
      [{ url: '/verify', query: { token: 'AAAA' } }, 403],
    ]
    for (let round = 0; round < 6; round++) {
      // Codes to one address have a limit of their own.
      await db.deleteFrom('throttles').execute()
      for (const [index, [request, status]] of requests.entries()) {
        const answer = await inject(request)
        t.equal(answer.statusCode, status)
        t.strictSame(standing(answer), [60, 59 - 10 * round - index, 60])
      }
    }
    for (const [request] of requests) t.equal((await inject(request)).statusCode, 429)
  })

  t.test('429 does not ask the database, and no token that names nobody asks it twice in a minute', async t => {
    const { statuses, askUser, sessionOf, person, db, asked, clock } = await openLimitedHouse(t)
    const anna = await person('anna')
    const ended = await sessionOf(anna)
    const live = await sessionOf(anna)
    await db.deleteFrom('sessions').where('id', '=', ended.id).execute()
    asked.statements = 0
    await statuses(1, askUser(ended.token))
    t.equal(asked.statements, 1)
    t.strictSame(await statuses(70, askUser(ended.token)), first(59, 401, 11, 429))
    t.strictSame(
      await statuses(10, { method: 'POST', url: '/register', payload: { email: anna.email } }),
      first(10, 429),
    )
    t.equal(asked.statements, 1)
    t.strictSame(await statuses(1, askUser(live.token)), [200], 'the live session of the same person works')
    const foreign = await sessionOf(await person('bert'))
    t.strictSame(await statuses(1, askUser(foreign.token)), [200])
    clock.ms += 60_000
    asked.statements = 0
    t.strictSame(await statuses(5, askUser(ended.token)), first(5, 401))
    t.ok(asked.statements >= 1, 'in a new minute it asks again')
  })

  t.test('429 IPv6: a /56 is one network', async t => {
    const { inject } = await openLimitedHouse(t)
    const from = async (remoteAddress: string) => (await inject({ url: '/user', remoteAddress })).statusCode
    for (let i = 0; i < 60; i++) t.equal(await from(`2001:db8:1:2${i.toString(16).padStart(2, '0')}::${i}`), 401)
    t.equal(await from('2001:db8:1:2ff::1'), 429)
    t.equal(await from('2001:db8:1:300::1'), 401)
  })

  t.test('an address is the one that a trusted proxy tells, and nobody else', async t => {
    const untrusting = await openLimitedHouse(t)
    const trusting = await openLimitedHouse(t, { trustProxy: 'loopback' })
    const from = async (house: typeof trusting, remoteAddress: string, forwarded: string) => {
      const request = { url: '/user', remoteAddress, headers: { 'x-forwarded-for': forwarded } }
      return (await house.inject(request)).statusCode
    }
    for (let i = 0; i < 60; i++) {
      t.equal(await from(trusting, '127.0.0.1', '203.0.113.9'), 401)
      t.equal(await from(trusting, '192.0.2.1', `10.0.${i}.1`), 401)
      t.equal(await from(untrusting, '127.0.0.1', `10.0.${i}.1`), 401)
    }
    t.equal(await from(trusting, '127.0.0.1', '203.0.113.10'), 429)
    t.equal(
      await from(trusting, '127.0.0.1', '198.51.100.9, 203.0.113.10'),
      429,
      'what its client made up is not believed',
    )
    t.equal(await from(trusting, '127.0.0.1', '198.51.100.9'), 401)
    t.equal(await from(trusting, '192.0.2.1', '10.1.0.1'), 429, 'no proxy of ours')
    t.equal(await from(untrusting, '127.0.0.1', '10.1.0.1'), 429)
  })
})

t.test('what asks for nobody is free: preflights, health, documentation', async t => {
  const { app, statuses } = await openLimitedHouse(t)
  t.strictSame(await statuses(61, { method: 'POST', url: '/share' }), first(60, 401, 1, 429))
  const preflight = {
    method: 'OPTIONS',
    url: '/share',
    headers: { origin: 'https://example.com', 'access-control-request-method': 'POST' },
  } as const
  for (let i = 0; i < 70; i++) {
    for (const request of [
      preflight,
      ...['/health/live', '/health/ready', '/docs', '/openapi.yaml', '/'].map(url => ({ url })),
    ]) {
      const answer = await app.inject(request)
      if (answer.statusCode >= 400) t.fail(`${request.url} answered ${answer.statusCode}`)
      if (i === 0) t.notOk('ratelimit-limit' in answer.headers, request.url)
    }
  }
})

t.test('every operation but those of health knows the 429', async t => {
  const free = Object.values(contract.paths)
    .flatMap(methods => Object.values(methods))
    .filter(({ responses }) => !('429' in responses))
  t.strictSame(
    free.map(({ operationId }) => operationId),
    ['live', 'ready'],
  )
})

t.test('switched off, nothing is limited', async t => {
  const { person, statuses, askUser, user } = await openLimitedHouse(t, { rateLimit: false })
  const anna = await person('anna', { plan: 'Tiny' })
  t.notOk('ratelimit-limit' in (await user(anna.token)).headers)
  t.strictSame(await statuses(230, askUser(anna.token)), first(230, 200))
  t.strictSame(await statuses(70, { method: 'POST', url: '/share' }), first(70, 401))
})
