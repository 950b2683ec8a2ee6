/** A client of the stream of events over real HTTP, as an app would be one. */
import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { eventually } from './service.ts'

export type Heard = { id: string; event: string; data: Record<string, unknown> & { id: number; sensor: string } }

/** Has an application listen on a free port; returns its address. */
export async function listen(app: FastifyInstance): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return addressOf(app.server)
}

/** Waits until a server listens; returns its address. */
export async function addressOf(server: Server): Promise<string> {
  if (!server.listening) await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export type Client = Awaited<ReturnType<typeof follow>>

/**
 * Opens a stream, with a token or with headers that let in, and gathers what comes; reads as the standard says, so that an `id`
 * without data counts.
 */
export async function follow(
  t: Pick<Test, 'teardown'>,
  home: string,
  entry: string | Record<string, string>,
  lastId?: string,
  path = '/events',
) {
  const headers = typeof entry === 'string' ? { authorization: `Bearer ${entry}` } : entry
  const outgoing: ClientRequest = request(home + path, {
    headers: { ...headers, ...(lastId !== undefined && { 'last-event-id': lastId }) },
    agent: false,
  })
  outgoing.on('error', () => {})
  outgoing.end()
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  const heard: Heard[] = []
  const client = {
    status: answer.statusCode,
    headers: answer.headers,
    heard,
    lastId: lastId ?? '',
    comments: 0,
    retry: 0,
    isOver: false,
    /** All that came, in the order in which it came. */
    names: () => heard.map(({ event }) => event),
    news: () => heard.filter(({ event }) => event !== 'ready' && event !== 'reset').map(({ data }) => data),
    cut: () => outgoing.destroy(),
    hears: (event: string) => eventually(`${event} heard`, async () => heard.some(one => one.event === event)),
    ends: () => eventually('the stream ends', async () => client.isOver),
    pause: () => answer.pause(),
    resume: () => answer.resume(),
  }
  let text = ''
  answer.setEncoding('utf8').on('data', (more: string) => {
    text += more
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) take(block)
  })
  answer.on('error', () => {})
  answer.on('close', () => {
    client.isOver = true
  })
  t.teardown(() => outgoing.destroy())

  function take(block: string) {
    const fields: Record<string, string> = {}
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) client.comments++
      else {
        const [name = '', ...value] = line.split(': ')
        fields[name] = value.join(': ')
      }
    }
    if (fields.retry) client.retry = Number(fields.retry)
    if (fields.id) client.lastId = fields.id
    if (fields.data === undefined) return
    heard.push({ id: fields.id ?? '', event: fields.event ?? '', data: JSON.parse(fields.data) })
  }

  return client
}
