/** Routes of the page of a public sensor, which needs no session. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { nobody } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { isDevice } from '../../sharing/channels.ts'
import { readCharts } from '../sensor/chart/read.ts'
import { idIn } from '../sensor/shown/place.ts'
import { readSensor } from '../sensor/shown/read.ts'
import { readerOf } from '../time/view.ts'
import { publicPage } from './view.ts'

/** Adds the route. Everybody gets the same page, owners and guests too. A private sensor is like none. */
export function publicSensorPages(app: FastifyInstance, { db }: Context) {
  app.get('/app/public/:id', async (request, reply) => {
    const id = idIn(request)
    if (isDevice(id)) throw new Refusal('noSuchPage')
    const { latest, ...sensor } = await readSensor(db, nobody, id)
    const reader = readerOf(request)
    const charted = { sensor: id, query: request.query, reader, listVisible: async () => [] }
    const measured = latest ? { latest, charts: await readCharts(db, nobody, charted) } : { latest: undefined }
    return reply.page(publicPage(sensor, measured, reader))
  })
}
