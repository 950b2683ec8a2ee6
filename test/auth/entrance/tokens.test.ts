import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { createSigner } from 'fast-jwt'
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import t from 'tap'
import { issueToken } from '../../../src/auth/entrance/tokens.ts'
import { buildTestApp } from '../../support/app.ts'
import { openHouse, sign } from '../../support/house.ts'

const house = await openHouse(t)
const { db, secret, person, sensor, inject } = house
const olivia = await person('olivia')
const sauna = await sensor(olivia)
const { email } = olivia

const now = Math.floor(Date.now() / 1000)
const encode = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')
const header = { alg: 'HS256', typ: 'JWT' }

/** Signs anything at all as we sign, also what no library would sign. */
function signRaw(payload: unknown, head: unknown = header, key = secret): string {
  // With a beginning and an end, so that what is wrong is only what the test says.
  const ending = Object(payload).constructor === Object ? { iat: now, exp: now + 1000, ...Object(payload) } : payload
  const input = `${encode(head)}.${encode(ending)}`
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

function signWith(algorithm: 'HS384' | 'HS512' | 'RS256' | 'ES256' | 'EdDSA', key: string): string {
  return createSigner({ key, algorithm })({ email, exp: now + 1000 })
}

const pem = ({ privateKey }: { privateKey: KeyObject }) => String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
const rsa = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }))
const ec = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
const ed = pem(generateKeyPairSync('ed25519'))

async function session(of: { id: number }): Promise<string> {
  const { id } = await db.insertInto('sessions').values({ person_id: of.id }).returning('id').executeTakeFirstOrThrow()
  return id
}

const live = await session(olivia)
const ended = await session(olivia)
await db.deleteFrom('sessions').where('id', '=', ended).execute()
const garys = await session(await person('gary'))

const [head, payload, signature = ''] = olivia.token.split('.')
const unsigned = `${encode({ alg: 'none' })}.${payload}`

const noToken = 'Sign in first: send your token in the header "Authorization: Bearer <token>".'
const badToken = 'This token does not work, or its session was ended. Sign in again.'
const expiredToken = 'This token has expired. Sign in again.'

/** Authorization headers that let nobody in, by what is wrong with them. */
const refused: Record<string, { authorization?: string; error?: string; sub_code?: string }> = {
  'no header': { error: noToken },
  'an empty header': { authorization: '', error: noToken },
  'a blank header': { authorization: '   ', error: noToken },
  'Bearer and nothing': { authorization: 'Bearer' },
  'Bearer and a space': { authorization: 'Bearer ', error: noToken },
  Basic: { authorization: `Basic ${Buffer.from(`${email}:secret`).toString('base64')}` },
  'Basic with a good token': { authorization: `Basic ${olivia.token}` },
  'Bearer twice': { authorization: `Bearer Bearer ${olivia.token}` },
  'two tokens': { authorization: `Bearer ${olivia.token}, Bearer ${olivia.token}` },
  'a quoted token': { authorization: `Bearer "${olivia.token}"` },
  garbage: { authorization: 'Bearer garbage' },
  'garbage in three parts': { authorization: 'Bearer garbage.garbage.garbage' },
  dots: { authorization: 'Bearer ..' },
  'bytes that are no ASCII': { authorization: 'Bearer \xff\xfe\x80' },
  'a token of 10,000 characters': { authorization: `Bearer ${'a'.repeat(10_000)}` },

  'alg none, no signature': { authorization: `Bearer ${unsigned}.` },
  'alg none, two parts': { authorization: `Bearer ${unsigned}` },
  'alg none, a good signature': { authorization: `Bearer ${unsigned}.${signature}` },
  'alg NONE': { authorization: `Bearer ${encode({ alg: 'NONE' })}.${payload}.` },
  'no alg': { authorization: `Bearer ${signRaw({ email }, { typ: 'JWT' })}` },
  'alg of another type': { authorization: `Bearer ${signRaw({ email }, { alg: ['HS256'] })}` },
  'HS384 with our secret': { authorization: `Bearer ${signWith('HS384', secret)}` },
  'HS512 with our secret': { authorization: `Bearer ${signWith('HS512', secret)}` },
  RS256: { authorization: `Bearer ${signWith('RS256', rsa)}` },
  ES256: { authorization: `Bearer ${signWith('ES256', ec)}` },
  EdDSA: { authorization: `Bearer ${signWith('EdDSA', ed)}` },
  'HS256 that says RS256': { authorization: `Bearer ${signRaw({ email }, { alg: 'RS256' })}` },
  'a critical header that we do not know': {
    authorization: `Bearer ${signRaw({ email }, { ...header, crit: ['b64'] })}`,
  },

  'another secret': { authorization: `Bearer ${sign('another-secret-that-is-long-enough!', { email })}` },
  'an empty secret': { authorization: `Bearer ${signRaw({ email }, header, '')}` },
  'no signature': { authorization: `Bearer ${head}.${payload}.` },
  'half a signature': { authorization: `Bearer ${head}.${payload}.${signature.slice(0, 20)}` },
  'a longer signature': { authorization: `Bearer ${olivia.token}AAAA` },
  'a changed payload': { authorization: `Bearer ${head}.${encode({ email: 'gary@example.com' })}.${signature}` },
  'a changed header': { authorization: `Bearer ${encode({ ...header, kid: '1' })}.${payload}.${signature}` },

  expired: {
    authorization: `Bearer ${sign(secret, { email, exp: now - 1 })}`,
    error: expiredToken,
    sub_code: 'ER_TOKEN_EXPIRED',
  },
  'expired long ago, with a live session': {
    authorization: `Bearer ${sign(secret, { email, sid: live, exp: 1 })}`,
    error: expiredToken,
    sub_code: 'ER_TOKEN_EXPIRED',
  },
  'expired, but not ours': {
    authorization: `Bearer ${sign('another-secret-that-is-long-enough!', { email, exp: 1 })}`,
  },
  'a signature that is no base64url': { authorization: `Bearer ${head}.${payload}.ï¿½${signature.slice(1)}` },
  'no iat': { authorization: `Bearer ${signRaw(JSON.stringify({ email, exp: now + 1000 }))}` },
  'no exp': { authorization: `Bearer ${signRaw(JSON.stringify({ email }))}` },
  'exp that is a text': { authorization: `Bearer ${signRaw({ email, exp: `${now + 1000}` })}` },
  'exp that is null': { authorization: `Bearer ${signRaw({ email, exp: null })}` },
  'not yet valid': { authorization: `Bearer ${sign(secret, { email, nbf: now + 1000 })}` },
  'valid at the end of time': { authorization: `Bearer ${signRaw({ email, nbf: 1e300 })}` },

  'no claims': { authorization: `Bearer ${signRaw({})}` },
  'claims that are a list': { authorization: `Bearer ${signRaw([{ email }])}` },
  'claims that are a text': { authorization: `Bearer ${signRaw(JSON.stringify(email))}` },
  'claims that are null': { authorization: `Bearer ${signRaw('null')}` },
  'claims that are no JSON': { authorization: `Bearer ${signRaw('email=olivia@example.com')}` },
  'claims with a prototype': { authorization: `Bearer ${signRaw(`{"__proto__":{"email":"${email}"}}`)}` },
  'the address as sub': { authorization: `Bearer ${signRaw({ sub: email })}` },

  'an ended session': { authorization: `Bearer ${sign(secret, { email, sid: ended })}` },
  'a session that never was': { authorization: `Bearer ${sign(secret, { email, sid: randomUUID() })}` },
  "somebody else's session": { authorization: `Bearer ${sign(secret, { email, sid: garys })}` },
  'a session of somebody unknown': { authorization: `Bearer ${sign(secret, { email: 'new@example.com', sid: live })}` },
  ...Object.fromEntries(
    [null, 7, true, '', 'sid', [live], { live }, `${live}\0`, `${live} `, ` ${live}`, live.replaceAll('-', '')].map(
      sid => [`a sid that is no uuid: ${JSON.stringify(sid)}`, { authorization: `Bearer ${signRaw({ email, sid })}` }],
    ),
  ),
  ...Object.fromEntries(
    [
      ...[null, 7, true, [email], { email }, { toString: email }],
      ...['', ' ', 'olivia', 'olivia@example', '@example.com', `${email} `, ` ${email}`, `${email}\0`, `${email}\n`],
      ...['ol\0ivia@example.com', 'olivia@exämple.com', 'o😀@example.com', 'o\ud800@example.com', `Olivia <${email}>`],
      ...[`${'o'.repeat(65)}@example.com`, `${'o'.repeat(8000)}@example.com`],
    ].map(email => [
      `an email that is none: ${JSON.stringify(email)?.slice(0, 80)}`,
      { authorization: `Bearer ${signRaw({ email })}` },
    ]),
  ),
}

/** Bodies that would be refused, or that would do something; a stranger must not learn which. */
const bodies: Record<string, Pick<InjectOptions, 'headers' | 'payload'>> = {
  'a good body': {
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ sensor: sauna, user: 'guest@example.com' }),
  },
  'no body': {},
  'an empty body': { headers: { 'content-type': 'application/json' }, payload: '' },
  'a bad body': { headers: { 'content-type': 'application/json' }, payload: '{"sensor":7}' },
  'no JSON': { headers: { 'content-type': 'application/json' }, payload: '{"sensor' },
  'a wrong content type': { headers: { 'content-type': 'application/xml' }, payload: '<sensor/>' },
  'no content type': { payload: 'sensor' },
  'too large a body': { headers: { 'content-type': 'application/json' }, payload: `"${'x'.repeat(300_000)}"` },
}

/** Everything that is in the database. */
async function everything() {
  const { rows } = await sql<{ row: string }>`
    select people::text as row from people union all select shares::text from shares union all
    select events::text from events union all select letters::text from letters union all
    select sessions::text from sessions union all select sensors::text from sensors
    order by row`.execute(db)
  return rows
}

const before = await everything()

for (const url of ['/share', '/unshare']) {
  for (const [title, { authorization, error = badToken, sub_code }] of Object.entries(refused)) {
    t.test(`401 ${url}: ${title}`, async t => {
      const answer = await inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
        payload: { sensor: sauna, user: 'guest@example.com' },
      })
      t.equal(answer.statusCode, 401)
      t.strictSame(answer.json(), { result: 'error', error, code: 'ER_UNAUTHORIZED', ...(sub_code && { sub_code }) })
      t.equal(answer.headers['www-authenticate'], 'Bearer')
    })
  }

  for (const [title, body] of Object.entries(bodies)) {
    t.test(`401 ${url}: without a token, before the body is read: ${title}`, async t => {
      for (const authorization of [undefined, 'Bearer garbage', `Bearer ${sign(secret, { email, sid: ended })}`]) {
        const answer = await inject({
          ...body,
          method: 'POST',
          url,
          headers: { ...body.headers, ...(authorization && { authorization }) },
        })
        t.equal(answer.statusCode, 401)
        t.equal(answer.json().error, authorization ? badToken : noToken)
        t.equal(answer.headers['www-authenticate'], 'Bearer')
      }
    })
  }
}

t.test('401 leaves nothing behind: no person, no share, no letter', async t => {
  t.strictSame(await everything(), before)
})

t.test('good tokens: 403 for a sensor of somebody else, so the caller is known', async t => {
  // A session that was used more than a minute ago would be marked as used again.
  await sql`update sessions set last_accessed_at = now()`.execute(db)
  const before = await everything()
  const claims: Record<string, string> = {
    Bearer: `Bearer ${olivia.token}`,
    bearer: `bearer ${olivia.token}`,
    BEARER: `BEARER ${olivia.token}`,
    'bare, as iOS sends it': olivia.token,
    'several spaces': `Bearer    ${olivia.token}`,
    'a tab': `Bearer\t${olivia.token}`,
    'spaces after it': `Bearer ${olivia.token}  `,
    'an address in upper case': `Bearer ${sign(secret, { email: 'OLIVIA@EXAMPLE.COM' })}`,
    'a live session': `Bearer ${sign(secret, { email, sid: live })}`,
    'a live session in upper case': `Bearer ${sign(secret, { email, sid: live.toUpperCase() })}`,
    'not yet expired': `Bearer ${sign(secret, { email, exp: now + 1000 })}`,
    'valid since now': `Bearer ${sign(secret, { email, nbf: now - 1 })}`,
    'claims that we do not use': `Bearer ${sign(secret, { email, iss: 'someone', aud: 'else', sub: '1', admin: true })}`,
    'no typ in its header': `Bearer ${signRaw({ email }, { alg: 'HS256' })}`,
  }
  for (const [title, authorization] of Object.entries(claims)) {
    const answer = await inject({
      method: 'POST',
      url: '/share',
      headers: { authorization },
      payload: { sensor: '00:00:00:00:00:00', user: 'guest@example.com' },
    })
    t.equal(answer.statusCode, 403, title)
    t.equal(answer.headers['www-authenticate'], undefined)
  }
  t.strictSame(await everything(), before, 'and it is the person who was there')
})

t.test('200: an address in upper case is the person in lower case, who owns the sensor', async t => {
  const answer = await inject({
    method: 'POST',
    url: '/share',
    headers: { authorization: sign(secret, { email: 'Olivia@Example.com' }) },
    payload: { sensor: sauna, user: 'guest@example.com' },
  })
  t.match(answer.json(), { result: 'success', data: { sensor: sauna } })
})

t.test('somebody unknown with a good token is known from then on', async t => {
  const answer = await inject({
    method: 'POST',
    url: '/unshare',
    headers: { authorization: `Bearer ${sign(secret, { email: 'New@Example.com' })}` },
    payload: { sensor: sauna },
  })
  t.equal(answer.statusCode, 404)
  t.match(await db.selectFrom('people').selectAll().where('email', '=', 'new@example.com').execute(), [
    { joined_at: Date },
  ])
})

t.test('TRUSTED_TOKENS=off: only tokens with a session', async t => {
  const app = await buildTestApp({ db, secret, rateLimit: false, trustedTokens: false })
  t.teardown(() => app.close())
  const statusOf = async (token: string) =>
    (await app.inject({ url: '/user', headers: { authorization: `Bearer ${token}` } })).statusCode
  t.equal(await statusOf(sign(secret, { email, sid: live, exp: now + 1000 })), 200)
  t.equal(await statusOf(olivia.token), 401)
  t.equal(await statusOf(await issueToken(secret, 'unheard-of@example.com')), 401)
  t.strictSame(await db.selectFrom('people').select('id').where('email', '=', 'unheard-of@example.com').execute(), [])
})
