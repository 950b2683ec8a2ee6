import {
  constants,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign as signBytes,
} from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import type { Issuer } from '../../../src/config/issuer.ts'
import { openLog } from '../../../src/log.ts'
import { buildTestApp } from '../../support/app.ts'
import { openHouse } from '../../support/house.ts'
import { startService } from '../../support/service.ts'
import { startedFolder } from '../../support/snapshot.ts'
import { holdTimers } from '../../support/timers.ts'

const { db, secret, person } = await openHouse(t)
const olivia = await person('olivia')

const name = 'https://login.example.com/'
const audience = 'sensor-share'
const now = Math.floor(Date.now() / 1000)

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
type Pair = { publicKey: KeyObject; privateKey: KeyObject }

const jwk = ({ publicKey }: Pair, more: object) => ({ ...publicKey.export({ format: 'jwk' }), ...more })
const pem = ({ publicKey }: Pair) => String(publicKey.export({ type: 'spki', format: 'pem' }))
const three = [jwk(rsa, { kid: 'rsa', use: 'sig' }), jwk(ec, { kid: 'ec', alg: 'ES256' }), jwk(ed, { kid: 'ed' })]

/** Signs anything at all, also what no library would sign. */
const makers = {
  RS256: (input, { privateKey }) => signBytes('sha256', input, privateKey),
  RS512: (input, { privateKey }) => signBytes('sha512', input, privateKey),
  PS256: (input, { privateKey }) =>
    signBytes('sha256', input, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  ES256: (input, { privateKey }) => signBytes('sha256', input, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (input, { privateKey }) => signBytes(null, input, privateKey),
} satisfies Record<string, (input: Buffer, pair: Pair) => Buffer>

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
const good = {
  iss: name,
  aud: audience,
  iat: now,
  exp: now + 3600,
  sub: '7',
  email: 'gary@example.com',
  email_verified: true,
}

function compact(header: object, claims: unknown, signature: (input: Buffer) => Buffer): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${signature(Buffer.from(input)).toString('base64url')}`
}

function token(claims: unknown, alg: keyof typeof makers = 'RS256', pair: Pair = rsa, header: object = { kid: 'rsa' }) {
  return compact({ alg, typ: 'JWT', ...header }, claims, input => makers[alg](input, pair))
}

const hmac = (key: string | Buffer) => (input: Buffer) => createHmac('sha256', key).update(input).digest()

/** An issuer on loopback that publishes keys until it is told to answer something else. */
async function openIssuer(t: Test, keys: object[] = three) {
  const state = { keys, asked: 0, answer: undefined as RequestListener | undefined }
  const server = createServer((request, reply) => {
    state.asked++
    if (state.answer) state.answer(request, reply)
    else reply.end(JSON.stringify({ keys: state.keys }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  t.teardown(close)
  return Object.assign(state, {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`),
    close,
  })
}

async function openApp(t: Test, keys: Issuer['keys']) {
  const lines: string[] = []
  const log = await openLog('info', { write: line => void lines.push(line) })
  const app = await buildTestApp({ db, secret, rateLimit: false, issuer: { keys, name, audience }, log })
  t.teardown(() => app.close())
  return Object.assign(app, { lines })
}

async function ask(app: FastifyInstance, token: string, url = '/user') {
  const { statusCode, headers, payload } = await app.inject({ url, headers: { authorization: `Bearer ${token}` } })
  return { status: statusCode, headers, ...JSON.parse(payload) }
}

/** The clock of everything that keeps keys, which a test may put forward. */
function clock(t: Test) {
  const { now } = Date
  let ahead = 0
  t.intercept(Date, 'now', { value: () => now() + ahead })
  return {
    forward: (seconds: number) => {
      ahead += seconds * 1000
    },
  }
}

const badToken = {
  status: 401,
  headers: { 'www-authenticate': 'Bearer' },
  error: 'This token does not work, or its session was ended. Sign in again.',
  code: 'ER_UNAUTHORIZED',
}
const issuerAway = {
  status: 503,
  headers: { 'retry-after': '10', 'access-control-allow-origin': '*' },
  result: 'error',
  error: 'The issuer of this token cannot be asked just now whether it is good. Try again in a few seconds.',
  code: 'ER_INTERNAL',
}
const known = { status: 200, result: 'success', data: { email: 'gary@example.com' } }

t.test('200: who is calling is the address in the token', async t => {
  const app = await openApp(t, (await openIssuer(t)).url)
  const { email_verified: _, ...silent } = good
  const tokens = {
    RS256: token(good),
    ES256: token(good, 'ES256', ec, { kid: 'ec' }),
    EdDSA: token(good, 'EdDSA', ed, { kid: 'ed' }),
    'no kid, and one key of its type': token(good, 'RS256', rsa, {}),
    'no typ': token(good, 'RS256', rsa, { kid: 'rsa', typ: undefined }),
    'typ of an access token': token(good, 'RS256', rsa, { kid: 'rsa', typ: 'at+jwt' }),
    'an address in upper case': token({ ...good, email: 'Gary@EXAMPLE.com' }),
    'one audience of several': token({ ...good, aud: ['another', audience] }),
    'not a word about email_verified': token(silent),
    'email_verified as a text': token({ ...good, email_verified: 'true' }),
    'valid since now': token({ ...good, nbf: now, iat: now }),
    'claims that we do not use': token({ ...good, azp: 'x', roles: ['admin'], id: olivia.id, signIn: randomUUID() }),
  }
  for (const [title, token] of Object.entries(tokens)) t.match(await ask(app, token), known, title)
  t.match(
    await ask(app, olivia.token),
    { status: 200, data: { email: olivia.email } },
    'our own tokens work beside them',
  )
  t.match(
    await ask(
      app,
      compact(
        { kid: 'rsa', typ: 'JWT', alg: 'HS256' },
        { email: olivia.email, iat: now, exp: now + 3600 },
        hmac(secret),
      ),
    ),
    { status: 200, data: { email: olivia.email } },
    'ours in other words',
  )
})

t.test('401: a token that the issuer did not make for us', async t => {
  const issuer = await openIssuer(t, [
    ...three,
    jwk(otherRsa, { kid: 'other' }),
    jwk(rsa, { kid: 'for encryption', use: 'enc' }),
    jwk(rsa, { kid: 'for RS512', alg: 'RS512' }),
    jwk(rsa, { kid: 'to sign with', key_ops: ['sign'] }),
  ])
  const published = await openApp(t, issuer.url)
  const only = await openApp(t, { key: rsa.publicKey, algorithm: 'RS256' })
  const without = (claim: keyof typeof good) => ({ ...good, [claim]: undefined })
  const [head, payload, signature = ''] = token(good).split('.')
  const expired = { error: 'This token has expired. Sign in again.', sub_code: 'ER_TOKEN_EXPIRED' }

  const refused: Record<string, string> = {
    'another issuer': token({ ...good, iss: 'https://evil.example.com/' }),
    'an issuer without its slash': token({ ...good, iss: name.slice(0, -1) }),
    'a list of issuers': token({ ...good, iss: [name] }),
    'no issuer': token(without('iss')),
    'another audience': token({ ...good, aud: 'another' }),
    'several audiences, none of them us': token({ ...good, aud: ['another', 'sensor'] }),
    'a part of our name': token({ ...good, aud: `${audience}-admin` }),
    'no audience': token(without('aud')),
    'an empty list of audiences': token({ ...good, aud: [] }),
    'a list in a list': token({ ...good, aud: [[audience]] }),
    'no exp': token(without('exp')),
    'no iat': token(without('iat')),
    'exp that is a text': token({ ...good, exp: String(now + 3600) }),
    'exp that is null': token({ ...good, exp: null }),
    'not yet valid': token({ ...good, nbf: now + 1000 }),
    'nbf that is a text': token({ ...good, nbf: 'now' }),

    'no email': token(without('email')),
    'an empty email': token({ ...good, email: '' }),
    'an email that is none': token({ ...good, email: 'gary' }),
    'an email that is a list': token({ ...good, email: ['gary@example.com'] }),
    'an email with a NUL': token({ ...good, email: 'gary@example.com\0' }),
    'an email with a name': token({ ...good, email: 'Gary <gary@example.com>' }),
    'two emails': token({ ...good, email: 'gary@example.com,olivia@example.com' }),
    ...Object.fromEntries(
      [false, 'false', 'False', '', 0, 1, null, [], {}, 'yes'].map(email_verified => [
        `email_verified: ${JSON.stringify(email_verified)}`,
        token({ ...good, email_verified }),
      ]),
    ),

    RS512: token(good, 'RS512'),
    PS256: token(good, 'PS256'),
    'RS512 that says RS256': compact({ alg: 'RS256', kid: 'rsa' }, good, input => makers.RS512(input, rsa)),
    'PS256 that says RS256': compact({ alg: 'RS256', kid: 'rsa' }, good, input => makers.PS256(input, rsa)),
    none: `${encode({ alg: 'none', kid: 'rsa' })}.${payload}.`,
    'none, with a signature': `${encode({ alg: 'none', kid: 'rsa' })}.${payload}.${signature}`,
    'no alg': `${encode({ kid: 'rsa' })}.${payload}.${signature}`,
    'alg in lower case': compact({ alg: 'rs256', kid: 'rsa' }, good, input => makers.RS256(input, rsa)),
    'alg in a list': compact({ alg: ['RS256'], kid: 'rsa' }, good, input => makers.RS256(input, rsa)),
    'a critical header that we do not know': token(good, 'RS256', rsa, { kid: 'rsa', crit: ['exp'], exp: 1 }),
    'an unencoded payload': token(good, 'RS256', rsa, { kid: 'rsa', crit: ['b64'], b64: false }),
    'its own key in the header': token(good, 'ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }), {
      kid: 'ec',
      jwk: jwk(ec, {}),
    }),

    'another key under a known name': token(good, 'RS256', otherRsa),
    'an ES256 token that names the RSA key': token(good, 'ES256', ec, { kid: 'rsa' }),
    'a changed payload': `${head}.${encode({ ...good, email: olivia.email })}.${signature}`,
    'a changed header': `${encode({ alg: 'RS256', kid: 'rsa' })}.${payload}.${signature}`,
    'no signature': `${head}.${payload}.`,
    'half a signature': `${head}.${payload}.${signature.slice(0, 100)}`,
    'two parts': `${head}.${payload}`,
    'four parts': `${head}.${payload}.${signature}.x`,
    'five parts': `${head}.${payload}.${signature}.x.y`,
    'no payload': `${head}..${signature}`,
    'claims that are a list': token([good]),
    'claims that are null': token(null),
    'claims that are a text': token(JSON.stringify(good)),
  }
  const unfit: Record<string, string> = {
    'a key for encryption': token(good, 'RS256', rsa, { kid: 'for encryption' }),
    'a key for another algorithm': token(good, 'RS256', rsa, { kid: 'for RS512' }),
    'a key that does not check': token(good, 'RS256', rsa, { kid: 'to sign with' }),
    'an RS256 token that names the Ed25519 key': token(good, 'RS256', rsa, { kid: 'ed' }),
    'a name that no key has': token(good, 'RS256', rsa, { kid: 'unknown' }),
    'a name that is none': token(good, 'RS256', rsa, { kid: 7 }),
    'no name, and two keys of its type': token(good, 'RS256', rsa, {}),
  }
  for (const [title, token] of Object.entries({ ...refused, ...unfit }))
    t.match(await ask(published, token), badToken, title)
  for (const [title, token] of Object.entries(refused))
    t.match(await ask(only, token), badToken, `the only key: ${title}`)
  for (const app of [published, only]) {
    t.match(await ask(app, token({ ...good, exp: now - 1 })), { ...badToken, ...expired }, 'expired')
    const old = token({ ...good, iat: now - 366 * 86_400 })
    t.match(await ask(app, old), { ...badToken, ...expired }, 'issued more than a year ago')
    const forged = token({ ...good, exp: 1 }, 'RS256', otherRsa)
    t.match(await ask(app, forged), badToken, 'expired, and forged: not a word about its time')
  }
  t.match(await ask(published, ''), { status: 401, error: /^Sign in first/ }, 'no token at all')
  t.equal(issuer.asked, 1, 'the issuer was asked once in all')
})

t.test('401: a public key is no secret, whatever it is written as', async t => {
  const apps = [
    await openApp(t, (await openIssuer(t)).url),
    await openApp(t, { key: rsa.publicKey, algorithm: 'RS256' }),
  ]
  for (const pair of [rsa, ec, ed]) {
    const { n, x, y } = pair.publicKey.export({ format: 'jwk' })
    const secrets = [
      ...[pem(pair), pem(pair).trim(), pem(pair).replaceAll('\n', '\\n'), pem(pair).replaceAll('\n', '')],
      pair.publicKey.export({ type: 'spki', format: 'der' }),
      ...[JSON.stringify(pair.publicKey.export({ format: 'jwk' })), JSON.stringify({ keys: three })],
      ...[n, x, y].flatMap(part => (part === undefined ? [] : [part, Buffer.from(part, 'base64url')])),
      '',
    ]
    for (const key of secrets) {
      for (const alg of ['HS256', 'RS256', 'ES256', 'EdDSA']) {
        for (const kid of ['rsa', undefined]) {
          const forged = compact({ alg, typ: 'JWT', kid }, { ...good, email: olivia.email }, hmac(key))
          for (const app of apps) t.match(await ask(app, forged), badToken)
        }
      }
    }
  }
  const garys = compact({ alg: 'RS256', typ: 'JWT' }, good, hmac(secret))
  for (const app of apps) t.match(await ask(app, garys), badToken, 'nor is our secret a key of the issuer')
})

t.test('a sid of the issuer is no session of ours', async t => {
  const app = await openApp(t, (await openIssuer(t)).url)
  const { id: live } = await db
    .insertInto('sessions')
    .values({ person_id: olivia.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const sid of ['S-1-5-21', 7, null, '', randomUUID(), live]) {
    const itself = token({ ...good, email: olivia.email, sid })
    t.match(await ask(app, itself), { status: 200, data: { email: olivia.email } }, `sid: ${JSON.stringify(sid)}`)
    t.match(await ask(app, itself, '/sessions'), { data: { sessions: [{ id: live, current: false }] } })
  }
})

t.test('the only key, of each type: its algorithm and no other', async t => {
  const pairs = { RS256: rsa, ES256: ec, EdDSA: ed } as const
  for (const [algorithm, { publicKey }] of Object.entries(pairs) as ['RS256', Pair][]) {
    const app = await openApp(t, { key: publicKey, algorithm })
    for (const [alg, pair] of Object.entries(pairs) as ['RS256', Pair][]) {
      for (const header of [{}, { kid: 'whatever' }]) {
        const answer = await ask(app, token(good, alg, pair, header))
        t.match(answer, alg === algorithm ? known : badToken, `${alg} for a key of ${algorithm}`)
      }
    }
  }
})

t.test('50 first uses at once: one person who has joined, and the issuer is asked once', async t => {
  const issuer = await openIssuer(t)
  const app = await openApp(t, issuer.url)
  const email = 'newcomer@example.com'
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(app, token({ ...good, email }))))
  t.match(answers, Array(50).fill({ status: 200, data: { email } }))
  t.match(await db.selectFrom('people').selectAll().where('email', '=', email).execute(), [{ joined_at: Date }])
  t.equal(issuer.asked, 1)
})

t.test('somebody invited joins with the first token that the issuer gives them', async t => {
  const app = await openApp(t, (await openIssuer(t)).url)
  const { id, email } = await person('invited', { joined: false })
  t.match(await ask(app, token({ ...good, email, email_verified: false })), badToken)
  const joined = () => db.selectFrom('people').select(['id', 'joined_at']).where('email', '=', email).execute()
  t.match(await joined(), [{ id, joined_at: null }], 'not while the address is not proved')
  t.match(await ask(app, token({ ...good, email })), { status: 200, data: { email } })
  t.match(await joined(), [{ id, joined_at: Date }])
})

t.test('keys that come and go', async t => {
  const { forward } = clock(t)
  const [first, ...others] = three
  const issuer = await openIssuer(t)
  const app = await openApp(t, issuer.url)
  const newer = token(good, 'RS256', otherRsa, { kid: 'next' })

  t.match(await ask(app, token(good)), known)
  issuer.keys = [...three, jwk(otherRsa, { kid: 'next' })]
  t.match(await ask(app, newer), badToken, 'a new key is not looked for right after the last look')
  t.equal(issuer.asked, 1)
  forward(10)
  t.match(await ask(app, newer), known, 'but 10 seconds after it')
  t.equal(issuer.asked, 2)

  const strangers = Array.from({ length: 50 }, () => token(good, 'RS256', rsa, { kid: randomBytes(8).toString('hex') }))
  forward(10)
  for (const answer of await Promise.all(strangers.map(token => ask(app, token)))) t.match(answer, badToken)
  for (const token of strangers) await ask(app, token)
  t.equal(issuer.asked, 3, 'made-up names make us ask once in 10 seconds')

  issuer.keys = others
  t.match(await ask(app, token(good)), known, 'a key that was taken back still works')
  forward(9 * 60)
  t.match(await ask(app, token(good)), known, '9 minutes later too')
  t.equal(issuer.asked, 3, 'because nobody asks')
  forward(60)
  t.match(await ask(app, token(good)), badToken, 'but not after 10 minutes')
  t.match(await ask(app, token(good, 'ES256', ec, { kid: 'ec' })), known, 'as the others do')
  t.equal(issuer.asked, 4)

  issuer.keys = [{ ...jwk(otherRsa, {}), kid: first?.kid }, ...others]
  forward(10)
  t.match(await ask(app, token(good, 'RS256', otherRsa)), known, 'its name may be given to another key')
  t.match(await ask(app, token(good)), badToken)
})

t.test('503: an issuer that is away from the start; its tokens only, and until it is back', async t => {
  const { forward } = clock(t)
  const issuer = await openIssuer(t)
  const closed = await openIssuer(t)
  closed.close()
  const nowhere = await openApp(t, closed.url)
  t.match(await ask(nowhere, token(good)), issuerAway)
  t.match(await ask(nowhere, olivia.token), { status: 200 })
  t.match(await ask(nowhere, token(good, 'RS512')), badToken, 'what no issuer may send is refused without it')
  t.match(nowhere.lines.join(''), '"code":"ECONNREFUSED"')

  const app = await openApp(t, issuer.url)
  issuer.answer = (_, reply) => reply.writeHead(500).end('out of order')
  t.match(await Promise.all([1, 2, 3].map(() => ask(app, token(good)))), Array(3).fill(issuerAway))
  for (let count = 0; count < 20; count++) t.match(await ask(app, token(good)), issuerAway)
  t.equal(issuer.asked, 1, 'it is left in peace for a while')
  t.match(await ask(app, olivia.token), { status: 200, data: { email: olivia.email } }, 'our own tokens work')
  forward(10)
  t.match(await ask(app, token(good)), issuerAway)
  t.equal(issuer.asked, 2, 'and then asked again')
  issuer.answer = undefined
  t.match(await ask(app, token(good)), issuerAway)
  forward(10)
  t.match(await ask(app, token(good)), known)
  t.equal(issuer.asked, 3)

  const told = app.lines.filter(line => line.includes('cannot be had'))
  t.equal(told.length, 2, 'each failure is logged once')
  t.match(JSON.parse(told[0] ?? ''), { level: 50, err: { message: 'answered with status 500' } })
  t.notMatch(app.lines.join(''), /ey[\w-]+\.ey|gary|olivia/, 'without tokens and addresses')
})

t.test('503: an issuer that goes away: its keys are used while they are good', async t => {
  const { forward } = clock(t)
  const issuer = await openIssuer(t)
  const app = await openApp(t, issuer.url)
  const unknown = token(good, 'RS256', rsa, { kid: 'unknown' })
  t.match(await ask(app, token(good)), known)
  issuer.answer = (_, reply) => reply.destroy()
  forward(5 * 60)
  t.match(await ask(app, unknown), issuerAway, 'a key that may be a new one')
  t.match(await ask(app, token(good)), known)
  t.match(await ask(app, token({ ...good, exp: now - 1 })), { status: 401, sub_code: 'ER_TOKEN_EXPIRED' })
  for (let count = 0; count < 5; count++) t.match(await ask(app, unknown), issuerAway)
  t.equal(issuer.asked, 2, 'strangers do not make us ask more often')
  forward(5 * 60)
  t.match(await ask(app, token(good)), issuerAway, 'after 10 minutes they are not good any more')
  t.match(await ask(app, olivia.token), { status: 200 })
  issuer.answer = undefined
  forward(10)
  t.match(await ask(app, token(good)), known)
})

const flood = (reply: ServerResponse) => {
  const pour = () => {
    while (!reply.destroyed && reply.write(Buffer.alloc(65_536, ' ')));
  }
  reply.on('drain', pour)
  pour()
}

t.test('503: an issuer that answers something else', async t => {
  const elsewhere = await openIssuer(t)
  const answers: Record<string, RequestListener> = {
    'no JSON': (_, reply) => reply.end('<html>Log in</html>'),
    nothing: (_, reply) => reply.end(),
    null: (_, reply) => reply.end('null'),
    'a list': (_, reply) => reply.end(JSON.stringify(three)),
    'no keys': (_, reply) => reply.end('{}'),
    'keys that are no list': (_, reply) => reply.end('{"keys":{}}'),
    'keys that are none': (_, reply) => reply.end('{"keys":[null,7]}'),
    'a key that cannot be read': (_, reply) => reply.end('{"keys":[{"kty":"RSA","kid":"rsa","n":"!","e":"AQAB"}]}'),
    'a key without a key': (_, reply) => reply.end('{"keys":[{"kty":"RSA","kid":"rsa"}]}'),
    'a private key': (_, reply) =>
      reply.end(JSON.stringify({ keys: [{ ...rsa.privateKey.export({ format: 'jwk' }), kid: 'rsa' }] })),
    'half of its keys': (_, reply) => {
      reply.writeHead(200, { 'content-length': 10_000 }).write('{"keys":[')
      setImmediate(() => reply.destroy())
    },
    '404': (_, reply) => reply.writeHead(404).end(JSON.stringify({ keys: three })),
    '201': (_, reply) => reply.writeHead(201).end(JSON.stringify({ keys: three })),
    'another address': (_, reply) => reply.writeHead(302, { location: elsewhere.url.href }).end(),
    'far too much': (_, reply) => reply.end(JSON.stringify({ keys: three, padding: 'x'.repeat(1_000_000) })),
    'without an end': (_, reply) => flood(reply),
    'an error without an end': (_, reply) => flood(reply.writeHead(500)),
  }
  for (const [title, answer] of Object.entries(answers)) {
    const issuer = await openIssuer(t)
    const app = await openApp(t, issuer.url)
    issuer.answer = answer
    t.match(await ask(app, token(good)), issuerAway, title)
    t.match(await ask(app, token(good)), issuerAway, title)
    t.equal(issuer.asked, 1, 'asked once')
    t.match(await ask(app, olivia.token), { status: 200 })
  }
  t.equal(elsewhere.asked, 0)
})

t.test('503: an issuer that does not answer is waited for 3 seconds, by nobody else', async t => {
  const timers = holdTimers(t, 3_000)
  const silences: Record<string, RequestListener> = {
    'not a byte': () => {},
    'a head and no body': (_, reply) => reply.flushHeaders(),
    'half a body': (_, reply) => reply.write('{"keys":['),
  }
  for (const [title, silence] of Object.entries(silences)) {
    const issuer = await openIssuer(t)
    const app = await openApp(t, issuer.url)
    issuer.answer = silence
    const order: string[] = []
    const waiting = Promise.all(
      [1, 2, 3].map(async () => {
        t.match(await ask(app, token(good)), issuerAway, title)
        order.push('theirs')
      }),
    )
    while (issuer.asked === 0) await new Promise(setImmediate)
    t.match(await ask(app, olivia.token), { status: 200 })
    order.push('ours')
    t.strictSame(order, ['ours'], 'the others wait until the 3 seconds are over')
    t.ok(timers.count() > 0)
    timers.runOut()
    await waiting
    t.strictSame(order, ['ours', 'theirs', 'theirs', 'theirs'])
    t.equal(issuer.asked, 1)
  }
})

t.test('200: a slow issuer is waited for, once', async t => {
  const issuer = await openIssuer(t)
  const app = await openApp(t, issuer.url)
  const held: (() => void)[] = []
  issuer.answer = (_, reply) => held.push(() => reply.end(JSON.stringify({ keys: three })))
  const answers = Promise.all([1, 2, 3].map(() => ask(app, token(good))))
  while (held.length === 0) await new Promise(setImmediate)
  t.match(await ask(app, olivia.token), { status: 200 }, 'our own tokens do not wait')
  for (const release of held) release()
  t.match(await answers, Array(3).fill(known))
  t.equal(issuer.asked, 1)
})

t.test('503: a published key that is too weak lets nobody in, and the log says why', async t => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const app = await openApp(t, (await openIssuer(t, [...three, jwk(weak, { kid: 'weak' })])).url)
  t.match(await ask(app, token(good, 'RS256', weak, { kid: 'weak' })), issuerAway)
  t.match(app.lines.join(''), '2048 bits or larger')
  t.match(await ask(app, token(good)), known, 'the keys beside it work')
})

t.test('the settings of an issuer reach the service', async t => {
  const service = await startService({
    DATA_DIR: await startedFolder(t),
    JWT_PUBLIC_KEY: pem(ec).replaceAll('\n', '\\n'),
    JWT_ISSUER: name,
    JWT_AUDIENCE: audience,
  })
  t.teardown(() => {
    service.kill('SIGKILL')
    return service.ended
  })
  const statusOf = async (token: string) =>
    (await fetch(`${service.url}/user`, { headers: { authorization: `Bearer ${token}` } })).status
  t.equal(await statusOf(token(good, 'ES256', ec, {})), 200)
  t.equal(await statusOf(token({ ...good, aud: 'another' }, 'ES256', ec, {})), 401)
})
