/** The download of what a sensor measured in a range. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../../context.ts'
import { Refusal } from '../../../refusal.ts'
import { isDevice } from '../../../sharing/channels.ts'
import { textIn } from '../../frame/form.ts'
import { PageRefusal } from '../../refusals/reason.ts'
import { readerOf } from '../../time/view.ts'
import { idIn } from '../shown/place.ts'
import { rangeIn, spans } from './ranges.ts'
import { texts } from './words.ts'

/** Adds the route that the link above the charts leads to. Its query names a range, as that of the page does. */
export function downloads(app: FastifyInstance, { exports }: Context) {
  // Without HEAD: it would read everything for nobody.
  app.get('/app/sensors/:id/download', { exposeHeadRoute: false }, async (request, reply) => {
    const words = texts[readerOf(request).language]
    const sensor = idIn(request)
    const { span, since, until, isWrong } = rangeIn(request.query, readerOf(request))
    if (isWrong) throw new PageRefusal('malformed', words.wrongRange)
    const isNamed = span === undefined || Object.hasOwn(spans, textIn(request.query, 'span'))
    if (isDevice(sensor) || !isNamed) throw new Refusal('noSuchPage')
    // A range that ends now goes on while it is read.
    const filter = { sensor, since, until: span ? undefined : until, step: undefined, channels: undefined }
    const { stream, headers } = await exports.open(request.caller, filter, 'spreadsheet').catch(error => {
      throw error instanceof Refusal && error.name === 'notVisible' ? new Refusal('noSuchPage') : error
    })
    return reply.headers(headers).send(stream)
  })
}
