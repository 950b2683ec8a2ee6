/** The event stream that keeps open pages up to date. */
import type { FastifyInstance } from 'fastify'
import { eventStream, streamHeaders } from '../../events/event-stream.ts'
import type { Tools } from '../frame/tools.ts'

export function livePages(app: FastifyInstance, { following }: Tools) {
  app.get('/app/live', async ({ caller, headers }, reply) => {
    const lastId = headers['last-event-id']
    const stream = await eventStream(following, caller, typeof lastId === 'string' ? lastId : undefined, {
      isOfPage: true,
    })
    return reply.headers(streamHeaders).send(stream)
  })
}
