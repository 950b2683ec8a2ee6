/** Attacks by clients that ask for much and read nothing, or that only hold connections. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openMetrics } from '../../src/metrics.ts'
import { openHouse } from '../support/house.ts'
import { eventually } from '../support/service.ts'
import { follow, listen } from '../support/stream.ts'

const largeAnswer = 'GET /docs/json HTTP/1.1\r\nhost: localhost\r\n\r\n'
const unreadLimit = 2 * 1024 * 1024

/** A socket in a folder holds less in the kernel than TCP, so that few clients leave much unread. */
async function listenOnPath(t: Test, app: Awaited<ReturnType<typeof openHouse>>['app']): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slow-readers-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const path = join(folder, 'socket')
  await app.listen({ path })
  return path
}

/** Sends a request and reads nothing of the answer. */
async function askAndIgnore(t: Test, path: string): Promise<Socket> {
  const socket = connect(path)
  socket.on('error', () => {})
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  // What the kernel takes is not counted: the first answers are small enough for it, all together are not.
  socket.write(largeAnswer.repeat(20))
  return socket
}

const cutsIn = async (metrics: ReturnType<typeof openMetrics>, reason: string) => {
  const text = await metrics.text({ waiting: null, followers: 0, connections: { lent: 0, idle: 0, waiting: 0 } })
  return Number(new RegExp(`connections_cut_total\\{reason="${reason}"\\} (\\d+)`).exec(text)?.[1] ?? 0)
}

t.test('answers that nobody reads: no more is kept than allowed, and who reads is served', async t => {
  const metrics = openMetrics()
  const { app } = await openHouse(t, { metrics, connectionLimits: { unread: unreadLimit } })
  const path = await listenOnPath(t, app)
  const clients = await Promise.all(Array.from({ length: 50 }, () => askAndIgnore(t, path)))
  await eventually('the sweep closes connections', async () => (await cutsIn(metrics, 'unread')) > 0)
  app.connections.sweep()
  t.ok(app.connections.unread() <= unreadLimit)
  t.ok(
    clients.some(({ destroyed }) => !destroyed),
    'nobody is closed without need',
  )

  const reader = connect(path)
  reader.write(largeAnswer)
  let text = ''
  reader.setEncoding('utf8').on('data', more => {
    text += more
  })
  await eventually('a reader gets the whole answer', async () => text.includes('"openapi"') && text.endsWith('}'))
  reader.destroy()
})

t.test('a thousand connections of one network: the next is closed, and a place is free when one ends', async t => {
  const metrics = openMetrics()
  const { app } = await openHouse(t, { metrics, connectionLimits: { ofNetwork: 20 } })
  const { port } = new URL(await listen(app))
  const open = async () => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    t.teardown(() => socket.destroy())
    await once(socket, 'connect')
    return socket
  }
  const held = await Promise.all(Array.from({ length: 20 }, open))
  await once(await open(), 'close')
  t.equal(await cutsIn(metrics, 'network'), 1)
  const [first] = held
  first?.destroy()
  await eventually('the place is free', async () => {
    const socket = await open()
    socket.write(largeAnswer)
    const answered = await Promise.race([
      once(socket, 'data').then(() => true),
      once(socket, 'close').then(() => false),
    ])
    socket.destroy()
    return answered
  })
})

t.test('behind a proxy all connections are the proxy’s, and it limits them', async t => {
  const metrics = openMetrics()
  const { app } = await openHouse(t, { metrics, trustProxy: '127.0.0.1', connectionLimits: { ofNetwork: 1 } })
  const url = await listen(app)
  const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`${url}/health/live`)))
  t.strictSame(
    answers.map(({ status }) => status),
    [200, 200, 200, 200, 200],
  )
  t.equal(await cutsIn(metrics, 'network'), 0)
})

t.test('event streams that are read stay open while others are closed', async t => {
  const { app, person } = await openHouse(t, { connectionLimits: { unread: 0 } })
  const owner = await person('olivia')
  const url = await listen(app)
  const reading = await follow(t, url, owner.token)
  await reading.hears('ready')
  app.connections.sweep()
  t.notOk(reading.isOver)
  t.equal(app.connections.unread(), 0)
})
