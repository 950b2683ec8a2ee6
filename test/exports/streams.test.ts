/** Exports that take long: read slowly, broken off, and of people who lose access meanwhile. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { unshare } from '../../src/sharing/end/unshare.ts'
import { frame } from '../support/gateway.ts'
import { openHouse, type Person } from '../support/house.ts'
import { eventually } from '../support/service.ts'

const rows = 60_000
const hello = /^sensor,name,timestamp,time,/

/** A sensor with much to export, shared with a guest, and who counts the pages that are read of it. */
async function furnished(t: Test) {
  const statements: (string | undefined)[] = []
  const counts = { onStatement: (title: string | undefined) => void statements.push(title) }
  const house = await openHouse(t, { counts, rateLimit: true })
  const [olivia, gary] = [await house.person('olivia', { plan: 'Pro' }), await house.person('gary')]
  const sensor = await house.sensor(olivia)
  await house.share(olivia, sensor, gary.email)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, coordinates, is_maskable, data)
    select ${sensor}, extract(epoch from now())::bigint - n, -60, '', '', true, ${frame}
    from generate_series(1, ${rows}::int) as n`.execute(house.db)
  // A socket in a folder holds less in the kernel than TCP, so that little is sent ahead of who reads.
  const folder = await mkdtemp(join(tmpdir(), 'exports-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const socketPath = join(folder, 'socket')
  await house.app.listen({ path: socketPath })

  /** Begins an export and reads nothing yet. */
  async function begin({ token }: Pick<Person, 'token'>, format = 'csv') {
    const outgoing: ClientRequest = request({
      socketPath,
      path: `/values?sensor=${sensor}&format=${format}`,
      headers: { authorization: `Bearer ${token}` },
      agent: false,
    })
    t.teardown(() => outgoing.destroy())
    outgoing.on('error', () => {})
    outgoing.end()
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    return { answer, leave: () => outgoing.destroy() }
  }

  /** Asks for an export and is gone before anything comes. */
  async function leaveAtOnce({ token }: Pick<Person, 'token'>) {
    const headers = { authorization: `Bearer ${token}` }
    const outgoing = request({ socketPath, path: `/values?sensor=${sensor}`, headers, agent: false })
    outgoing.on('error', () => {})
    await new Promise(resolve => outgoing.end(() => resolve(undefined)))
    outgoing.destroy()
  }

  return { house, leaveAtOnce, olivia, gary, sensor, begin, statements, pagesRead: () => pagesIn(statements) }
}

const pagesIn = (statements: (string | undefined)[]) => statements.filter(title => title === 'read-export').length

/** Reads to the end; tells whether it was complete. */
async function readAll(answer: IncomingMessage): Promise<{ text: string; isComplete: boolean }> {
  let text = ''
  answer.setEncoding('utf8')
  try {
    for await (const piece of answer) text += piece
  } catch {
    return { text, isComplete: false }
  }
  return { text, isComplete: answer.complete }
}

t.test('who reads slowly gets all of it, and nothing is read ahead of them', async t => {
  const { olivia, begin, pagesRead } = await furnished(t)
  const { answer } = await begin(olivia)
  // The socket is full when no more pages are read for a while.
  let before = -1
  await eventually('reading pauses', async () => {
    const isPaused = before === pagesRead()
    before = pagesRead()
    await new Promise(resolve => setTimeout(resolve, 300))
    return isPaused && before === pagesRead()
  })
  t.ok(pagesRead() < 30, `${pagesRead()} of 60 pages were read`)
  const { text, isComplete } = await readAll(answer)
  t.ok(isComplete)
  t.match(text, hello)
  t.equal(text.split('\r\n').length, rows + 2)
})

t.test('a page is one statement', async t => {
  const { olivia, begin, statements } = await furnished(t)
  statements.length = 0
  const { answer } = await begin(olivia)
  t.ok((await readAll(answer)).isComplete)
  t.equal(pagesIn(statements), rows / 1_000 + 1, 'the last one is empty')
  const others = statements.filter(title => title !== 'read-export')
  t.ok(others.length <= 2, `beside the pages: ${others}`)
})

t.test('a share that ends midway ends the export, and it is not taken for complete', async t => {
  const { house, olivia, gary, sensor, begin } = await furnished(t)
  for (const format of ['csv', 'json', 'influx']) {
    const { answer } = await begin(gary, format)
    t.equal(answer.statusCode, 200)
    await unshare(house.db, olivia, [{ sensor, guest: gary.email }])
    const { text, isComplete } = await readAll(answer)
    t.notOk(isComplete, format)
    t.ok(text.split('\n').length < rows - 10_000, `${text.split('\n').length} lines`)
    t.equal((await begin(gary, format)).answer.statusCode, 403)
    await house.share(olivia, sensor, gary.email)
  }
})

t.test('so does a sign-out', async t => {
  const { house, olivia, begin } = await furnished(t)
  const { answer } = await begin(olivia)
  const headers = { authorization: `Bearer ${olivia.token}` }
  t.equal((await house.inject({ method: 'DELETE', url: '/sessions', headers })).statusCode, 200)
  t.notOk((await readAll(answer)).isComplete)
})

t.test('three at once for each person; who goes away or is done makes room', async t => {
  const { olivia, gary, begin } = await furnished(t)
  const running = [await begin(olivia), await begin(olivia), await begin(olivia)]
  const refused = await begin(olivia)
  t.equal(refused.answer.statusCode, 429)
  t.match(refused.answer.headers, { 'retry-after': '1' })
  t.equal((await begin(gary)).answer.statusCode, 200, 'others have their own')
  running[0]?.leave()
  await eventually('there is room', async () => (await begin(olivia)).answer.statusCode === 200)
  const [, second] = running
  if (second) t.ok((await readAll(second.answer)).isComplete)
  await eventually('there is room again', async () => (await begin(olivia)).answer.statusCode === 200)
})

t.test('three, however many begin together', async t => {
  const { olivia, begin } = await furnished(t)
  const all = await Promise.all(Array.from({ length: 12 }, () => begin(olivia)))
  t.equal(all.filter(({ answer }) => answer.statusCode === 200).length, 3)
  t.equal(all.filter(({ answer }) => answer.statusCode === 429).length, 9)
})

t.test('who goes away before the answer begins makes room, too', async t => {
  const { olivia, begin, leaveAtOnce } = await furnished(t)
  for (let round = 0; round < 3; round++) await Promise.all([1, 2, 3].map(() => leaveAtOnce(olivia)))
  await eventually('there is room', async () => (await begin(olivia)).answer.statusCode === 200)
})

t.test('what is refused, or fails, takes no room', async t => {
  const { house, gary, sensor, begin, olivia } = await furnished(t)
  const headers = { authorization: `Bearer ${gary.token}` }
  for (let n = 0; n < 5; n++) {
    t.equal((await house.inject({ url: `/values?sensor=${sensor}&channels=gold`, headers })).statusCode, 400)
  }
  await unshare(house.db, olivia, [{ sensor, guest: gary.email }])
  for (let n = 0; n < 5; n++)
    t.equal((await house.inject({ url: `/values?sensor=${sensor}`, headers })).statusCode, 403)
  await house.share(olivia, sensor, gary.email)
  t.equal((await begin(gary)).answer.statusCode, 200)
})

t.test('an application that closes ends exports that nobody reads', async t => {
  const { house, olivia, begin } = await furnished(t)
  const { answer } = await begin(olivia)
  await house.app.close()
  t.notOk((await readAll(answer)).isComplete)
})
