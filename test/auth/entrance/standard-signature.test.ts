/** Requests signed as RFC 9421 says: vectors of openssl, a library as client, and what remote.it's newer programs send. */
import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import type { FastifyRequest, InjectOptions } from 'fastify'
import { createSigner, httpbis } from 'http-message-signatures'
import t from 'tap'
import { readStandardSignature } from '../../../src/auth/entrance/standard-signature.ts'
import { type House, openHouse, type Person } from '../../support/house.ts'
import type { Key } from '../../support/signer.ts'

const vectorSecret = 'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDg=='
const vectors = [
  {
    title: 'what remote.it signs, behind a proxy with TLS',
    publicUrl: 'https://sensors.example.com',
    url: '/graphql/v1?a=b%20c',
    headers: { host: '10.0.0.7:3000', date: 'Tue, 20 Apr 2021 02:07:55 GMT' },
    params:
      '("@method" "@authority" "@target-uri" "date");keyid="TESTKEYTESTKEYTESTKE";alg="hmac-sha256";created=1618884473;expires=1618884773',
    signature: 'mErxXJeRbrM3579MRgvOutzg5ANehrXQ9zLzCFjh520=',
  },
  {
    title: 'path, query, scheme, host and digest',
    publicUrl: undefined,
    url: '/graphql/v1',
    headers: {
      host: 'sensors.example.com:3000',
      'content-digest': 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
    },
    params:
      '("@method" "@path" "@query" "@scheme" "host" "content-digest");created=1618884473;keyid="TESTKEYTESTKEYTESTKE";nonce="x";tag="app"',
    signature: '/lWVkodFx2675+Kyk2R86PmeigOlUmdTNGaqaK1v7bE=',
  },
]

t.test('the text that is signed is that of vectors computed by openssl', async t => {
  t.intercept(Date, 'now', { value: () => 1_618_884_475_000 })
  for (const { title, publicUrl, url, headers, params, signature } of vectors) {
    const request = {
      protocol: 'http',
      raw: { method: 'POST', url },
      headers: { ...headers, 'signature-input': `pyhms=${params}`, signature: `pyhms=:${signature}:` },
    }
    const read = readStandardSignature(request as unknown as FastifyRequest, publicUrl)
    const hmacs = read.texts.map(text =>
      createHmac('sha256', Buffer.from(vectorSecret, 'base64')).update(text).digest('base64'),
    )
    t.ok(hmacs.includes(signature), title)
    t.equal(read.signature.toString('base64'), signature)
    t.equal(read.keyId, 'TESTKEYTESTKEYTESTKE')
    t.equal(read.at, 1_618_884_473_000)
    t.equal(read.digest === undefined, !params.includes('content-digest'))
  }
})

async function makeKey({ post }: House, { token }: Person): Promise<Key> {
  const { data } = (await post('/access-keys', { name: 'A program' }, token)) as unknown as { data: Key }
  return data
}

type Sent = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; payload?: string }

/** Signs with a library of npm. `at` is where the client reaches the service. */
async function byLibrary(key: Key, at: string, sent: Sent, fields: string[], more: object = {}): Promise<Sent> {
  const signer = createSigner(Buffer.from(key.secret, 'base64'), 'hmac-sha256', key.id)
  const message = { method: sent.method, url: `${at}${sent.url}`, headers: { host: new URL(at).host, ...sent.headers } }
  const { headers } = await httpbis.signMessage({ key: signer, fields, ...more }, message)
  return { ...sent, headers: headers as Record<string, string> }
}

const digestOf = (text: string, hash: 'sha256' | 'sha512' = 'sha256') =>
  `${hash === 'sha256' ? 'sha-256' : 'sha-512'}=:${createHash(hash).update(text).digest('base64')}:`

const now = () => Math.floor(Date.now() / 1000)

async function open(t: Parameters<typeof openHouse>[0], options: Parameters<typeof openHouse>[1] = {}) {
  const house = await openHouse(t, options)
  const olivia = await house.person('olivia')
  const [key, sauna] = [await makeKey(house, olivia), await house.sensor(olivia)]
  const query = (query: string, more: Record<string, string> = {}): Sent & { payload: string } => ({
    method: 'POST',
    url: '/graphql/v1',
    headers: { 'content-type': 'application/json', date: new Date().toUTCString(), ...more },
    payload: JSON.stringify({ query }),
  })
  const send = async (sent: InjectOptions) => {
    const { statusCode, payload } = await house.app.inject(sent)
    return { status: statusCode, body: JSON.parse(payload) }
  }
  return { house, olivia, key, sauna, query, send }
}

const home = 'http://sensors.example.com:3000'
const fields = ['@method', '@authority', '@target-uri', 'date']

t.test('200 a library of npm as client: in plain, behind a proxy, with any label', async t => {
  const { key, olivia, query, send, house } = await open(t, { publicUrl: 'https://share.example.com' })
  const me = { status: 200, body: { data: { login: { email: olivia.email } } } }
  const ask = query('{ login { email } }')
  t.strictSame(await send(await byLibrary(key, home, ask, fields)), me)
  for (const name of ['pyhms', 'remoteit', 'sig1', '*a.b-c']) {
    t.strictSame(await send(await byLibrary(key, home, ask, fields, { name })), me, name)
  }
  const proxied = await byLibrary(key, 'https://share.example.com', ask, fields)
  proxied.headers.host = '10.0.0.7:3000'
  t.strictSame(await send(proxied), me, 'the proxy sends another host, and no TLS')
  const elsewhere = await byLibrary(key, 'https://other.example.com', ask, fields)
  elsewhere.headers.host = '10.0.0.7:3000'
  t.equal((await send(elsewhere)).status, 401)
  const get = { method: 'GET', url: '/sensors?x=%20y', headers: {} } as const
  for (const some of [
    ['@method', '@path', '@query'],
    ['@method', '@request-target'],
    ['@method', '@target-uri', '@scheme'],
  ]) {
    t.equal((await send(await byLibrary(key, home, get, some))).status, 200, String(some))
  }
  const portless = await byLibrary(key, 'http://sensors.example.com', ask, fields)
  portless.headers.host = 'sensors.example.com:3000'
  t.strictSame(await send(portless), me, 'signed without the port')
  const bearer = await byLibrary(key, home, ask, fields)
  const token = { ...bearer.headers, authorization: `Bearer ${olivia.token}` }
  t.strictSame(
    await house.app.inject({ ...bearer, headers: token }).then(({ statusCode }) => statusCode),
    200,
    'a token counts',
  )
})

t.test('a content-digest is checked, and such a signature counts once; one without, once with each body', async t => {
  const { key, sauna, query, send, house } = await open(t)
  const mutation = (email: string) => `mutation { share(deviceId: "${sauna}", email: "${email}") }`
  const done = { status: 200, body: { data: { share: true } } }
  for (const hash of ['sha256', 'sha512'] as const) {
    const plain = query(mutation(`${hash}@example.com`))
    const sent = { ...plain, headers: { ...plain.headers, 'content-digest': digestOf(plain.payload, hash) } }
    const signed = await byLibrary(key, home, sent, [...fields, 'content-digest'])
    const forged = query(mutation('mallory@example.com')).payload
    t.strictSame(await send(signed), done)
    t.equal((await send(signed)).status, 401, 'again')
    const other = await byLibrary(key, home, sent, [...fields, 'content-digest', 'content-type'])
    t.match(await send({ ...other, payload: forged }), {
      status: 401,
      body: { errors: [{ message: /"content-digest" does not fit/ }] },
    })
  }
  const reading = query('{ login { id } }')
  const read = await byLibrary(
    key,
    home,
    { ...reading, headers: { ...reading.headers, 'content-digest': digestOf(reading.payload) } },
    [...fields, 'content-digest'],
  )
  t.equal((await send(read)).status, 200)
  t.equal((await send(read)).status, 401, 'a read, too')
  const one = await byLibrary(key, home, query(mutation('a@example.com')), fields)
  for (let n = 0; n < 8; n++) {
    t.strictSame(await send({ ...one, payload: query(mutation(`guest${n}@example.com`)).payload }), done)
  }
  t.equal((await send({ ...one, payload: query(mutation('guest3@example.com')).payload })).status, 401)
  t.equal((await house.db.selectFrom('shares').select('guest_id').execute()).length, 10)
})

/** Signs by hand, from the description alone. */
function byHand(key: Key, sent: Sent, names: string[], params: string, values: Record<string, string> = {}): Sent {
  const list = `(${names.map(name => `"${name}"`).join(' ')})${params}`
  const known: Record<string, string> = {
    '@method': sent.method,
    '@authority': 'sensors.example.com:3000',
    '@target-uri': `${home}${sent.url}`,
    '@path': sent.url,
    '@query': '?',
    ...sent.headers,
    ...values,
  }
  const text = [...names.map(name => `"${name}": ${known[name]}`), `"@signature-params": ${list}`].join('\n')
  const signature = createHmac('sha256', Buffer.from(key.secret, 'base64')).update(text).digest('base64')
  const headers = {
    host: 'sensors.example.com:3000',
    ...sent.headers,
    'signature-input': `a=${list}`,
    signature: `a=:${signature}:`,
  }
  return { ...sent, headers }
}

t.test('401 what is old, expired, incomplete or unreadable, with a sentence; nothing is a 500', async t => {
  const { key, query, send } = await open(t)
  const ask = query('{ login { email } }')
  const at = (seconds: number, more = '') => `;keyid="${key.id}";alg="hmac-sha256";created=${now() + seconds}${more}`
  const whole = ['@method', '@target-uri']
  for (const params of [at(0), at(-290), at(290), at(0, `;expires=${now() + 5}`), at(0, ';nonce="x";tag="y"')]) {
    t.equal((await send(byHand(key, ask, whole, params))).status, 200, params)
  }
  t.equal((await send(byHand(key, ask, [...whole, 'date'], `;keyid="${key.id}"`))).status, 200, 'the date is enough')
  const refused: [names: string[], params: string, words: RegExp][] = [
    [whole, at(-310), /"created" must be the time now/],
    [whole, at(310), /"created"/],
    [whole, at(0, `;expires=${now() - 1}`), /has expired/],
    [whole, `;keyid="${key.id}";created="now"`, /"created"/],
    [whole, `;keyid="${key.id}"`, /Say when it was signed/],
    [whole, `;created=${now()}`, /^Write the headers like this/],
    [whole, `;keyid=5;created=${now()}`, /^Write the headers/],
    [whole, `;keyid="${key.id}";alg="rsa-pss-sha512";created=${now()}`, /hmac-sha256/],
    [['@method'], at(0), /^Sign "@method"/],
    [['@target-uri'], at(0), /^Sign "@method"/],
    [['@method', '@path'], at(0), /^Sign "@method"/],
    [[...whole, '@method'], at(0), /each part once/],
    [[...whole, 'x-absent'], at(0), /did not come/],
    [[...whole, '@status'], at(0), /not known here/],
    [[...whole, '__proto__'], at(0), /did not come/],
    [[...whole, 'Date'], at(0), /in lower case/],
    [[...whole, 'content-digest'], at(0), /did not come/],
  ]
  for (const [names, params, words] of refused) {
    const { status, body } = await send(byHand(key, ask, names, params))
    t.match([status, body.errors?.[0].message], [401, words], `${names} ${params}`)
  }
  const late = query('{ login { email } }', { date: new Date(Date.now() - 400_000).toUTCString() })
  t.match(await send(byHand(key, late, [...whole, 'date'], at(0))), { status: 401 }, 'both times must fit')
  const wrong = byHand({ ...key, secret: '' }, ask, whole, at(0))
  const unknown = byHand({ ...key, id: 'A'.repeat(20) }, ask, whole, at(0).replace(key.id, 'A'.repeat(20)))
  t.strictSame((await send(wrong)).body, (await send(unknown)).body)
  const good = byHand(key, ask, whole, at(0, ';nonce="z"'))
  for (const [name, value] of [
    ['signature-input', ''],
    ['signature', ''],
    ['signature', 'a=:?:'],
    ['signature', 'b=:AA==:'],
    ['signature', 'a="x"'],
    ['signature', 'a=:AA==:'],
    ['signature-input', 'a=5'],
    ['signature-input', 'a=("@method" 5);keyid="x"'],
    ['signature-input', 'a=("@method";req "@path" "@query");keyid="x"'],
    ['signature-input', '('],
  ] as const) {
    t.equal((await send({ ...good, headers: { ...good.headers, [name]: value } })).status, 401, `${name}: ${value}`)
  }
  const text = fc.string({ unit: fc.constantFrom(...'a=();:"@methdkiy0123 ,-*?\\%'.split('')) })
  const nonsense = fc.asyncProperty(text, text, async (input, signature) => {
    const { status } = await send({ ...good, headers: { ...good.headers, 'signature-input': input, signature } })
    t.equal(status, 401)
  })
  await fc.assert(nonsense, { numRuns: 150 })
  const several = { ...good.headers }
  several['signature-input'] = `other=("@status");keyid="proxy", ${good.headers['signature-input']}`
  several.signature = `other=:AAAA:, ${good.headers.signature}`
  t.equal((await send({ ...good, headers: several })).status, 200, 'the signature of a proxy does not count')
})

t.test('401 whatever was changed', async t => {
  const { key, query, send } = await open(t)
  const ask = query('{ login { email } }', { 'x-word': 'a' })
  const sign = () =>
    byHand(key, ask, ['@method', '@authority', '@target-uri', 'x-word'], `;keyid="${key.id}";created=${now()}`)
  t.equal((await send(sign())).status, 200)
  const one = sign()
  for (const changed of [
    { ...one, url: '/graphql' },
    { ...one, url: '/graphql/v1?a=b' },
    { ...one, headers: { ...one.headers, 'x-word': 'b' } },
    { ...one, headers: { ...one.headers, host: 'other.example.com' } },
    {
      ...one,
      headers: {
        ...one.headers,
        'signature-input': one.headers['signature-input']?.replace(/created=\d/, 'created=2') ?? '',
      },
    },
  ]) {
    t.equal((await send(changed)).status, 401, JSON.stringify(changed.headers))
  }
  const { host, ...headers } = one.headers
  t.equal(
    (await send({ ...one, method: 'POST', headers: { ...headers, host: String(host).toUpperCase() } })).status,
    200,
  )
})
