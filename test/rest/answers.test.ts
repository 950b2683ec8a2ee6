/** The table of answers, row by row: each as a caller gets it, on a whole application. */
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/db/open.ts'
import { Refusal } from '../../src/refusal.ts'
import { buildTestApp } from '../support/app.ts'
import { checkBooks, openHouse, poolerUrl, sign, testDatabaseUrl } from '../support/house.ts'
import { readSnapshot } from '../support/snapshot.ts'

t.test('answers', async t => {
  const sent: string[] = []
  const house = await openHouse(t, { onStatement: ({ query }) => sent.push(query.sql) })
  const { db, person, sensor, post, share, unshare, inject } = house
  const owner = await person('owner')
  const guest = await person('guest')
  const stranger = await person('stranger')
  const sauna = await sensor(owner, 'Sauna')
  const letters = () =>
    db.selectFrom('letters').select(['kind', 'recipient', 'sender', 'content']).orderBy('id').execute()

  t.test('200 share with someone who has joined, in any case of letters', async t => {
    const answer = await post('/share', { sensor: sauna.toLowerCase(), user: 'GUEST@Example.com' }, owner.token)
    t.strictSame(answer, { status: 200, result: 'success', data: { sensor: sauna, invited: false } })
    t.strictSame(await letters(), [
      {
        kind: 'shared',
        recipient: guest.email,
        sender: owner.email,
        content: { sensors: [{ id: sauna, name: 'Sauna' }] },
      },
    ])
  })

  t.test('200 share with someone who has not joined: invited', async t => {
    t.strictSame(await share(owner, sauna, 'nobody@example.com'), {
      status: 200,
      result: 'success',
      data: { sensor: sauna, invited: true },
    })
    const [, letter] = await letters()
    t.match(letter, { kind: 'invitation', recipient: 'nobody@example.com', sender: owner.email })
  })

  t.test('400 a field is missing', async t => {
    const missing = { status: 400, result: 'error', code: 'ER_MISSING_ARGUMENT', sub_code: 'ER_INVALID_ARGUMENT' }
    t.match(await post('/share', { user: guest.email }, owner.token), {
      ...missing,
      error: 'The field "sensor" is missing.',
    })
    t.match(await post('/share', { sensor: sauna }, owner.token), { ...missing, error: 'The field "user" is missing.' })
    t.match(await post('/unshare', {}, owner.token), { ...missing, error: 'The field "sensor" is missing.' })
  })

  t.test('400 not a MAC', async t => {
    for (const wrong of [
      '',
      'sauna',
      'C6:F1:E7:D3:DA',
      'C6-F1-E7-D3-DA-11',
      `${sauna}\n`,
      ` ${sauna}`,
      11,
      null,
      [sauna],
      {},
    ]) {
      for (const path of ['/share', '/unshare']) {
        t.match(await post(path, { sensor: wrong, user: guest.email }, owner.token), {
          status: 400,
          code: 'ER_INVALID_MAC_ADDRESS',
          sub_code: 'ER_INVALID_ARGUMENT',
        })
      }
    }
  })

  t.test('400 not an email address', async t => {
    const tooLong = `${'x'.repeat(64)}@${'y'.repeat(63)}.${'y'.repeat(63)}.${'y'.repeat(63)}.com`
    for (const wrong of [
      'guest',
      'guest@',
      '@example.com',
      'a b@example.com',
      'a@b\u0000.com',
      'ü@example.com',
      tooLong,
      5,
      null,
      [],
    ]) {
      for (const path of ['/share', '/unshare']) {
        t.match(await post(path, { sensor: sauna, user: wrong }, owner.token), {
          status: 400,
          code: 'ER_INVALID_EMAIL_ADDRESS',
          sub_code: 'ER_INVALID_ARGUMENT',
        })
      }
    }
    t.match(await post('/share', { sensor: sauna, user: '' }, owner.token), {
      status: 400,
      code: 'ER_INVALID_EMAIL_ADDRESS',
    })
  })

  t.test('400 anything else malformed', async t => {
    const send = (payload: string) =>
      inject({
        method: 'POST',
        url: '/share',
        headers: { 'content-type': 'application/json', authorization: owner.token },
        payload,
      })
    for (const wrong of ['{', '', 'sensor', '[]', '"text"', '5', 'null', '{"__proto__":{"sensor":1}}', '{"sensor"']) {
      const answer = await send(wrong)
      t.equal(answer.statusCode, 400, wrong)
      t.match(answer.json(), { result: 'error', code: 'ER_INVALID_FORMAT', sub_code: 'ER_INVALID_ARGUMENT' }, wrong)
    }
  })

  t.test('400 sharing with yourself', async t => {
    t.match(await share(owner, sauna, 'Owner@example.com'), {
      status: 400,
      code: 'ER_INVALID_EMAIL_ADDRESS',
      sub_code: 'ER_INVALID_ARGUMENT',
      error: /own address/,
    })
  })

  t.test('401 without a token that works', async t => {
    t.match(await post('/share', {}), { status: 401, result: 'error', code: 'ER_UNAUTHORIZED' })
    const expired = sign(house.secret, { email: owner.email, exp: 1 })
    t.match(await post('/share', {}, expired), { status: 401, code: 'ER_UNAUTHORIZED', sub_code: 'ER_TOKEN_EXPIRED' })
    const answer = await inject({ method: 'POST', url: '/share' })
    t.equal(answer.headers['www-authenticate'], 'Bearer')
  })

  t.test('403 not the owner, or no such sensor: the same answer', async t => {
    const foreign = await share(stranger, sauna, guest.email)
    t.strictSame(foreign, {
      status: 403,
      result: 'error',
      error:
        'Only the owner of this sensor can do this. If it is yours, claim it first: in your app, with POST /claim, or with claimDevice in GraphQL.',
      code: 'ER_FORBIDDEN',
    })
    t.strictSame(await share(stranger, '00:00:00:00:00:00', guest.email), foreign)
    t.strictSame(await unshare(stranger, sauna, guest.email), foreign)
    t.strictSame(await unshare(stranger, '00:00:00:00:00:00', guest.email), foreign)
    const statements = async (sensor: string) => {
      const since = sent.length
      t.strictSame(await share(stranger, sensor, guest.email), foreign)
      t.strictSame(await unshare(stranger, sensor, guest.email), foreign)
      return sent.slice(since)
    }
    t.ok((await statements(sauna)).length > 0)
    t.strictSame(await statements(sauna), await statements('00:00:00:00:00:00'), 'by the same statements')
  })

  t.test('403 a stranger makes nobody known', async t => {
    await share(stranger, sauna, 'made-up@example.com')
    t.strictSame(await db.selectFrom('people').selectAll().where('email', '=', 'made-up@example.com').execute(), [])
  })

  t.test('403 the sensor is full; 409 still for those who have it', async t => {
    const cellar = await sensor(owner, 'Cellar')
    for (let i = 0; i < 10; i++) t.match(await share(owner, cellar, `guest${i}@example.com`), { status: 200 })
    t.match(await share(owner, cellar, 'guest10@example.com'), {
      status: 403,
      code: 'ER_SENSOR_SHARE_COUNT_REACHED',
      sub_code: 'ER_FORBIDDEN',
    })
    t.match(await share(owner, cellar, 'guest9@example.com'), { status: 409 })
    t.strictSame(await db.selectFrom('people').selectAll().where('email', '=', 'guest10@example.com').execute(), [])
    t.match(await unshare(owner, cellar, 'guest3@example.com'), { status: 200 })
    t.match(await share(owner, cellar, 'guest10@example.com'), { status: 200 }, 'there is room again')
  })

  t.test('403 the plan is full', async t => {
    const many = await person('many')
    for (let i = 0; i < 4; i++) {
      const one = await sensor(many)
      for (let j = 0; j < 10; j++) t.match(await share(many, one, `guest${j}@example.com`), { status: 200 })
    }
    t.match(await share(many, await sensor(many), guest.email), {
      status: 403,
      code: 'ER_SHARE_COUNT_REACHED',
      sub_code: 'ER_FORBIDDEN',
    })
  })

  t.test('403 the plan forbids sharing', async t => {
    await db
      .insertInto('plans')
      .values({ name: 'Alone', max_claims: 25, max_shares: 0, max_shares_per_sensor: 10, max_history_days: 90 })
      .execute()
    const alone = await person('alone', { plan: 'Alone' })
    t.match(await share(alone, await sensor(alone), guest.email), {
      status: 403,
      code: 'ER_FORBIDDEN',
      sub_code: 'ER_FORBIDDEN',
      error: /plan/,
    })
  })

  t.test('404 the owner names somebody who has no share', async t => {
    for (const user of [stranger.email, 'unheard-of@example.com']) {
      t.match(await unshare(owner, sauna, user), { status: 404, code: 'ER_USER_NOT_FOUND', sub_code: 'ER_NOT_FOUND' })
    }
  })

  t.test('404 leaving what one does not have', async t => {
    const gone = await unshare(stranger, sauna)
    t.match(gone, { status: 404, code: 'ER_SENSOR_NOT_FOUND', sub_code: 'ER_NOT_FOUND' })
    t.strictSame(await unshare(stranger, '00:00:00:00:00:00'), gone, 'the same answer where there is no such sensor')
    t.strictSame(await unshare(owner, sauna), gone, 'the owner is no guest')
  })

  t.test('404 an unknown path, with or without a token', async t => {
    for (const url of ['/nothing', '/share/1', '/%7Bshare%7D', '/sharE']) {
      const answer = await inject({ method: 'POST', url, headers: { authorization: owner.token } })
      t.equal(answer.statusCode, 404)
      t.match(answer.json(), { result: 'error', code: 'ER_INVALID_FORMAT', sub_code: 'ER_NOT_FOUND' })
      t.equal((await inject({ method: 'GET', url })).statusCode, 404)
    }
  })

  t.test('405 a method that the path does not take', async t => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'] as const) {
      const answer = await house.app.inject({ method, url: '/share' })
      t.equal(answer.statusCode, 405)
      t.equal(answer.headers.allow, 'OPTIONS, POST')
      if (method !== 'HEAD') t.match(answer.json(), { result: 'error', code: 'ER_INVALID_FORMAT' })
    }
    t.equal((await house.app.inject({ method: 'POST', url: '/health/live' })).statusCode, 405)
    t.equal((await house.app.inject({ method: 'HEAD', url: '/health/live' })).statusCode, 200)
  })

  t.test('409 already shared: no second letter, no second event', async t => {
    const before = await letters()
    for (const user of [guest.email, 'Nobody@example.com']) {
      t.match(await share(owner, sauna, user), {
        status: 409,
        result: 'error',
        code: 'ER_SENSOR_ALREADY_SHARED',
        sub_code: 'ER_CONFLICT',
      })
    }
    t.strictSame(await letters(), before)
  })

  t.test('413 too large', async t => {
    const answer = await post('/share', { sensor: sauna, user: guest.email, more: 'x'.repeat(300_000) }, owner.token)
    t.match(answer, { status: 413, result: 'error', code: 'ER_INVALID_FORMAT' })
  })

  t.test('415 not JSON', async t => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'application/xml',
      'multipart/form-data; boundary=x',
      'nonsense',
    ]) {
      const answer = await inject({
        method: 'POST',
        url: '/share',
        headers: { 'content-type': type, authorization: owner.token },
        payload: JSON.stringify({ sensor: sauna, user: guest.email }),
      })
      t.equal(answer.statusCode, 415, type)
      t.match(answer.json(), { result: 'error', code: 'ER_INVALID_FORMAT' }, type)
    }
  })

  await checkBooks(t, db)
})

t.test('429 too many requests, with Retry-After', async t => {
  const { app } = await openHouse(t)
  app.get('/busy', async () => {
    throw new Refusal('tooMany')
  })
  const answer = await app.inject('/busy')
  t.equal(answer.statusCode, 429)
  t.equal(answer.headers['retry-after'], '60')
  t.match(answer.json(), { result: 'error', code: 'ER_THROTTLED' })
})

t.test('500 something unexpected: logged with the request id, nothing private in the answer', async t => {
  const { db, person, sensor, share, unshare } = await openHouse(t)
  const owner = await person('owner')
  const sauna = await sensor(owner)
  await db.schema.alterTable('letters').renameTo('lost').execute()
  const answer = await share(owner, sauna, 'guest@example.com')
  t.match(answer, { status: 500, result: 'error', code: 'ER_INTERNAL' })
  t.notMatch(JSON.stringify(answer), /letters|relation|select/)
  t.match(await unshare(owner, sauna, 'guest@example.com'), { status: 500 })
  await db.schema.alterTable('lost').renameTo('letters').execute()
  t.match(await share(owner, sauna, 'guest@example.com'), { status: 200 }, 'what failed left nothing behind')
  await checkBooks(t, db)
})

t.test('503 /health/ready: the tables or the whole database went while the service ran', async t => {
  let ms = 0
  const house = await openHouse(t, { now: () => ms })
  const ready = async () => {
    // An answer counts for a second.
    ms += 2_000
    const answer = await house.inject({ method: 'GET', url: '/health/ready' })
    return { status: answer.statusCode, retryAfter: answer.headers['retry-after'], ...answer.json() }
  }
  t.match(await ready(), { status: 200 })
  await sql`alter schema public rename to elsewhere`.execute(house.db)
  t.strictSame(await ready(), {
    status: 503,
    retryAfter: '5',
    result: 'error',
    error: 'The database has no tables. Start the service again to make them.',
    code: 'ER_INTERNAL',
  })
  await sql`alter schema elsewhere rename to public`.execute(house.db)
  t.match(await ready(), { status: 200 })
  if (!testDatabaseUrl || poolerUrl) return
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(house.db)
  const server = await openDatabase({ url: testDatabaseUrl })
  await sql.raw(`drop database ${rows[0]?.name} with (force)`).execute(server)
  await server.destroy()
  for (const _ of [1, 2, 3]) {
    t.match(await ready(), {
      status: 503,
      retryAfter: '5',
      error: 'The database cannot be reached just now. Try again in a few seconds.',
    })
  }
})

t.test('503 the database is away, with Retry-After', async t => {
  const db = await openDatabase(
    testDatabaseUrl ? { url: 'postgres://nobody@127.0.0.1:1/nothing' } : { snapshot: await readSnapshot() },
  )
  if (!testDatabaseUrl) {
    await db.selectNoFrom(({ val }) => val(1).as('one')).execute()
    await db.destroy()
  }
  const app = await buildTestApp({ db, secret: 'x'.repeat(32) })
  t.teardown(() => app.close())
  const authorization = sign('x'.repeat(32), { email: 'owner@example.com' })
  for (const request of [
    {
      method: 'POST',
      url: '/share',
      headers: { authorization },
      payload: { sensor: 'AA:BB:CC:DD:EE:FF', user: 'a@b.cd' },
    },
    { method: 'POST', url: '/unshare', headers: { authorization }, payload: { sensor: 'AA:BB:CC:DD:EE:FF' } },
    { method: 'GET', url: '/health/ready' },
  ] as const) {
    const answer = await app.inject(request)
    t.equal(answer.statusCode, 503)
    t.equal(answer.headers['retry-after'], '5')
    t.match(answer.json(), { result: 'error', code: 'ER_INTERNAL', error: /database/ })
  }
  t.equal((await app.inject('/health/live')).statusCode, 200, 'the process itself is alive')
})

t.test('every answer carries the request id', async t => {
  const { app } = await openHouse(t)
  const given = await app.inject({ url: '/health/live', headers: { 'x-request-id': 'my-id.1' } })
  t.equal(given.headers['x-request-id'], 'my-id.1')
  for (const wrong of ['', 'two words', 'x'.repeat(65), '<b>']) {
    const answer = await app.inject({ url: '/nothing', headers: { 'x-request-id': wrong } })
    t.match(answer.headers['x-request-id'], /^[0-9a-f-]{36}$/)
  }
})

t.test('every answer carries what protects browsers, and may be read by pages from elsewhere', async t => {
  const { app } = await openHouse(t)
  // The last two are no addresses: they come to no route, and past all hooks.
  for (const url of ['/health/live', '/user', '/nothing', '/app', '/graphql', '/share%', '/%c0%ae']) {
    const { headers } = await app.inject({ url })
    t.equal(headers['x-content-type-options'], 'nosniff', url)
    t.match(headers['content-security-policy'], /^default-src 'none';script-src 'self';style-src 'self';/, url)
    t.equal(headers['cache-control'], 'no-store', url)
    t.equal(headers['access-control-allow-origin'], '*', url)
  }
})
