/**
 * Generated bad requests to two operations: none gets anything but a refusal, none changes anything, none is remembered. FUZZ_RUNS=…
 * sends more of them, FUZZ_SEED=… the same ones again.
 */
import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import fc, { type Arbitrary } from 'fast-check'
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import t from 'tap'
import { exchange, faultIn, untilAlone } from '../support/hostile.ts'
import { openHouse, sign } from '../support/house.ts'
import { tries } from '../support/runs.ts'

const runs = Number(process.env.FUZZ_RUNS ?? tries({ short: 200, long: 2_000 }))
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)

const house = await openHouse(t)
const { app, db, person, sensor, share, secret } = house
const olivia = await person('olivia')
const gary = await person('gary')
const sauna = await sensor(olivia)
const boat = await sensor(olivia, 'Boat')
await share(olivia, boat, gary.email)
await share(olivia, boat, 'nobody@example.com')

/** Would share the sauna with Gary, or end Gary's share of the boat, if anything were right about the rest. */
const good = {
  '/share': { sensor: sauna, user: gary.email },
  '/unshare': { sensor: boat, user: gary.email },
}
type Path = keyof typeof good
const paths = Object.keys(good) as Path[]

const authorization = `Bearer ${olivia.token}`
const post = (url: string, payload: string | Buffer, headers: Record<string, string> = {}): InjectOptions => ({
  method: 'POST',
  url,
  headers: { authorization, 'content-type': 'application/json', ...headers },
  payload,
})

const path = fc.constantFrom(...paths)
const words = fc.constantFrom(
  ...[
    '',
    ' ',
    '\0',
    '\n',
    '😀',
    '\ud800',
    '\udfff',
    '\ufeff',
    '\u202e',
    'null',
    'NaN',
    '{}',
    '[]',
    '%00',
    "' or 1=1 --",
  ],
  ...['__proto__', 'constructor', 'toString', '$where', '{{7*7}}', '../../etc/passwd', '\\u0000', '\r\nx: y'],
)
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string(), words)
const longText = fc
  .tuple(
    fc.constantFrom('a', ':', 'C6:', '@', 'a.', 'é', '😀', '\0', '"', '\\'),
    fc.constantFrom(300, 20_000, 100_000, 1_000_000),
  )
  .map(([part, length]) => part.repeat(length / part.length))
const otherType = fc.oneof(
  fc.constantFrom(null, true, false, 0, -0, 1e308, 7, [], {}),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
  fc.constantFrom([sauna], { sensor: sauna }, [gary.email], { toString: gary.email, length: 17 }),
)
const rare = <Value>(usual: Arbitrary<Value>, unusual: Arbitrary<Value>) =>
  fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: unusual })

const isMac = (value: string) => /^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/.test(value)
const badSensor = rare<unknown>(
  fc.oneof(
    otherType,
    text.filter(value => !isMac(value)),
    fc.tuple(fc.nat(sauna.length), text).map(([at, what]) => sauna.slice(0, at) + (what || '-') + sauna.slice(at)),
    fc.tuple(fc.nat(sauna.length - 1), text).map(([at]) => sauna.slice(0, at) + sauna.slice(at + 1)),
    fc.constantFrom(
      `${sauna}:00:00`,
      sauna.replaceAll(':', '-'),
      sauna.replaceAll(':', ''),
      sauna.replace('C6', 'Ｃ６'),
    ),
  ),
  longText,
)
// Without an @ that has something on both sides, nothing is an address.
const badUser = rare<unknown>(
  fc.oneof(
    otherType,
    text.map(value => value.replaceAll('@', '') || ' '),
    fc.tuple(text, text).map(([one, other]) => `${one.replaceAll('@', '')} @${other.replaceAll('@', '')} `),
    fc.constantFrom(
      'gary@example.com\0',
      'gary@example.com\n',
      'gary@@example.com',
      'gärý@example.com',
      'gary@example.com,',
    ),
    fc.constantFrom(
      'gary@example',
      '<gary@example.com>',
      '\ud83dgary@example.com',
      'ga\0ry@example.com',
      ' gary@example.com',
    ),
  ),
  longText.map(value => value.replaceAll('@', 'a')),
)
const surplus = fc.dictionary(
  text.filter(key => !['sensor', 'user', '__proto__', 'constructor'].includes(key)),
  fc.jsonValue(),
  { maxKeys: 2 },
)

const badFields = fc
  .tuple(path, fc.constantFrom('sensor', 'user', 'both', 'missing'), badSensor, badUser, surplus)
  .map(([path, which, sensor, user, surplus]) => {
    const fields: Record<string, unknown> = { ...surplus, ...good[path] }
    if (which !== 'user') fields.sensor = sensor
    if (which === 'user' || which === 'both') fields.user = user
    if (which === 'missing') delete fields.sensor
    return post(path, JSON.stringify(fields))
  })

const deep = (open: string, close: string, levels = 10_000) => open.repeat(levels) + close.repeat(levels)
const noObject = fc.oneof(
  fc
    .jsonValue()
    .filter(value => typeof value !== 'object' || value === null || Array.isArray(value))
    .map(value => JSON.stringify(value)),
  fc.constantFrom(
    '',
    ' ',
    '{}',
    '[]',
    '{"user":"gary@example.com"}',
    '\ufeff',
    '{"sensor":}',
    "{'sensor':1}",
    '{"sensor":1,}',
    '// x',
  ),
  fc.constantFrom(
    deep('[', ']'),
    deep('{"sensor":', '}').replace('}', '1}'),
    deep('{"a":[', ']}', 5000),
    '['.repeat(10_000),
  ),
  text.map(value => `{"sensor":"${value}`),
)
const badBody = fc
  .tuple(
    path,
    fc.oneof(
      noObject,
      fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
    ),
    fc.boolean(),
  )
  .map(([path, body, asText]) => post(path, body, asText ? { 'content-type': 'text/plain;charset=UTF-8' } : {}))

/** The good body as JSON text, with something put in front of its last brace. */
const goodWith = (path: Path, tail: string) => `${JSON.stringify(good[path]).slice(0, -1)},${tail}}`

const badKeys = fc
  .tuple(
    path,
    fc.constantFrom(
      '"__proto__":{"sensor":"x"}',
      '"__proto__":null',
      '"\\u005f_proto__":{}',
      '"\\u005F\\u005Fproto\\u005f_":7',
      '"constructor":{"prototype":{"user":"x"}}',
      '"x":{"y":[{"__proto__":[]}]}',
      `"x":${deep('[', ']', 10_000).replace(']', '{"__proto__":1}]')}`,
      '"sensor":7',
      '"sensor":null,"sensor":""',
      '"user":["gary@example.com"]',
      '"user":"gary"',
    ),
    fc.constantFrom('application/json', 'text/plain', 'application/json; charset=utf-8', 'Text/Plain'),
  )
  .map(([path, tail, type]) => post(path, goodWith(path, tail), { 'content-type': type }))

const utf16be = (value: string) => Buffer.from(value, 'utf16le').swap16()
const utf32 = (value: string) => Buffer.from(Uint32Array.from(value, character => character.charCodeAt(0)).buffer)
const badEncoding = fc
  .tuple(
    path,
    fc.constantFrom<[(body: string) => Buffer, Record<string, string>]>(
      [body => Buffer.from(body, 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }],
      [body => Buffer.from(`\ufeff${body}`, 'utf16le'), {}],
      [utf16be, { 'content-type': 'application/json; charset=utf-16be' }],
      [utf32, { 'content-type': 'application/json; charset=utf-32' }],
      [
        body => Buffer.from(body.replace('gary', 'g\xe4ry'), 'latin1'),
        { 'content-type': 'application/json; charset=latin1' },
      ],
      [body => Buffer.from(body.replace('gary', '\xff\xfe\xc0\x80'), 'latin1'), {}],
      [body => Buffer.from(body.replace('"user"', '"\xed\xa0\x80":"user"'), 'latin1').subarray(0, -2), {}],
      [body => Buffer.from(Buffer.from(body).toString('base64')), { 'content-transfer-encoding': 'base64' }],
      [body => Buffer.from(encodeURIComponent(body)), {}],
      [gzipSync, { 'content-encoding': 'gzip' }],
      [gzipSync, {}],
      [deflateSync, { 'content-encoding': 'deflate' }],
      [brotliCompressSync, { 'content-encoding': 'br' }],
    ),
  )
  .map(([path, [encode, headers]]) => post(path, encode(JSON.stringify(good[path])), headers))

const headerText = fc.oneof(
  fc.string({ unit: fc.integer({ min: 32, max: 255 }).map(code => String.fromCharCode(code)) }),
  fc.constantFrom('', ',', ';', ';;', '*/*', '"', '=', 'a'.repeat(5000)),
)
const badType = fc
  .tuple(
    path,
    fc.oneof(
      fc.constantFrom(
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'text/html',
        'text/json',
      ),
      fc.constantFrom(
        'application/jsonp',
        'application/vnd.api+json',
        'application/octet-stream',
        'application',
        '/',
        'json',
        '__proto__',
      ),
      headerText.filter(value => !/application\/json|text\/plain/i.test(value)),
    ),
  )
  .map(([path, type]) => post(path, JSON.stringify(good[path]), { 'content-type': type }))

const [head = '', payload = '', signature = ''] = olivia.token.split('.')
const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
const elsewhere = 'another-secret-that-is-long-enough!'
const badToken = fc
  .tuple(
    path,
    fc.oneof(
      headerText.map(value => value.replaceAll('.', '')),
      headerText.map(value => `Bearer ${value.replaceAll('.', '')}`),
      fc
        .tuple(
          fc.integer({ min: 1, max: head.length + payload.length }),
          fc.constantFrom('A', 'z', '_', '.', '=', ' ', '\xff'),
        )
        .map(([at, what]) => `Bearer ${olivia.token.slice(0, at)}${what}${olivia.token.slice(at)}`),
      fc.nat(signature.length - 2).map(length => `Bearer ${head}.${payload}.${signature.slice(0, length)}`),
      fc
        .jsonValue()
        .map(claims => `Bearer ${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`),
      fc.constantFrom(
        `Bearer ${unsigned}.${payload}.`,
        `Bearer ${unsigned}.${payload}.${signature}`,
        `Basic ${olivia.token}`,
      ),
      badUser.map(email => `Bearer ${signed({ email })}`),
      text.map(sid => `Bearer ${signed({ email: olivia.email, sid })}`),
      fc.emailAddress().map(email => `Bearer ${sign(elsewhere, { email })}`),
      fc.emailAddress().map(email => `Bearer ${sign(secret, { email, exp: 1 })}`),
    ),
  )
  .map(([path, authorization]) => post(path, JSON.stringify(good[path]), { authorization }))

/** A long claim would not fit into a header. */
const signed = (claims: object) => sign(secret, JSON.stringify(claims).length < 5000 ? claims : {})

const badLength = fc
  .tuple(
    path,
    fc.integer({ min: -60, max: 1e9 }).filter(difference => difference !== 0),
  )
  .map(([path, difference]) => {
    const body = JSON.stringify(good[path])
    return post(path, body, { 'content-length': String(Math.max(0, Buffer.byteLength(body) + difference)) })
  })

const oddHeaders = fc
  .tuple(
    fc.dictionary(
      fc.constantFrom(
        'x-request-id',
        'host',
        'origin',
        'accept',
        'accept-version',
        'cookie',
        'forwarded',
        'x-http-method-override',
        'te',
      ),
      headerText,
    ),
    fc.oneof(badFields, badBody),
  )
  .map(([headers, request]) => ({ ...request, headers: { ...headers, ...request.headers } }))

const segment = text.map(value => `x${encodeURIComponent(value.replaceAll(/\p{Surrogate}/gu, ''))}`)
const badPath = fc
  .tuple(
    path,
    fc.oneof(
      segment.map(segment => (path: string) => `${path}/${segment}`),
      segment.map(segment => (path: string) => `/${segment}${path}`),
      segment.map(segment => (path: string) => `${path}${segment}`),
      fc.constantFrom(
        (path: string) => `/${path}`,
        (path: string) => `${path}/`,
        (path: string) => path.toUpperCase(),
        (path: string) => `${path}%00`,
        (path: string) => `${path}%20`,
        (path: string) => `${path}%2f`,
        (path: string) => `%2f${path}`,
        (path: string) => `/%zz${path}`,
        (path: string) => `${path}%`,
        (path: string) => `${path}%c0%ae`,
        (path: string) => `${path};x=1`,
        (path: string) => path.replace('a', 'а'),
        (path: string) => path.repeat(1000),
      ),
    ),
  )
  .map(([path, change]) => post(change(path), JSON.stringify(good[path])))

const methods = ['GET', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH'] as const
const badMethod = fc
  .tuple(path, fc.constantFrom(...methods))
  .map(([path, method]) => ({ ...post(path, JSON.stringify(good[path])), method }) as InjectOptions)

const fieldsInQuery = fc.tuple(path, fc.array(fc.tuple(text, text), { maxLength: 4 })).map(([path, pairs]) => {
  const query = new URLSearchParams([...Object.entries(good[path]), ...pairs])
  return post(`${path}?${query}`, '{}')
})

const badRequest: Arbitrary<InjectOptions> = fc.oneof(
  { weight: 6, arbitrary: badFields },
  { weight: 3, arbitrary: badBody },
  { weight: 2, arbitrary: badToken },
  { weight: 2, arbitrary: badPath },
  ...[badKeys, badEncoding, badType, badLength, oddHeaders, badMethod, fieldsInQuery],
)

/** Everything that is in the database: the rows of each table, counted and hashed. */
async function everything() {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by name`.execute(db)
  return Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await sql<{
        row: string
      }>`select t::text as row from ${sql.table(name)} as t order by row`.execute(db)
      return { name, rows: rows.length, hash: createHash('sha256').update(JSON.stringify(rows)).digest('hex') }
    }),
  )
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

async function megabytesInUse(): Promise<number> {
  // What is finalized, is finalized between two turns.
  for (let turns = 0; turns < 5; turns++) {
    await turn()
    collectGarbage()
  }
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

t.comment(`FUZZ_SEED=${seed} FUZZ_RUNS=${runs}`)

t.test('4xx with the envelope for every bad request; nothing changes, memory stays flat', async t => {
  const before = await everything()
  const statuses: Record<number, number> = {}

  async function send(numRuns: number, seed: number) {
    await fc.assert(
      fc.asyncProperty(badRequest, async request => {
        const { statusCode: status, headers, payload: text } = await app.inject(request)
        statuses[status] = (statuses[status] ?? 0) + 1
        const fault = faultIn({ status, headers, text })
        if (fault) throw new Error(fault)
      }),
      { numRuns, seed },
    )
  }

  // The first fifth fills what is filled once: compiled code, caches.
  const warmUp = Math.ceil(runs / 5)
  await send(warmUp, seed)
  const start = await megabytesInUse()
  await send(runs - warmUp, seed + 1)
  const growth = (await megabytesInUse()) - start

  t.comment(statuses, `${growth.toFixed(1)} MB more in use`)
  t.strictSame(await everything(), before)
  t.ok(growth < 5, `${growth.toFixed(1)} MB more in use`)
  t.strictSame(Object.keys(statuses), ['400', '401', '404', '405', '413', '415'], 'they were bad in many ways')
})

t.test('4xx with the envelope, or none, for bytes that are hardly HTTP; nothing changes', async t => {
  await app.listen({ port: 0, host: '127.0.0.1' })
  const before = await everything()
  const body = '{"sensor":"sauna","user":"gary"}'
  const request = Buffer.from(
    `POST /share HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  )
  const change = fc.tuple(
    fc.nat(request.length),
    fc.nat(3),
    fc.oneof(fc.uint8Array({ maxLength: 5 }), words.map(Buffer.from)),
  )
  const changed = fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map(changes =>
      changes.reduce(
        (bytes, [at, cut, paste]) => Buffer.concat([bytes.subarray(0, at), paste, bytes.subarray(at + cut)]),
        request,
      ),
    )
  let answered = 0
  await fc.assert(
    fc.asyncProperty(changed, async bytes => {
      // What it waits for does not come: we are done.
      const answers = await exchange(app.server, socket => socket.end(bytes))
      answered += answers.length
      const fault = answers.map(faultIn).find(fault => fault !== undefined)
      if (fault) throw new Error(fault)
    }),
    { numRuns: Math.ceil(runs / 10), seed },
  )
  await untilAlone(app.server)
  t.ok(answered > runs / 20, `${answered} answers`)
  t.strictSame(await everything(), before)
})

t.test('200 for good requests afterwards', async t => {
  for (const path of paths) {
    const answer = await app.inject(post(path, JSON.stringify(good[path])))
    t.equal(answer.statusCode, 200, path)
  }
})
