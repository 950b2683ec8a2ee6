/** Signatures that don't cover the body: programs send several requests with one, and a replay changes nothing. */
import { connect } from 'node:net'
import { sql } from 'kysely'
import t from 'tap'
import { makeSecret } from '../../../src/auth/access-keys.ts'
import { type House, openHouse, type Person } from '../../support/house.ts'
import { type Key, signed, type Wanted } from '../../support/signer.ts'
import { addressOf } from '../../support/stream.ts'

async function makeKey({ post }: House, { token }: Person): Promise<Key> {
  const { data } = (await post('/access-keys', { name: 'A program' }, token)) as unknown as { data: Key }
  return data
}

/** What remote.it's programs sign. */
const covers = ['(request-target)', 'host', 'date', 'content-type']
const later = (house: House, seconds: number) =>
  sql`update used_signatures set used_at = used_at - make_interval(secs => ${seconds})`.execute(house.db)

const sharing = (deviceId: string, email: string) => `mutation { share(deviceId: "${deviceId}", email: "${email}") }`

async function open(t: Parameters<typeof openHouse>[0], options: Parameters<typeof openHouse>[1] = {}) {
  const house = await openHouse(t, options)
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const [key, sauna] = [await makeKey(house, olivia), await house.sensor(olivia)]
  const date = new Date().toUTCString()
  const wanted = (query: string): Wanted => ({
    method: 'POST',
    url: '/graphql/v1',
    body: { query },
    covers,
    headers: { date },
  })
  const call = async (one: Wanted) => {
    const { statusCode, payload } = await house.inject(signed(key, one))
    return { status: statusCode, body: JSON.parse(payload) }
  }
  const guests = async () => Number((await house.db.selectFrom('shares').select('guest_id').execute()).length)
  return { house, olivia, key, sauna, date, wanted, call, guests }
}

t.test('ten different shares in one second, signed alike: ten done', async t => {
  const { key, sauna, wanted, call, guests } = await open(t)
  const all = Array.from({ length: 10 }, (_, n) => wanted(sharing(sauna, `guest${n}@example.com`)))
  t.equal(new Set(all.map(one => signed(key, one).headers.authorization)).size, 1, 'one signature')
  for (const one of all) t.strictSame(await call(one), { status: 200, body: { data: { share: true } } })
  t.equal(await guests(), 10)
  for (const one of all) t.match(await call(one), { status: 401, body: { errors: [{ message: /used before/ }] } })
})

t.test('the same change at once twenty times: done once', async t => {
  const { sauna, wanted, call, house } = await open(t)
  const answers = await Promise.all(Array.from({ length: 20 }, () => call(wanted(sharing(sauna, 'gary@example.com')))))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(401)])
  const rest = { method: 'POST', url: '/unshare', body: { sensor: sauna, user: 'gary@example.com' }, covers } as const
  const date = new Date().toUTCString()
  const ended = await Promise.all(Array.from({ length: 5 }, () => call({ ...rest, headers: { date } })))
  t.strictSame(ended.map(({ status }) => status).sort(), [200, ...Array(4).fill(401)])
  t.equal((await house.db.selectFrom('events').select('id').where('action', '=', 'unshared').execute()).length, 1)
})

t.test('reads may come again for ten seconds, and no longer', async t => {
  const { house, sauna, date, wanted, call } = await open(t)
  const reads: Wanted[] = [
    { url: '/user', covers: ['(request-target)', 'date'], headers: { date } },
    { url: `/sensors?sensor=${sauna}`, covers: ['(request-target)', 'date'], headers: { date } },
    wanted('{ login { email } }'),
    wanted('query A { login { id } } query B { login { email } }'),
    wanted('{ login {'),
  ]
  for (const read of reads) {
    const first = await call(read)
    t.ok(first.status < 400)
    for (const _ of [1, 2]) t.strictSame(await call(read), first, read.url)
  }
  await later(house, 9)
  for (const read of reads) t.ok((await call(read)).status < 400)
  await later(house, 1)
  for (const read of reads) t.equal((await call(read)).status, 401, read.url)
})

t.test('a document with a mutation is no read, whatever runs of it; nor is a list that holds one', async t => {
  const { sauna, date, wanted, call, guests } = await open(t)
  const share = sharing(sauna, 'gary@example.com')
  const both: Wanted = {
    ...wanted(''),
    body: {
      query: `query Read { login { id } } ${share.replace('mutation', 'mutation Share')}`,
      operationName: 'Read',
    },
  }
  const list: Wanted = { ...wanted(''), body: [{ query: '{ login { id } }' }, { query: share }] }
  for (const one of [both, list]) {
    t.equal((await call(one)).status, 200)
    t.equal((await call(one)).status, 401)
  }
  t.equal(await guests(), 1)
  const post: Wanted = {
    method: 'POST',
    url: '/access',
    body: { questions: [{ sensor: sauna }] },
    covers,
    headers: { date },
  }
  t.equal((await call(post)).status, 200)
  t.equal((await call(post)).status, 401, 'a POST of REST counts as a change')
})

t.test('SIGNED_BODIES: a body must have a signed digest', async t => {
  const { key, sauna, wanted, call, guests, house } = await open(t, { signedBodies: true })
  const share = wanted(sharing(sauna, 'gary@example.com'))
  t.match(await call(share), {
    status: 401,
    body: { errors: [{ message: /^This service takes no body that is not signed/ }] },
  })
  t.match(await call({ ...share, covers: [...covers, 'content-length'] }), { status: 401 })
  t.equal(await guests(), 0)
  t.match(await call({ ...share, covers: [...covers, 'digest'] }), { status: 200 })
  t.equal((await call({ url: '/user', covers: ['(request-target)', 'date'] })).status, 200, 'there is no body')
  const resend = `/shares/${sauna}/gary@example.com/resend`
  const bodiless = signed(key, { method: 'POST', url: resend, covers: ['(request-target)', 'date'] })
  t.equal((await house.inject(bodiless)).statusCode, 200)
  const smuggled = { ...bodiless, payload: '{}', headers: { ...bodiless.headers, 'content-type': 'application/json' } }
  t.equal((await house.inject(smuggled)).statusCode, 401)
})

t.test('over the wire: a body in pieces, too large, or cut off; only a correct signature has it read', async t => {
  const { house, key, sauna, guests } = await open(t)
  await house.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = new URL(await addressOf(house.app.server))
  const body = JSON.stringify({ sensor: sauna, user: 'gary@example.com' })
  const send = async (one: Key, pieces: string[]) => {
    const { headers } = signed(one, { method: 'POST', url: '/share', covers: ['(request-target)', 'date'] })
    const socket = connect(Number(port), '127.0.0.1')
    const head = [
      'host: x',
      `date: ${headers.date}`,
      `authorization: ${headers.authorization}`,
      'content-type: application/json',
    ]
    socket.write(`POST /share HTTP/1.1\r\n${head.join('\r\n')}\r\ntransfer-encoding: chunked\r\n\r\n`)
    for (const piece of pieces) socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`)
    if (pieces.length > 0) socket.write('0\r\n\r\n')
    let received = ''
    for await (const part of socket.setEncoding('utf8')) {
      received += part
      if (/\r\n\r\n.*\}$/s.test(received)) break
    }
    return received.slice(0, 12)
  }
  t.equal(await send({ ...key, secret: '' }, []), 'HTTP/1.1 401', 'before the body is there')
  t.equal(await send(key, ['x'.repeat(400_000)]), 'HTTP/1.1 413')
  t.equal(await guests(), 0)
  t.equal(await send(key, [body.slice(0, 10), body.slice(10)]), 'HTTP/1.1 200')
  t.equal(await guests(), 1)
})

t.test('a new secret works in shells: it holds no byte 00 and does not end in 0A', async t => {
  const made: Buffer[] = []
  const dice = [
    Buffer.alloc(32, 1).fill(0, 5, 6),
    Buffer.alloc(32, 1).fill(0x0a, 31),
    Buffer.alloc(32, 0x0a).fill(2, 31),
  ]
  const secret = makeSecret(bytes => {
    const next = dice.shift() ?? Buffer.alloc(bytes, 9)
    made.push(next)
    return next
  })
  t.equal(made.length, 3)
  t.equal(secret[0], 0x0a)
  for (let n = 0; n < 2_000; n++) {
    const one = makeSecret()
    if (one.length !== 32 || one.includes(0) || one.at(-1) === 0x0a) t.fail(one.toString('hex'))
  }
})
