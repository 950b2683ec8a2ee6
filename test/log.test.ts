import { sql } from 'kysely'
import t from 'tap'
import { identify } from '../src/auth/identify.ts'
import { migrate } from '../src/db/migrate.ts'
import { openDatabase } from '../src/db/open.ts'
import { logStatements, maskAddresses, openLog } from '../src/log.ts'
import { share } from '../src/sharing/grant/share.ts'
import { buildTestApp } from './support/app.ts'
import { openHouse, prepare, sign, testDatabaseUrl } from './support/house.ts'
import { readSnapshot } from './support/snapshot.ts'

/** A log that writes into a list. */
async function keepLog(level = 'info') {
  const lines: Record<string, unknown>[] = []
  const log = await openLog(level, { write: line => void lines.push(JSON.parse(line)) })
  return { log, lines, text: () => JSON.stringify(lines) }
}

t.test('mask: the first letter and the domain are left of an address', async t => {
  for (const [text, masked] of [
    ['olivia@example.com', 'o***@example.com'],
    ['o@example.com', 'o***@example.com'],
    ['Olivia.Smith+sauna@mail.example.com', 'O***@mail.example.com'],
    ["o'neil_{x}~!#$%&*/=?^`|-@example.com", 'o***@example.com'],
    ['Key (email)=(olivia@example.com) exists.', 'Key (email)=(o***@example.com) exists.'],
    ['<olivia@example.com>, "gary@example.com"', '<o***@example.com>, "g***@example.com"'],
    ['postgres://me:hunter2@db.example.com/name', 'postgres://me:h***@db.example.com/name'],
    ['nothing to hide', 'nothing to hide'],
    ['', ''],
  ] as const) {
    t.equal(maskAddresses(text), masked)
  }
})

t.test('mask: a long text takes time in proportion to its length', async t => {
  // At 100,000 letters the square would be ten billion steps: more than the time that the test has.
  const long = 'a'.repeat(1_000_000)
  t.equal(maskAddresses(`${long} ${long}@example.com`), `${long} a***@example.com`)
})

t.test('an error is logged with what finds it, and no more', async t => {
  const { log, lines, text } = await keepLog()
  const error = Object.assign(new Error('no room for olivia@example.com', { cause: new Error('olivia@example.com') }), {
    code: '23505',
    detail: 'Key (email)=(olivia@example.com) already exists.',
    where: 'olivia',
    parameters: ['olivia@example.com'],
  })
  log.error({ err: error }, 'internal')
  t.match(lines, [
    {
      msg: 'internal',
      err: {
        type: 'Error',
        code: '23505',
        message: 'no room for o***@example.com',
        stack: /^Error: no room for o\*\*\*@example.com\n {4}at /,
      },
    },
  ])
  t.notMatch(text(), 'olivia')
})

t.test('an error without words of ours: its message is not repeated beside it', async t => {
  const { log, lines, text } = await keepLog()
  log.error(new TypeError('not olivia@example.com'))
  t.match(lines, [{ msg: 'TypeError', err: { type: 'TypeError', message: 'not o***@example.com' } }])
  t.notMatch(text(), 'olivia')
})

t.test('whatever was thrown can be logged', async t => {
  const { log, lines } = await keepLog()
  for (const thrown of ['olivia@example.com', null, 5, { olivia: 1 }]) log.error({ err: thrown }, 'internal')
  t.match(
    lines.map(({ err }) => err),
    [
      { type: 'string', message: 'o***@example.com' },
      { type: 'object', message: 'null' },
      { type: 'number', message: '5' },
      { type: 'object', message: '[object Object]' },
    ],
  )
})

t.test('a line for each request: no token and no address in it', async t => {
  const { log, lines, text } = await keepLog()
  const { app, person, sensor, post } = await openHouse(t, { log })
  const olivia = await person('olivia')
  const sauna = await sensor(olivia)

  await post('/share', { sensor: sauna, user: 'gary@example.com' }, olivia.token)
  await post('/share', { sensor: sauna, user: 'gary@example.com' }, olivia.token)
  await post('/share', { sensor: sauna, user: 'gary at example.com' }, olivia.token)
  await post('/unshare', { sensor: sauna, user: 'gary@example.com' }, sign('another secret', { email: olivia.email }))
  const headers = { authorization: `Bearer ${olivia.token}`, 'x-request-id': 'olivia@example.com' }
  for (const url of [
    '/share/olivia@example.com',
    '/share/olivia%40example.com/%zz',
    `/nowhere?user=olivia@example.com&token=${olivia.token}`,
    `/share?user=gary@example.com&token=${olivia.token}`,
    `/health/live?user=olivia@example.com&token=${olivia.token}`,
  ]) {
    await app.inject({ url, headers })
  }

  const answered = lines.filter(({ msg }) => msg === 'answered')
  t.strictSame(
    answered.map(({ method, route, status }) => [method, route, status]),
    [
      ['POST', '/share', 200],
      ['POST', '/share', 409],
      ['POST', '/share', 400],
      ['POST', '/unshare', 401],
      ['GET', undefined, 404],
      // A path that cannot be decoded is refused before there is a request to log.
      ['GET', undefined, 404],
      ['GET', '/share', 405],
      ['GET', '/health/live', 200],
    ],
  )
  t.ok(
    answered.every(({ reqId, ms }) => typeof reqId === 'string' && typeof ms === 'number'),
    'each with its id and time',
  )
  t.notMatch(text(), /olivia|gary/)
  t.notMatch(text(), olivia.token)
  t.notMatch(text(), /ey[\w-]+\.ey/, 'nor any other token')
})

t.test('500: logged under the id of the answer, without values, addresses or token', async t => {
  const { log, lines, text } = await keepLog()
  const { app, db, person, sensor } = await openHouse(t, { log })
  const olivia = await person('olivia')
  const sauna = await sensor(olivia)
  const ask = () =>
    app.inject({
      method: 'POST',
      url: '/share',
      headers: { authorization: `Bearer ${olivia.token}` },
      payload: { sensor: sauna, user: 'gary@example.com' },
    })

  await t.test('when the database names the row', async t => {
    await sql`alter table letters add constraint broken check (sender = '')`.execute(db)
    const answer = await ask()
    t.equal(answer.statusCode, 500)
    t.match(lines.at(-2), { level: 50, msg: 'internal', reqId: answer.headers['x-request-id'], err: { code: '23514' } })
    await sql`alter table letters drop constraint broken`.execute(db)
  })

  await t.test('when the message names an address', async t => {
    await sql`
      create function break() returns trigger language plpgsql as
      $$ begin raise exception 'cannot write to gary@example.com'; end $$`.execute(db)
    await sql`create trigger breaking before insert on letters for each row execute function break()`.execute(db)
    t.equal((await ask()).statusCode, 500)
    t.match(lines.at(-2), { msg: 'internal', err: { message: 'cannot write to g***@example.com' } })
  })

  t.notMatch(text(), /olivia|gary/)
  t.notMatch(text(), sauna)
  t.notMatch(text(), olivia.token)
})

t.test('503: logged without the password of the database, addresses or token', async t => {
  const { log, lines, text } = await keepLog()
  const secret = 'a secret of 32 characters or more'
  const db = await openDatabase({ url: 'postgres://me:hunter2@127.0.0.1:1/name' })
  const app = await buildTestApp({ db, secret, log })
  t.teardown(() => app.close().then(() => db.destroy()))
  const token = sign(secret, { email: 'olivia@example.com' })
  const answer = await app.inject({
    method: 'POST',
    url: '/share',
    headers: { authorization: `Bearer ${token}` },
    payload: { sensor: 'C6:F1:E7:D3:DA:11', user: 'gary@example.com' },
  })
  t.equal(answer.statusCode, 503)
  t.match(lines, [
    { level: 50, msg: 'away', reqId: answer.headers['x-request-id'], err: { code: 'ECONNREFUSED' } },
    { level: 30, msg: 'answered', method: 'POST', route: '/share', status: 503 },
  ])
  t.notMatch(text(), /olivia|gary|hunter2/)
  t.notMatch(text(), token)
})

t.test('debug: every statement by its name or text and time, never a value', async t => {
  const { log, lines, text } = await keepLog('debug')
  const house = await openHouse(t)
  const { email } = await house.person('olivia')
  const logging = { log: logStatements(log) }
  const db = await openDatabase(
    testDatabaseUrl ? { url: String(house.url), prepare, ...logging } : { snapshot: await readSnapshot(), ...logging },
  )
  t.teardown(() => db.destroy())
  await migrate(db)

  const olivia = await identify(db, { email })
  if (!olivia) throw new Error('an address names a person')
  const sensor = 'C6:F1:E7:D3:DA:11'
  await db.insertInto('sensors').values({ id: sensor, owner_id: olivia.id, name: 'Sauna' }).execute()
  await share(db, olivia, [{ sensor, guest: 'gary@example.com' }])
  await t.rejects(db.insertInto('people').values({ email }).execute(), 'one that fails')

  const statements = lines.map(({ statement }) => String(statement))
  t.ok(
    statements.some(name => /^share-[0-9a-f]{8}$/.test(name)),
    'share, by its name',
  )
  t.ok(
    statements.some(name => /^identify-by-address-[0-9a-f]{8}$/.test(name)),
    'a name of several words',
  )
  t.equal(
    statements.filter(text => text === 'insert into "people" ("email") values ($1)').length,
    1,
    'one without a name',
  )
  t.ok(lines.every(({ level, msg, ms }) => level === 20 && msg === 'statement' && Number.isInteger(ms)))
  t.notMatch(text(), /olivia|gary|C6:F1|Sauna/)
})

t.test('above debug, statements cost nothing: nobody listens', async t => {
  t.equal(logStatements((await keepLog('info')).log), undefined)
})

t.test('traceparent: the lines of a request tell whose trace they belong to, on all faces', async t => {
  const { log, lines, text } = await keepLog()
  const house = await openHouse(t, { log })
  const olivia = await house.person('olivia')
  const [trace_id, span_id] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']
  const ask = async (traceparent: string, url = '/user') => {
    lines.length = 0
    const headers = { authorization: olivia.token, traceparent }
    if (url === '/graphql')
      await house.app.inject({ method: 'POST', url, headers, payload: { query: '{ login { id } }' } })
    else await house.app.inject({ url, headers })
    t.ok(lines.length > 0)
    return lines
  }
  for (const url of ['/user', '/graphql', '/app', '/nowhere']) {
    for (const line of await ask(`00-${trace_id}-${span_id}-01`, url)) t.match(line, { trace_id, span_id }, url)
  }
  t.match(await ask(`cc-${trace_id}-${span_id}-01-what.will.be`), [{ trace_id, span_id }], 'of a version to come')

  for (const malformed of [
    '',
    'olivia@example.com',
    `00-${trace_id}-${span_id}`,
    `00-${trace_id}-${span_id}-1`,
    `00-${trace_id}-${span_id}-01-more`,
    `ff-${trace_id}-${span_id}-01`,
    `00-${trace_id.toUpperCase()}-${span_id}-01`,
    `00-${'0'.repeat(32)}-${span_id}-01`,
    `00-${trace_id}-${'0'.repeat(16)}-01`,
    `00-${trace_id}x-${span_id}-01`,
    `00-${trace_id}-${span_id}-01, 00-${trace_id}-${span_id}-01`,
  ]) {
    const [line = {}] = await ask(malformed)
    t.match(line, { msg: 'answered', status: 200 })
    t.notOk('trace_id' in line || 'span_id' in line, malformed)
    t.notMatch(text(), 'olivia')
  }
})
