import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { sendClientFailure } from '../../src/rest/contract/envelope.ts'
import { exchange, faultIn, untilAlone } from '../support/hostile.ts'
import { openHouse } from '../support/house.ts'

const house = await openHouse(t)
const { app, db, person, sensor } = house
await app.listen({ port: 0, host: '127.0.0.1' })
const olivia = await person('olivia')
const sauna = await sensor(olivia)
const good = JSON.stringify({ sensor: sauna, user: 'guest@example.com' })

/** The bytes of a request; a header that is undefined is left out. */
function request(
  headers: Record<string, string | number | undefined> = {},
  body = good,
  first = 'POST /share HTTP/1.1',
) {
  const all = {
    host: 'localhost',
    authorization: `Bearer ${olivia.token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}\r\n`))
  return `${first}\r\n${lines.join('')}\r\n${body}`
}

const chunked = { 'content-length': undefined, 'transfer-encoding': 'chunked' }
const empty = { 'content-length': undefined, 'content-type': undefined, authorization: undefined }

const refused: Record<string, { status: number; bytes: string | Buffer }> = {
  'no HTTP': { status: 400, bytes: 'What is this?\r\n\r\n' },
  'zero bytes': { status: 400, bytes: Buffer.alloc(1000) },
  'a TLS hello': { status: 400, bytes: Buffer.from('16030100c8010000c40303', 'hex') },
  'the preface of HTTP/2': { status: 400, bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
  'a version that is none': { status: 400, bytes: request({}, good, 'POST /share HTTP/9.9') },
  'a method that is none': { status: 400, bytes: request({}, good, 'SHARE /share HTTP/1.1') },
  'a method of another service': { status: 404, bytes: request({}, good, 'PROPFIND /share HTTP/1.1') },
  'a path that is none': { status: 400, bytes: request({}, good, 'POST share HTTP/1.1') },
  'a path of bytes': { status: 400, bytes: Buffer.from(request({}, good, 'POST /sh\xe4re HTTP/1.1'), 'latin1') },
  'a path with a space': { status: 400, bytes: request({}, good, 'POST /sh are HTTP/1.1') },
  'a path that leads back': { status: 404, bytes: request({}, good, 'POST /x/../share HTTP/1.1') },
  'a path that cannot be decoded': { status: 400, bytes: request({}, good, 'POST /share/%zz HTTP/1.1') },
  'a path of a zero byte': { status: 404, bytes: request({}, good, 'POST /share/%00 HTTP/1.1') },
  'a path of stars': { status: 404, bytes: request({}, good, 'POST * HTTP/1.1') },
  'a long path': { status: 404, bytes: request({}, good, `POST /${'share/'.repeat(2000)} HTTP/1.1`) },
  'too long a path': { status: 431, bytes: request({}, good, `POST /${'share/'.repeat(4000)} HTTP/1.1`) },
  'too long a header': { status: 431, bytes: request({ cookie: 'c'.repeat(20_000) }) },
  'too many headers': {
    status: 431,
    bytes: request(Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`x-header-${index}`, 'value']))),
  },
  'a zero byte in a header': { status: 400, bytes: request({ 'x-any': 'a\0b' }) },
  'a header without a name': { status: 400, bytes: request({ '': 'value' }) },
  'a space in the name of a header': { status: 400, bytes: request({ 'x any': 'value' }) },
  'no host, no token': { status: 401, bytes: request({ host: undefined, authorization: undefined }) },
  'an expectation that nobody can meet, no token': {
    status: 401,
    bytes: request({ expect: 'a miracle', authorization: undefined }),
  },
  'an upgrade': {
    status: 400,
    bytes: request(
      { ...empty, authorization: `Bearer ${olivia.token}`, connection: 'upgrade, close', upgrade: 'websocket' },
      '',
    ),
  },
  'a token of bytes': { status: 401, bytes: Buffer.from(request({ authorization: 'Bearer \xff\xfe' }), 'latin1') },
  'two lengths': { status: 400, bytes: request({ 'Content-Length': 5 }) },
  'a length and chunks': { status: 400, bytes: request({ 'transfer-encoding': 'chunked' }) },
  'a length that is none': { status: 400, bytes: request({ 'content-length': 'long' }) },
  'a negative length': { status: 400, bytes: request({ 'content-length': -1 }) },
  'a length beyond counting': { status: 400, bytes: request({ 'content-length': '99999999999999999999' }) },
  'a length beyond reason': { status: 413, bytes: request({ 'content-length': 9_999_999 }) },
  'a length that is too short': { status: 400, bytes: request({ 'content-length': 20 }) },
  'an encoding that is none': { status: 400, bytes: request({ ...chunked, 'transfer-encoding': 'chunked, gzip' }) },
  'a chunk without a size': { status: 400, bytes: request(chunked, `\r\n${good}\r\n0\r\n\r\n`) },
  'a chunk that is longer than its size': { status: 400, bytes: request(chunked, `5\r\n${good}\r\n0\r\n\r\n`) },
  'a chunk with a size beyond counting': {
    status: 400,
    bytes: request(chunked, `fffffffffffffffff\r\n${good}\r\n0\r\n\r\n`),
  },
  'chunks that together are too large': {
    status: 413,
    bytes: request(chunked, `${`10000\r\n${'x'.repeat(0x10000)}\r\n`.repeat(5)}0\r\n\r\n`),
  },
  'no body': { status: 400, bytes: request({ 'content-length': 0 }, '') },
}

for (const [title, { status, bytes }] of Object.entries(refused)) {
  t.test(`${status} ${title}`, async t => {
    const answers = await exchange(app.server, socket => socket.write(bytes))
    t.strictSame(
      answers.map(answer => answer.status),
      [status],
    )
    t.strictSame(answers.map(faultIn), [undefined])
    await untilAlone(app.server)
  })
}

t.test('400 a body that ends before its length, when the other side is done', async t => {
  const answers = await exchange(app.server, socket => socket.end(request({ 'content-length': 500 })))
  t.strictSame(answers.map(faultIn), [undefined])
  await untilAlone(app.server)
})

t.test('400 a bad body that comes byte by byte', async t => {
  const answers = await exchange(app.server, async socket => {
    socket.setNoDelay(true)
    for (const byte of request({}, '{"sensor":7}')) {
      socket.write(byte)
      await turn()
    }
  })
  t.match(answers, [{ status: 400 }])
  t.strictSame(answers.map(faultIn), [undefined])
})

t.test('an answer each to requests that come at once, in order; then garbage: 400, and the end', async t => {
  const bad = request({ connection: undefined }, '{"sensor":7,"user":7}')
  const statuses = async (bytes: string, later = '') => {
    const answers = await exchange(app.server, async socket => {
      socket.write(bytes)
      if (later === '') return
      await once(socket, 'data')
      socket.write(later)
    })
    t.ok(answers.every(answer => faultIn(answer) === undefined))
    return answers.map(({ status }) => status)
  }
  const noToken = request({ authorization: undefined, connection: undefined })
  t.strictSame(await statuses(bad + noToken + bad + request({ 'content-type': 'x/y' })), [400, 401, 400, 415])
  t.strictSame(await statuses(noToken, 'garbage\r\n\r\n'), [401, 400])
  t.equal((await statuses(`${bad}${bad}garbage\r\n\r\n`)).at(-1), 400)
})

t.test('nothing of all that did anything', async t => {
  t.strictSame(await db.selectFrom('shares').selectAll().execute(), [])
  t.strictSame(await db.selectFrom('letters').selectAll().execute(), [])
  t.equal((await db.selectFrom('people').select('id').execute()).length, 1)
})

t.test('200 without a host, and with any expectation: they do not matter here', async t => {
  const answers = await exchange(app.server, socket => socket.write(request({ host: undefined })))
  t.match(answers, [{ status: 200 }])
  const others = await exchange(app.server, socket => socket.write(request({ expect: 'a miracle' })))
  t.match(others, [{ status: 409 }])
  const continued = await exchange(app.server, socket => socket.write(request({ expect: '100-continue' })))
  t.match(continued, [{ status: 100 }, { status: 409 }])
})

t.test('people who hang up in the middle leave nothing open', async t => {
  const bytes = request({ 'content-length': 100_000 })
  for (const length of [1, 20, 60, bytes.length - 5, bytes.length]) {
    const socket = connect((app.server.address() as { port: number }).port, '127.0.0.1')
    await once(socket, 'connect')
    await new Promise(resolve => socket.write(bytes.slice(0, length), resolve))
    socket.resetAndDestroy()
  }
  await untilAlone(app.server)
  t.equal((await app.inject('/health/ready')).statusCode, 200)
})

t.test('who never hangs up does not keep the server from closing', async t => {
  const house = await openHouse(t)
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = house.app.server.address() as { port: number }
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  t.teardown(() => socket.destroy())
  socket.write('garbage\r\n\r\n')
  socket.resume()
  await once(socket, 'end')
  await house.app.close()
  t.equal(house.app.server.listening, false)
})

t.test('408 a request that takes too long; what comes after the answer is not done', async t => {
  const done: string[] = []
  const server = createServer(
    { requestTimeout: 60_000, headersTimeout: 60_000, connectionsCheckingInterval: 20 },
    request => {
      request
        .on('data', chunk => {
          done.push(String(chunk))
          // What has come is in; from now on it takes too long.
          server.headersTimeout = 1
          server.requestTimeout = 1
        })
        .on('end', () => done.push('end'))
        .on('error', () => {})
    },
  )
  server.on('clientError', (error, socket) => sendClientFailure(error, socket as Socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const answers = await exchange(server, async socket => {
    socket.write(request({ 'content-length': 4 }, 'ab'))
    await once(socket, 'end')
    socket.write('cd')
  })
  t.match(answers, [{ status: 408 }])
  t.strictSame(answers.map(faultIn), [undefined])
  await untilAlone(server)
  t.strictSame(done, ['ab'])
})
