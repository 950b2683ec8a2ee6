/** The event stream that keeps open pages up to date. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { eventStream, streamHeaders } from '../../events/event-stream.ts'

/** Adds the route of the event stream for open pages. */
export function livePages(app: FastifyInstance, { events }: Context) {
  app.get('/app/live', async ({ caller, headers }, reply) => {
    const lastId = headers['last-event-id']
    const stream = await eventStream(events, caller, typeof lastId === 'string' ? lastId : undefined, {
      isOfPage: true,
    })
    return reply.headers(streamHeaders).send(stream)
  })
}
