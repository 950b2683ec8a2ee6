/** Every road through POST /graphql that is not about what is asked: what is sent, who sends it, and what breaks. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { Writable } from 'node:stream'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { openDatabase } from '../../src/db/open.ts'
import { openLog } from '../../src/log.ts'
import { buildTestApp } from '../support/app.ts'
import { type House, openHouse, sign, testDatabaseUrl } from '../support/house.ts'
import { type Key, signed } from '../support/signer.ts'

/** Posts a body, as it is or as JSON; returns the status, the headers, and what the answer holds. */
async function send({ app }: Pick<House, 'app'>, token: string, body: unknown, more: InjectOptions = {}) {
  const answer = await app.inject({
    method: 'POST',
    url: '/graphql',
    payload: typeof body === 'string' ? body : JSON.stringify(body),
    ...more,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...more.headers },
  })
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
}

const me = '{ login { email } }'
const malformed = { extensions: { code: 'ER_INVALID_FORMAT', sub_code: 'ER_INVALID_ARGUMENT' } }

t.test('what is sent', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const post = (body: unknown, more?: InjectOptions) => send(house, olivia.token, body, more)
  const answered = { data: { login: { email: olivia.email } } }

  t.test('200 a query, on both paths, with whatever else comes with it', async t => {
    for (const url of ['/graphql', '/graphql/v1']) {
      const { status, body, headers } = await post({ query: me }, { url })
      t.strictSame({ status, body }, { status: 200, body: answered })
      t.match(headers['content-type'], /^application\/json/)
    }
    for (const more of [
      { variables: null, operationName: null },
      { variables: {}, operationName: '' },
      { variables: { unknown: 1, constructor: 2 } },
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } }, id: 'x', query2: 1 },
    ]) {
      t.match(await post({ query: me, ...more }), { status: 200, body: answered }, JSON.stringify(more))
    }
    t.match(await post({ query: `query A ${me} query B { login { id } }`, operationName: 'A' }), { body: answered })
  })

  t.test('400 no operation', async t => {
    for (const body of ['', '{', 'query', '[', '{"query":"{login{id}}"}}', '{"__proto__":{"query":"{login{id}}"}}']) {
      t.match(await post(body), { status: 400, body: { errors: [malformed] } }, body)
    }
    for (const variables of ['{"__proto__":{"a":1}}', '{"a":{"__proto__":1}}', '{"constructor":{"prototype":1}}']) {
      t.match(await post(`{"query":"${me}","variables":${variables}}`), { status: 400, body: { errors: [malformed] } })
    }
    const missing = { extensions: { code: 'ER_MISSING_ARGUMENT' } }
    for (const body of ['{}', 'null', '5', '"text"', '[null]', '[[{"query":"{login{id}}"}]]', '{"query":null}']) {
      t.match(await post(body), { status: 400, body: { errors: [missing] } }, body)
    }
    t.match(await post({ extensions: { persistedQuery: {} } }), { status: 400, body: { errors: [missing] } })
    const bodiless = await post('', { headers: { 'content-type': undefined } as never })
    t.match(bodiless, { status: 400, body: { errors: [missing] } })
    for (const wrong of [{ variables: [] }, { variables: 'x' }, { variables: 1 }, { operationName: 1 }]) {
      t.match(await post({ query: me, ...wrong }), { status: 400, body: { errors: [malformed] } })
    }
  })

  t.test('400 a bad query: what is wrong and where, and no data', async t => {
    const cases: Record<string, [body: object, message: RegExp]> = {
      empty: [{ query: '' }, /Syntax Error/],
      'a document as JSON': [{ query: '{"kind":"Document","definitions":[]}' }, /Syntax Error/],
      'no end': [{ query: '{ login {' }, /Syntax Error/],
      'no such field': [{ query: '{ colour }' }, /Cannot query field "colour"/],
      'no such operation': [{ query: me, operationName: 'Colour' }, /Unknown operation named "Colour"/],
      'no name for one of two': [{ query: `query A ${me} query B ${me}` }, /Must provide operation name/],
      'no operation': [{ query: 'fragment f on Login { id }' }, /f/],
      subscription: [{ query: 'subscription { login { id } }' }, /subscription/],
      'a definition of types': [{ query: 'type A { b: Int }' }, /not executable/],
    }
    for (const [title, [body, message]] of Object.entries(cases)) {
      const answer = await post(body)
      t.match(answer, { status: 400, body: { errors: [{ message, ...malformed }] } }, title)
      t.notOk('data' in answer.body, title)
    }
    t.match((await post({ query: '{\n  colour }' })).body.errors[0].locations, [{ line: 2, column: 3 }])
  })

  t.test("200 a bad query of remote.it's clients: at their path, or signed", async t => {
    const made = await post({ query: 'mutation { createAccessKey { id secret } }' })
    const key: Key = made.body.data.createAccessKey
    const bad: [body: object, message: RegExp][] = [
      [{ query: '{ login {' }, /Syntax Error/],
      [{ query: '{ login { colour } }' }, /Cannot query field "colour"/],
      [{ query: 'query ($id: [String!]!) { login { device(id: $id) { id } } }' }, /was not provided/],
      [{ query: `{ login { ${'id '.repeat(600)} } }` }, /more than 500 fields/],
    ]
    for (const [body, message] of bad) {
      const expected = { status: 200, body: { errors: [{ message, ...malformed }] } }
      t.match(await post(body, { url: '/graphql/v1' }), expected)
      const answer = await house.app.inject(signed(key, { method: 'POST', url: '/graphql', body }))
      t.match({ status: answer.statusCode, body: answer.json() }, expected)
      for (const accept of ['application/json', 'application/graphql-response+json', '*/*'])
        t.equal((await post(body, { headers: { accept } })).status, 400, accept)
    }
    const noToken = await send(house, 'x', { query: '{' }, { url: '/graphql/v1' })
    t.equal(noToken.status, 401)
    t.equal((await post('{}', { url: '/graphql/v1' })).status, 400, 'no document')
  })

  t.test('400 variables that are missing or of another type, told without all of them', async t => {
    const query =
      'query ($id: [String!]!, $size: Int) { login { device(id: $id) { id } account { devices(size: $size) { total } } } }'
    const cases: [variables: unknown, message: RegExp][] = [
      [undefined, /Variable "\$id" of required type "\[String!\]!" was not provided/],
      [{ id: null }, /must not be null/],
      [{ id: [null] }, /got invalid value null/],
      [{ id: [1] }, /String cannot represent a non string value: 1/],
      [{ id: [], size: 1.5 }, /Int cannot represent non-integer value: 1.5/],
      [{ id: [], size: 2 ** 31 }, /32-bit/],
      [{ id: ['x'], size: 'y'.repeat(10_000) }, /Int cannot represent|got invalid value "y+…/],
    ]
    for (const [variables, message] of cases) {
      const answer = await post({ query, variables })
      t.match(answer, { status: 400, body: { errors: [{ message, ...malformed }] } }, String(message))
      t.ok(JSON.stringify(answer.body).length < 1_000)
    }
    const noInstant = await post({ query: '{ login { account { events(minDate: "never") { total } } } }' })
    t.match(noInstant, { status: 400, body: { errors: [{ message: /Write it like 2026-11-21/, ...malformed }] } })
  })

  t.test('400 a character that no text has, wherever it is', async t => {
    const query = 'query ($id: String) { login { account(id: $id) { id } } }'
    const raw = (id: string) => `{"query":"${query}","variables":{"id":${id}}}`
    for (const body of [raw('"\\u0000"'), raw('"\\ud800"'), raw('[[{"a":"\\udfff"}]]')]) {
      t.match(await post(body), { status: 400, body: { errors: [{ message: /a character that no text has/ }] } }, body)
    }
    for (const literal of ['"\\u0000"', '"\\ud800"', '"\0"', '"""a\0b"""']) {
      const answer = await post({ query: `{ login { account(id: ${literal}) { id } } }` })
      t.match(answer, { status: 400, body: { errors: [malformed] } }, JSON.stringify(literal))
    }
    t.match(await post(raw('"\\\\u0000 \\ud83d\\ude00"')), { status: 200, body: { data: null } }, 'any other is a text')
  })

  t.test('200 a refusal: data is null, and the code stands in extensions', async t => {
    const { status, body } = await post({ query: '{ login { account(id: "x") { id } } }' })
    t.equal(status, 200)
    t.strictSame(body, {
      data: null,
      errors: [
        {
          message: 'That is not your account. Leave out the id to get yours.',
          locations: [{ line: 1, column: 11 }],
          path: ['login', 'account'],
          extensions: { code: 'ER_FORBIDDEN' },
        },
      ],
    })
    const mutation = await post({ query: 'mutation { deleteDevice(deviceId: "sauna") }' })
    t.match(mutation, {
      status: 200,
      body: { data: null, errors: [{ extensions: { code: 'ER_INVALID_MAC_ADDRESS' } }] },
    })
  })

  t.test('405 any other method, with Allow', async t => {
    for (const url of ['/graphql', '/graphql/v1', '/graphql?query={login{id}}']) {
      for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'] as const) {
        const answer = await house.app.inject({ method, url })
        t.equal(answer.statusCode, 405)
        t.equal(answer.headers.allow, 'OPTIONS, POST')
        if (method !== 'HEAD') t.match(answer.json(), { errors: [malformed] })
      }
    }
  })

  t.test('413 too large, 415 not JSON', async t => {
    const large = await post({ query: me, variables: { x: 'x'.repeat(300_000) } })
    t.match(large, { status: 413, body: { errors: [malformed] } })
    for (const type of [
      'text/plain',
      'application/graphql',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
    ]) {
      const answer = await post({ query: me }, { headers: { 'content-type': type } })
      t.match(answer, { status: 415, body: { errors: [malformed] } }, type)
    }
  })

  t.test('a page from elsewhere may call, and read the headers', async t => {
    const preflight = await house.app.inject({
      method: 'OPTIONS',
      url: '/graphql/v1',
      headers: {
        origin: 'https://elsewhere.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type',
      },
    })
    t.equal(preflight.statusCode, 204)
    t.equal(preflight.headers['access-control-allow-origin'], '*')
    t.match(preflight.headers['access-control-allow-headers'], /Authorization, Content-Type/)
    const origin = { origin: 'https://elsewhere.example', 'x-request-id': 'mine.1' }
    for (const answer of [
      await post({ query: me }, { headers: origin }),
      await post('{', { headers: origin }),
      await post({ query: '{ colour }' }, { headers: origin }),
      await send(house, 'nonsense', { query: me }, { headers: origin }),
    ]) {
      t.equal(answer.headers['access-control-allow-origin'], '*')
      t.match(answer.headers['access-control-expose-headers'], /X-Request-Id, Retry-After/)
      t.equal(answer.headers['x-request-id'], 'mine.1')
    }
  })
})

t.test('who sends it', async t => {
  const house = await openHouse(t, { rateLimit: true })
  const olivia = await house.person('olivia')
  const { email } = olivia

  t.test('401 without a token that works, and nothing is read', async t => {
    const refused = { status: 401, body: { errors: [{ extensions: { code: 'ER_UNAUTHORIZED' } }] } }
    for (const token of ['', 'nonsense', sign('another secret of any length, 32+', { email })]) {
      const answer = await send(house, token, '{')
      t.match(answer, refused, token)
      t.equal(answer.headers['www-authenticate'], 'Bearer')
      t.notOk('data' in answer.body)
    }
    t.match(
      await send(house, sign(house.secret, { email, sid: randomUUID() }), { query: me }),
      refused,
      'an ended session',
    )
    t.match(await send(house, sign(house.secret, { email, exp: 1 }), { query: me }), {
      status: 401,
      body: { errors: [{ extensions: { code: 'ER_UNAUTHORIZED', sub_code: 'ER_TOKEN_EXPIRED' } }] },
    })
  })

  t.test('429 who calls too often, with Retry-After; a list counts once', async t => {
    const list = Array(10).fill({ query: me })
    for (let i = 0; i < 209; i++) if ((await send(house, olivia.token, list)).status !== 200) t.fail(`call ${i}`)
    const answer = await send(house, olivia.token, { query: me })
    t.match(answer, { status: 429, body: { errors: [{ extensions: { code: 'ER_THROTTLED' } }] } })
    t.match(answer.headers['retry-after'], /^\d+$/)
    t.equal(answer.headers['ratelimit-remaining'], '0')
  })
})

t.test('several at once', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const post = (body: unknown) => send(house, olivia.token, body)

  t.test('400 none, or more than 10', async t => {
    for (const list of [[], Array(11).fill({ query: me })]) {
      t.match(await post(list), { status: 400, body: { errors: [{ message: /1 to 10 operations/ }] } })
    }
    t.match(await post(Array(10).fill({ query: me })), { status: 200, body: { length: 10 } })
  })

  t.test('200 each has its own answer, and what is wrong with one is not the fault of the others', async t => {
    const { status, body } = await post([
      { query: me },
      { query: '{ colour }' },
      { query: '{' },
      { query: '{ login { account(id: "x") { id } } }' },
      { query: 'query ($id: String!) { login { account(id: $id) { id } } }' },
      { query: me },
    ])
    t.equal(status, 200)
    t.match(body, [
      { data: { login: { email: olivia.email } } },
      { errors: [{ message: /Cannot query field/, ...malformed }] },
      { errors: [{ message: /Syntax Error/, ...malformed }] },
      { data: null, errors: [{ extensions: { code: 'ER_FORBIDDEN' } }] },
      { errors: [{ message: /was not provided/, ...malformed }] },
      { data: { login: { email: olivia.email } } },
    ])
    t.equal(body.length, 6)
    t.match(await post([{ query: '{' }, { query: '{ colour }' }]), { status: 400, body: { length: 2 } }, 'all are bad')
  })

  t.test('what the first changes the second sees', async t => {
    const sauna = await house.sensor(olivia)
    t.match(await house.share(olivia, sauna, 'new@example.com'), { status: 200 })
    const contacts = { query: '{ login { contacts { email } } }' }
    const { body } = await post([contacts, { query: `mutation { deleteDevice(deviceId: "${sauna}") }` }, contacts])
    t.strictSame(body, [
      { data: { login: { contacts: [{ email: 'new@example.com' }] } } },
      { data: { deleteDevice: true } },
      { data: { login: { contacts: [] } } },
    ])
  })

  t.test('400 too much in all of them: none is done', async t => {
    const sauna = await house.sensor(olivia)
    const many = { query: `{ login { ${'id '.repeat(400)} } }` }
    const refused = await post([{ query: `mutation { deleteDevice(deviceId: "${sauna}") }` }, many, many])
    t.match(refused, { status: 400, body: { errors: [{ message: /more than 500 fields/, ...malformed }] } })
    t.equal((await house.db.selectFrom('sensors').select('id').execute()).length, 1)
  })
})

t.test('what breaks', async t => {
  t.test('500 something unexpected: logged once, nothing private in the answer, nothing asked in the log', async t => {
    const lines: string[] = []
    const log = await openLog(
      'info',
      new Writable({ write: (chunk, _, done) => done(void lines.push(...String(chunk).trim().split('\n'))) }),
    )
    const house = await openHouse(t, { log })
    const olivia = await house.person('olivia')
    await house.app.ready()
    await house.db.schema.alterTable('shares').renameTo('lost').execute()
    lines.length = 0
    const query = '{ login { first: contacts { email } second: contacts { email } } }'
    const headers = { 'x-request-id': 'mine.2' }
    const { status, body } = await send(house, olivia.token, { query, variables: { secret: 'hush' } }, { headers })
    t.equal(status, 500)
    t.match(body, {
      data: null,
      errors: [{ message: /Something went wrong here/, extensions: { code: 'ER_INTERNAL' } }],
    })
    t.notMatch(JSON.stringify(body), /shares|relation|select|stack|\.ts/)
    const logged = lines.map(line => JSON.parse(line))
    t.match(logged, [
      { level: 50, reqId: 'mine.2', msg: 'internal', err: { message: /shares/ } },
      { level: 30, reqId: 'mine.2', msg: 'answered', method: 'POST', route: '/graphql', status: 500 },
    ])
    t.equal(logged.length, 2)
    t.notMatch(lines.join(), /contacts \{|hush|olivia/)
    const list = await send(house, olivia.token, [{ query: me }, { query }])
    t.match(list, {
      status: 200,
      body: [{ data: {} }, { data: null, errors: [{ extensions: { code: 'ER_INTERNAL' } }] }],
    })
    lines.length = 0
    await send(house, olivia.token, { query: '{ colour }', variables: { secret: 'hush' } })
    await send(house, olivia.token, { query: '{ login { account(id: "hush") { id } } }' })
    t.equal(lines.length, 2, 'a line for each, and none for what is the fault of the caller')
    t.notMatch(lines.join(), /colour|hush|olivia/)
    await house.db.schema.alterTable('lost').renameTo('shares').execute()
  })

  t.test('503 the database is away, with Retry-After', async t => {
    const db = await openDatabase(
      testDatabaseUrl ? { url: 'postgres://nobody@127.0.0.1:1/nothing' } : { snapshot: undefined },
    )
    if (!testDatabaseUrl) {
      await db.selectNoFrom(({ val }) => val(1).as('one')).execute()
      await db.destroy()
    }
    const secret = 'x'.repeat(32)
    const app = await buildTestApp({ db, secret })
    t.teardown(() => app.close())
    const answer = await send({ app }, sign(secret, { email: 'owner@example.com' }), { query: me })
    t.match(answer, { status: 503, body: { errors: [{ message: /database/, extensions: { code: 'ER_INTERNAL' } }] } })
    t.equal(answer.headers['retry-after'], '5')
  })

  t.test('503 the database goes away between the token and the query', async t => {
    let statements = 0
    const house = await openHouse(t, { onStatement: () => statements++ })
    const olivia = await house.person('olivia')
    await house.app.listen({ port: 0, host: '127.0.0.1' })
    const body = JSON.stringify({ query: '{ login { contacts { email } } }' })
    const socket = connect((house.app.server.address() as AddressInfo).port, '127.0.0.1')
    t.teardown(() => socket.destroy())
    const before = statements
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${olivia.token}\r\ncontent-type: application/json\r\n` +
        `content-length: ${body.length}\r\nconnection: close\r\n\r\n`,
    )
    while (statements === before) await new Promise(setImmediate)
    await house.db.destroy()
    socket.write(body)
    let answer = ''
    socket.on('data', chunk => {
      answer += chunk
    })
    await once(socket, 'close')
    t.match(answer, /^HTTP\/1\.1 503 /)
    t.match(answer, /\r\nretry-after: 5\r\n/i)
    t.match(answer, /\{"data":null,"errors":\[\{"message":"The database cannot be reached/)
  })
})
