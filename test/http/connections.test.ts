/** When a connection on which nothing moves is closed. The tests raise the event of the timer instead of waiting for it. */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import fastify from 'fastify'
import t, { type Test } from 'tap'
import { limitConnections } from '../../src/http/connections.ts'
import { timeouts } from '../../src/http/timeouts.ts'
import { eventually } from '../support/service.ts'

/** A server that answers with a stream, a client that waits for it, and the connection as the server sees it. */
async function opened(t: Test) {
  const app = fastify({ ...timeouts, http: timeouts.http })
  const connections = limitConnections(app, { networkOf: () => undefined, onCut() {} })
  const stream = new PassThrough()
  app.get('/', ({ raw }, reply) => {
    connections.sends(raw.socket, stream)
    return reply.send(stream)
  })
  await app.listen()
  const agent = new Agent({ keepAlive: true })
  t.teardown(async () => {
    agent.destroy()
    app.server.closeAllConnections()
    await app.close()
  })
  const connected = once(app.server, 'connection') as Promise<[Socket]>
  const outgoing = request({ port: (app.server.address() as AddressInfo).port, agent })
  outgoing.on('error', () => {})
  outgoing.end()
  const [socket] = await connected
  stream.write('a')
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  answer.on('error', () => {})
  return { stream, socket, answer }
}

t.test('who has read everything and waits for the next part of a stream stays', async t => {
  const { stream, socket, answer } = await opened(t)
  let text = ''
  answer.setEncoding('utf8').on('data', piece => {
    text += piece
  })
  const ended = once(answer, 'end')
  await eventually('all is sent', async () => socket.writableLength === 0)
  for (let minute = 0; minute < 3; minute++) {
    socket.setTimeout(0)
    socket.emit('timeout')
    t.notOk(socket.destroyed)
    t.equal(socket.timeout, timeouts.connectionTimeout, 'the time begins anew')
  }
  stream.end('b')
  await ended
  t.same([text, answer.complete], ['ab', true])
  socket.emit('timeout')
  t.ok(socket.destroyed, 'after the answer the connection is idle')
})

t.test('who does not read what there is is cut off', async t => {
  const { stream, socket, answer } = await opened(t)
  answer.pause()
  stream.write(Buffer.alloc(16 * 1024 * 1024))
  await eventually('the connection is full', async () => socket.writableLength > 0)
  socket.emit('timeout')
  t.ok(socket.destroyed)
})

t.test('so is who sends no request, and who waits for a stream that was broken off', async t => {
  const { stream, socket } = await opened(t)
  stream.destroy()
  if (!socket.destroyed) socket.emit('timeout')
  t.ok(socket.destroyed)
})
