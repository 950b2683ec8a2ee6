/** The event stream that keeps open pages up to date. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { eventStream, streamHeaders } from '../../events/event-stream.ts'
import { happeningOf } from '../history/happening.ts'
import { measuredOf } from '../sensors/card.ts'
import { readerOf } from '../time/view.ts'
import { unitsOf } from '../units/routes.ts'

/** Adds the route of the event stream for open pages. */
export function livePages(app: FastifyInstance, { events }: Context) {
  app.get('/app/live', async (request, reply) => {
    const { caller, headers } = request
    const lastId = headers['last-event-id']
    const units = unitsOf(request)
    const reader = readerOf(request)
    const stream = await eventStream(events, caller, typeof lastId === 'string' ? lastId : undefined, {
      wordsOf: event => happeningOf(event, caller.email, reader).join(''),
      measured: sensors =>
        sensors.map(({ sensor, ...measured }) => ({ sensor, html: measuredOf(measured, readerOf(request), units) })),
    })
    return reply.headers(streamHeaders).send(stream)
  })
}
