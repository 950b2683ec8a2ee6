/** Requests that are signed with an access key. Whatever is refused has done nothing. */
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { deletePerson } from '../../../src/accounts/delete-person.ts'
import { forgetSignatures } from '../../../src/jobs/forget-old.ts'
import { buildTestApp } from '../../support/app.ts'
import { addressKey, type House, openAgain, openHouse, type Person } from '../../support/house.ts'
import { type Key, signatureOf, signed } from '../../support/signer.ts'
import { follow } from '../../support/stream.ts'

async function makeKey({ post }: House, { token }: Person): Promise<Key> {
  const { data } = (await post('/access-keys', { name: 'A program' }, token)) as unknown as { data: Key }
  return data
}

/** All that a call could change. */
async function standing({ db }: House) {
  const { rows } = await sql`
    select
      (select count(*) from people) as people, (select count(*) from shares) as shares, (select count(*) from events) as events,
      (select count(*) from letters) as letters, (select count(*) from used_signatures) as signatures,
      (select json_agg(access_keys order by id) from access_keys) as keys`.execute(db)
  return rows
}

const minute = 60_000
const whole = ['(request-target)', 'host', 'date', 'content-type', 'content-length', 'digest']

t.test('one who signs', async t => {
  const house = await openHouse(t, { internalSecret: 'i'.repeat(32) })
  const olivia = await house.person('olivia')
  const key = await makeKey(house, olivia)
  const sauna = await house.sensor(olivia)
  const share = (user: string) => ({ method: 'POST', url: '/share', body: { sensor: sauna, user } }) as const

  t.test('200 GET and POST on REST, and GraphQL: it is the person whose key it is', async t => {
    const got = await house.inject(signed(key, { url: '/user' }))
    t.equal(got.statusCode, 200)
    t.match(got.json(), { data: { email: olivia.email } })
    const posted = await house.inject(signed(key, { ...share('gary@example.com'), covers: whole }))
    t.match(posted.json(), { result: 'success', data: { sensor: sauna, invited: true } })
    for (const url of ['/graphql', '/graphql/v1']) {
      const body = { query: '{ login { email } }' }
      const covers = ['(request-target)', 'host', 'date', 'content-type', 'content-length']
      const asked = await house.inject(signed(key, { method: 'POST', url, body, covers }))
      t.equal(asked.statusCode, 200)
      t.strictSame(asked.json(), { data: { login: { email: olivia.email } } })
    }
  })

  t.test('200 with a query; a DELETE without a body', async t => {
    t.equal((await house.inject(signed(key, { url: `/shares?sensor=${sauna}&x=%20y` }))).statusCode, 200)
    const other = await makeKey(house, olivia)
    const deleted = await house.inject(signed(other, { method: 'DELETE', url: `/access-keys/${other.id}` }))
    t.equal(deleted.statusCode, 200)
  })

  t.test('200 host with its port signed without it, too', async t => {
    for (const [sent, written, status] of [
      ['sensors.example.com:3000', 'sensors.example.com:3000', 200],
      ['sensors.example.com:3000', 'sensors.example.com', 200],
      ['sensors.example.com', 'sensors.example.com', 200],
      ['[2001:db8::1]:3000', '[2001:db8::1]', 200],
      ['[2001:db8::1]', '[2001:db8::1]', 200],
      ['[2001:db8::1]', '[2001:db8:', 401],
      ['sensors.example.com', 'sensors.example.com:3000', 401],
      ['sensors.example.com', 'example.com', 401],
    ] as const) {
      const request = signed(key, { url: '/user', headers: { host: written } })
      request.headers.host = sent
      t.equal((await house.inject(request)).statusCode, status, `${sent} signed as ${written}`)
    }
  })

  t.test('200 in any form that the header may have', async t => {
    for (const change of [
      (text: string) => text.replaceAll('",', '", '),
      (text: string) => text.replace('Signature ', 'signature '),
      (text: string) => text.replace('Signature ', 'SIGNATURE   '),
      (text: string) => text.replace('hmac-sha256', 'HMAC-SHA256'),
      (text: string) => text.replace('(request-target) host date', '(request-target) Host Date'),
      (text: string) => `Signature ${text.slice('Signature '.length).split(',').reverse().join(', ')}`,
      (text: string) => `${text},created="1"`,
    ]) {
      const request = signed(key, { url: '/user' })
      request.headers.authorization = change(request.headers.authorization)
      const { statusCode } = await house.inject(request)
      t.equal(statusCode, 200, request.headers.authorization)
    }
    const utc = signed(key, { url: '/user', headers: { date: new Date().toUTCString().replace('GMT', 'UTC') } })
    t.equal((await house.inject(utc)).statusCode, 200, 'as `date -u` writes it')
    const latin = signed(key, {
      url: '/user',
      covers: ['(request-target)', 'date', 'x-word'],
      headers: { 'x-word': '' },
    })
    t.equal((await house.inject(latin)).statusCode, 200, 'an empty header')
  })

  t.test('200 with a date that is a little off; 401 five minutes', async t => {
    for (const ago of [4.9 * minute, -4.9 * minute]) {
      t.equal((await house.inject(signed(key, { url: '/user', ago }))).statusCode, 200, `${ago}`)
    }
    for (const ago of [5.1 * minute, -5.1 * minute, 1e9, -1e9]) {
      await refused(t, house, signed(key, { ...share('late@example.com'), ago }), /"date"/)
    }
    const now = new Date()
    for (const date of [now.toISOString(), String(now.getTime()), now.toString(), 'now', 'Invalid Date', '']) {
      await refused(t, house, signed(key, { ...share('late@example.com'), headers: { date } }), /"date"/)
    }
  })

  t.test('401 whatever was changed', async t => {
    const wanted = share('bert@example.com')
    const mistakes: [string, (request: ReturnType<typeof signed>) => void][] = [
      ['another path', request => (request.url = '/shares')],
      ['a query', request => (request.url = '/share?x=1')],
      ['another header', request => (request.headers['x-request-id'] = 'another')],
      ['another type', request => (request.headers['content-type'] = 'text/plain')],
      ['another date', request => (request.headers.date = new Date(Date.now() - minute).toUTCString())],
    ]
    for (const [what, change] of mistakes) {
      const request = signed(key, wanted)
      change(request)
      await refused(t, house, request, /does not work/, what)
    }
    const asked = signed(key, { url: '/sessions' })
    await refused(t, house, { ...asked, method: 'DELETE' }, /does not work/, 'another method')
    const queried = signed(key, { url: `/shares?sensor=${sauna}` })
    await refused(t, house, { ...queried, url: '/shares' }, /does not work/, 'another query')
    for (const signature of [
      '',
      'x',
      'AAAA',
      Buffer.alloc(32).toString('base64'),
      Buffer.alloc(33).toString('base64'),
    ]) {
      const request = signed(key, wanted)
      request.headers.authorization = request.headers.authorization.replace(
        /signature=".*"/,
        `signature="${signature}"`,
      )
      await refused(t, house, request, /./, `the signature ${signature}`)
    }
  })

  t.test('401 another body: found by its length, or by its digest', async t => {
    const covers = ['(request-target)', 'date', 'content-length']
    const shorter = signed(key, { ...share('bert@example.com'), covers })
    shorter.payload = shorter.payload.replace('bert', 'ber')
    delete shorter.headers['content-length']
    await refused(t, house, shorter, /does not work/)

    const before = await house.db.selectFrom('shares').selectAll().execute()
    for (const [what, change] of [
      ['another', text => text.replace('bert', 'carl')],
      ['a space more', text => `${text} `],
      ['none', () => ''],
    ] satisfies [string, (text: string) => string][]) {
      const request = signed(key, {
        ...share('bert@example.com'),
        covers: ['(request-target)', 'date', 'digest', 'x-request-id'],
      })
      const { payload, headers } = request
      delete headers['content-length']
      if (change(payload) === '') delete headers['content-type']
      const answer = await house.inject({ ...request, payload: change(payload) })
      t.equal(answer.statusCode, 401, what)
      t.match(answer.json(), { code: 'ER_UNAUTHORIZED', error: /"digest"/ })
      t.match(answer.headers, { 'www-authenticate': 'Signature' })
    }
    t.strictSame(await house.db.selectFrom('shares').selectAll().execute(), before)
  })

  t.test('401 a digest that is none; 200 one among others; 413 a body that is too long', async t => {
    const covers = ['(request-target)', 'date', 'digest']
    for (const digest of ['', 'x', 'MD5=x', 'SHA-256=x', `SHA-512=${'A'.repeat(43)}=`]) {
      await refused(t, house, signed(key, { ...share('b@example.com'), covers, headers: { digest } }), /"digest"/)
    }
    const request = signed(key, { url: '/user' })
    const both = { digest: `MD5=1B2M2Y8AsgTpgAmY7PhCfg==, sha-256=${request.headers.digest?.slice(8)}` }
    t.equal((await house.inject(signed(key, { url: '/user', covers, headers: both }))).statusCode, 200)
    const long = signed(key, { method: 'POST', url: '/share', body: 'x'.repeat(300_000), covers })
    t.equal((await house.inject(long)).statusCode, 413)
  })

  t.test('401 what is not signed, or cannot be read', async t => {
    const wanted = share('bert@example.com')
    for (const [covers, words] of [
      [['date'], /"\(request-target\)"/],
      [['(request-target)'], /"date"/],
      [['(request-target)', 'host'], /"date"/],
      [['(request-target)', 'date', 'x-missing'], /did not come/],
      [['(request-target)', 'date', '__proto__'], /did not come/],
      [['(request-target)', 'date', 'constructor'], /did not come/],
      [['(request-target)', 'date', 'transfer-encoding'], /did not come/],
      [['(request-target)', 'date', '(created)'], /did not come/],
      [['(request-target)', 'date', ''], /did not come/],
      [['(request-target)', 'date', 'date'], /once/],
    ] satisfies [string[], RegExp][]) {
      await refused(t, house, signed(key, { ...wanted, covers }), words, covers.join(' '))
    }
    const { authorization } = signed(key, wanted).headers
    for (const text of [
      ...[
        'Signature x',
        'Signature ,',
        'Signature keyId',
        'Signature keyId="',
        `${authorization},`,
        `${authorization},x`,
      ],
      ...['keyId', 'algorithm', 'headers', 'signature'].map(name =>
        authorization.replace(new RegExp(`${name}="[^"]*",?`), ''),
      ),
      ...['keyId', 'algorithm', 'headers', 'signature'].map(name => `${authorization},${name}="x"`),
      ...['hmac-sha1', 'rsa-sha256', 'hs2019', 'none'].map(name => authorization.replace('hmac-sha256', name)),
      `Signature ${'x="y",'.repeat(2000)}`,
    ]) {
      const request = signed(key, wanted)
      await refused(
        t,
        house,
        { ...request, headers: { ...request.headers, authorization: text } },
        /./,
        text.slice(0, 80),
      )
    }
    for (const authorization of ['Signature', `Bearer ${signed(key, wanted).headers.authorization}`]) {
      const request = signed(key, wanted)
      const answer = await house.inject({ ...request, headers: { ...request.headers, authorization } })
      t.equal(answer.statusCode, 401, 'taken for a token')
      t.equal(answer.headers['www-authenticate'], 'Bearer')
    }
  })

  t.test('401 an unknown key, another secret, and what is no id of a key: answered alike', async t => {
    const wanted = share('bert@example.com')
    const answers = []
    for (const other of [
      { ...key, secret: Buffer.alloc(32).toString('base64') },
      { ...key, secret: '' },
      { ...key, id: 'A'.repeat(20) },
      { ...key, id: key.id.toLowerCase() },
      { ...key, id: 'x' },
      { ...key, id: 'é' },
      { ...key, id: 'A'.repeat(5_000) },
      { id: (await makeKey(house, await house.person(`other${answers.length}`))).id, secret: key.secret },
    ]) {
      const { payload } = await refused(t, house, signed(other, wanted), /does not work/, other.id.slice(0, 30))
      answers.push(payload)
    }
    t.equal(new Set(answers).size, 1)
  })

  t.test('401 the same signature with a digest again; a header of its own tells requests apart', async t => {
    const date = new Date().toUTCString()
    const covers = ['(request-target)', 'host', 'date', 'x-request-id', 'digest']
    const headers = { date, 'x-request-id': 'the-same' }
    const request = signed(key, { url: '/user', headers, covers })
    t.equal((await house.inject(request)).statusCode, 200)
    await refused(t, house, request, /used before/)
    await refused(t, house, { ...request, headers: { ...request.headers, 'x-more': 'x' } }, /used before/)
    const again = signed(key, { url: '/user', headers, covers })
    t.equal(again.headers.authorization, request.headers.authorization)
    const respelled = { ...request.headers, authorization: request.headers.authorization.replace('=",', '",') }
    await refused(t, house, { ...request, headers: respelled }, /used before/)
    const other = signed(key, { url: '/user', headers: { date, 'x-request-id': 'another' }, covers })
    t.equal((await house.inject(other)).statusCode, 200)
  })

  t.test('200, 401 where the internal secret may come in place of a token', async t => {
    const url = `/access?sensor=${sauna}`
    t.equal((await house.inject(signed(key, { url }))).statusCode, 200)
    await refused(t, house, signed({ ...key, secret: '' }, { url }), /does not work/)
    const person = signed(key, { url: `${url}&person=gary@example.com` })
    t.equal((await house.inject(person)).statusCode, 403, 'only who has that secret asks about others')
  })

  t.test('of 20 at once with one signature exactly one is let in', async t => {
    const request = signed(key, share('crowd@example.com'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => house.inject({ ...request })))
    t.strictSame(answers.map(({ statusCode }) => statusCode).sort(), [200, ...Array(19).fill(401)])
  })
})

/** Sends what must be refused: 401, in these words, with nothing done. */
async function refused(t: Test, house: House, request: InjectOptions, words: RegExp, what = '') {
  const before = await standing(house)
  const answer = await house.app.inject(request)
  t.equal(answer.statusCode, 401, what)
  t.match(answer.json(), { result: 'error', code: 'ER_UNAUTHORIZED', error: words })
  t.equal(answer.headers['www-authenticate'], 'Signature')
  t.strictSame(await standing(house), before, 'nothing is done')
  return answer
}

t.test('401 a key that was revoked, or whose person is gone: at once, in every process', async t => {
  const house = await openHouse(t)
  const apps = [house.app]
  if (house.url) apps.push(await buildTestApp({ db: await openAgain(t, house.url), secret: house.secret }))
  for (const [name, end] of Object.entries({
    revoked: (olivia: Person, key: Key) =>
      house.inject({ method: 'DELETE', url: `/access-keys/${key.id}`, headers: { authorization: olivia.token } }),
    gone: (olivia: Person) => deletePerson(house.db, addressKey, olivia.id),
  })) {
    const olivia = await house.person(name)
    const [key, other] = [await makeKey(house, olivia), await makeKey(house, olivia)]
    for (const app of apps) {
      for (const one of [key, other]) t.equal((await app.inject(signed(one, { url: '/user' }))).statusCode, 200)
    }
    await end(olivia, key)
    for (const app of apps) {
      await refused(t, { ...house, app }, signed(key, { url: '/user' }), /does not work/)
      await refused(t, { ...house, app }, signed(key, { url: '/user' }), /does not work/, 'and stays so')
    }
    t.equal((await house.app.inject(signed(other, { url: '/user' }))).statusCode, name === 'revoked' ? 200 : 401)
  }
  const left = await house.db.selectFrom('access_keys').select('id').execute()
  t.equal(left.length, 1, 'the other key of who revoked one')
})

t.test('two processes, the same signatures at the same time: each lets in one', async t => {
  const house = await openHouse(t)
  if (!house.url) return t.pass('the embedded database has one process')
  const apps = await Promise.all(
    [1, 2].map(async () =>
      buildTestApp({ db: await openAgain(t, String(house.url)), secret: house.secret, rateLimit: false }),
    ),
  )
  const key = await makeKey(house, await house.person('olivia'))
  for (let round = 0; round < 5; round++) {
    const covers = ['(request-target)', 'host', 'date', 'digest', 'x-request-id']
    const requests = Array.from({ length: 10 }, () => signed(key, { url: '/user', covers }))
    // The other way round in the other process, so that they could wait for each other in a ring.
    const orders = [requests, requests.toReversed()]
    const answers = await Promise.all(
      apps.map((app, index) => Promise.all((orders[index] ?? []).map(request => app.inject({ ...request })))),
    )
    const [one = [], other = []] = answers.map(all => all.map(({ statusCode }) => statusCode))
    t.strictSame(
      one.map((status, index) => [status, other.toReversed()[index]].sort()),
      Array(10).fill([200, 401]),
    )
  }
})

t.test('one statement a request, and the last use is written once a minute', async t => {
  const asked = { statements: 0 }
  const house = await openHouse(t, { onStatement: () => asked.statements++ })
  const olivia = await house.person('olivia')
  const [key, unused] = [await makeKey(house, olivia), await makeKey(house, olivia)]
  const lastUse = async () => {
    const answer = await house.inject({ url: '/access-keys', headers: { authorization: olivia.token } })
    const keys: { id: string; lastUsed: string | null }[] = answer.json().data.keys
    t.equal(keys.find(({ id }) => id === unused.id)?.lastUsed, null)
    return keys.find(({ id }) => id === key.id)?.lastUsed
  }
  const cost = async (request: InjectOptions) => {
    asked.statements = 0
    await house.app.inject(request)
    return asked.statements
  }
  t.equal(await lastUse(), null)
  // It is refused after its caller is known, before anything else is asked.
  const nothing = { url: '/check', method: 'GET' } as const
  t.equal(await cost({ ...nothing, headers: { authorization: olivia.token } }), 1, 'a token')
  t.equal(await cost(signed(key, nothing)), 2, 'at first the secret is read, too')
  const first = await lastUse()
  t.match(first, /^\d{4}-.*Z$/)
  for (let n = 0; n < 3; n++) t.equal(await cost(signed(key, nothing)), 1)
  t.equal(await lastUse(), first)
  t.equal(await cost(signed({ ...key, secret: unused.secret }, nothing)), 0, 'a wrong secret is known at once')
  await sql`update access_keys set last_used_at = now() - interval '61 seconds' where id = ${key.id}`.execute(house.db)
  const old = await lastUse()
  await Promise.all(Array.from({ length: 20 }, () => house.app.inject(signed(key, nothing))))
  const later = await lastUse()
  t.ok(String(later) > String(old))
  asked.statements = 0
  const requests = Array.from({ length: 200 }, () => signed(key, nothing))
  const answers = await Promise.all(requests.map(request => house.app.inject(request)))
  t.ok(answers.every(({ statusCode }) => statusCode === 400))
  t.ok(asked.statements >= 1 && asked.statements <= 10, `${asked.statements} statements for 200 at once`)
})

t.test('429 requests count for the person when their signature is right, for the network when not', async t => {
  const asked = { statements: 0 }
  const clock = { ms: 1_000_000 }
  const onStatement = () => asked.statements++
  const house = await openHouse(t, { rateLimit: true, now: () => clock.ms, onStatement })
  const tiny = { name: 'Tiny', max_claims: 0, max_shares: 1, max_shares_per_sensor: 1, max_history_days: 50 }
  await house.db.insertInto('plans').values(tiny).execute()
  const olivia = await house.person('olivia', { plan: 'Tiny' })
  const key = await makeKey(house, olivia)
  const standing = async (request: InjectOptions) => {
    const { statusCode, headers } = await house.inject(request)
    return [statusCode, Number(headers['ratelimit-limit']), Number(headers['ratelimit-remaining'])]
  }
  const wrong = () => signed({ ...key, secret: Buffer.alloc(32).toString('base64') }, { url: '/user' })
  t.strictSame(await standing(signed(key, { url: '/user' })), [200, 5, 3], 'making the key was one')
  t.strictSame(await standing({ url: '/user', headers: { authorization: olivia.token } }), [200, 5, 2])
  t.strictSame(await standing(wrong()), [401, 60, 59])
  const once = signed(key, { url: '/user', covers: ['(request-target)', 'date', 'digest'] })
  t.strictSame(await standing(once), [200, 5, 1])
  t.strictSame(await standing(once), [401, 60, 58], 'used before')
  t.strictSame(await standing(signed(key, { url: '/user' })), [200, 5, 0])
  asked.statements = 0
  t.strictSame(await standing(signed(key, { url: '/user' })), [429, 5, 0])
  t.equal(asked.statements, 0, 'without asking the database')
  const unknown = () => signed({ ...key, id: 'A'.repeat(20) }, { url: '/user' })
  t.strictSame(await standing(unknown()), [401, 60, 57])
  t.equal(asked.statements, 1)
  t.strictSame(await standing(unknown()), [401, 60, 56])
  t.equal(asked.statements, 1, 'a key that nobody has is asked for once a minute')
  clock.ms += minute
  t.strictSame(await standing(unknown()), [401, 60, 59])
  t.equal(asked.statements, 2)
  t.strictSame(await standing(signed(key, { url: '/user' })), [200, 5, 4])
})

t.test('over the wire: a chunked body has no length; one that breaks off does nothing', async t => {
  const logged: { level: number; msg: string }[] = []
  const house = await openHouse(t, { log: pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) }) })
  const olivia = await house.person('olivia')
  const key = await makeKey(house, olivia)
  await house.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = house.app.server.address() as AddressInfo

  const sauna = await house.sensor(olivia)
  const toShare = { sensor: sauna, user: 'guest0@example.com' }
  const body = JSON.stringify(toShare)
  /** Sends a request as it is written here; returns what comes back until the other side hangs up. */
  async function send(covers: string[], head: string[], rest: string, breaksOff = false): Promise<string> {
    const lines = head.map(line => line.split(': ') as [string, string])
    const values = new Map<string, string>([['(request-target)', 'post /share'], ...lines])
    const signature = signatureOf(
      key,
      covers.map(name => [name, values.get(name)]),
    )
    const authorization = `Signature keyId="${key.id}",algorithm="hmac-sha256",headers="${covers.join(' ')}",signature="${signature}"`
    const socket = connect(port, '127.0.0.1')
    // Not ended: Node would take that for somebody who hangs up.
    socket.write(
      `POST /share HTTP/1.1\r\n${[...head, `authorization: ${authorization}`, 'connection: close'].join('\r\n')}\r\n\r\n${rest}`,
    )
    if (breaksOff) {
      await once(socket, 'ready')
      setTimeout(() => socket.destroy(), 100)
      await once(socket, 'close')
      return ''
    }
    let received = ''
    for await (const part of socket.setEncoding('utf8')) received += part
    return received
  }
  const { headers } = signed(key, { url: '/', body: toShare })
  const head = (more: string) => [
    'host: sensors.example.com',
    `date: ${headers.date}`,
    `digest: ${headers.digest}`,
    'content-type: application/json',
    more,
  ]
  const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  const basic = ['(request-target)', 'host', 'date']
  t.match(await send([...basic, 'content-length'], head(`content-length: ${body.length}`), body), /^HTTP\/1.1 200/)
  t.match(
    await send([...basic, 'content-length', 'digest'], head('transfer-encoding: chunked'), chunks),
    /^HTTP\/1.1 401.*did not come/s,
  )
  // Let in: it is shared already.
  t.match(await send([...basic, 'digest'], head('transfer-encoding: chunked'), chunks), /^HTTP\/1.1 409/)
  const letters = () => house.db.selectFrom('letters').select('id').execute()
  const before = await letters()
  await send([...basic, 'digest', 'x-1'], [...head(`content-length: ${body.length}`), 'x-1: 1'], body.slice(1), true)
  const forged = `${body.length.toString(16)}\r\n${body.replace('guest0', 'gerald')}\r\n0\r\n\r\n`
  t.match(
    await send([...basic, 'digest', 'x-2'], [...head('transfer-encoding: chunked'), 'x-2: 2'], forged),
    /^HTTP\/1.1 401.*does not fit the body/s,
  )
  const endless = `${(400_000).toString(16)}\r\n${'x'.repeat(400_000)}\r\n`
  t.match(
    await send([...basic, 'digest', 'x-3'], [...head('transfer-encoding: chunked'), 'x-3: 3'], endless),
    /^HTTP\/1.1 413/,
  )
  t.strictSame(await letters(), before)
  t.strictSame(
    logged.filter(({ level }) => level > 30),
    [],
    'none of it is our fault',
  )
})

t.test('a stream ends with its key, and nothing is told after it', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia)
  const [key, other] = [await makeKey(house, olivia), await makeKey(house, olivia)]
  await house.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = house.app.server.address() as AddressInfo
  const home = `http://127.0.0.1:${port}`
  const headersOf = (key: Key) => signed(key, { url: '/events', headers: { host: `127.0.0.1:${port}` } }).headers
  const ending = await follow(t, home, headersOf(key))
  const staying = await follow(t, home, headersOf(other))
  for (const client of [ending, staying]) await client.hears('ready')
  await house.inject({ method: 'DELETE', url: `/access-keys/${key.id}`, headers: { authorization: olivia.token } })
  await house.share(olivia, sauna, 'gary@example.com')
  await Promise.all([ending.ends(), staying.hears('shared')])
  t.strictSame(ending.names(), ['ready'])
  t.notOk(staying.isOver)
})

t.test('signatures that are over are forgotten, in pieces; no other', async t => {
  const house = await openHouse(t)
  const key = await makeKey(house, await house.person('olivia'))
  const oldest = signed(key, { url: '/user', ago: 4.5 * minute, covers: ['(request-target)', 'date', 'digest'] })
  t.equal((await house.inject(oldest)).statusCode, 200)
  await sql`
    insert into used_signatures (hash, expires_at)
    select decode(md5(n::text), 'hex'), now() - interval '1 second' from generate_series(1, 2100) as n`.execute(
    house.db,
  )
  t.strictSame(await forgetSignatures(house.db), { done: 2000, more: true })
  t.strictSame(await forgetSignatures(house.db), { done: 100, more: true })
  t.strictSame(await forgetSignatures(house.db), { done: 0, more: false })
  await refused(t, house, oldest, /used before/)
  const { rows } = await sql`select expires_at > now() + interval '1 minute' as kept from used_signatures`.execute(
    house.db,
  )
  t.strictSame(rows, [{ kept: true }], 'it is kept for longer than any process takes it')
})
