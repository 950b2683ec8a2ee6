/** Routes of a sensor's page. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { listHistory } from '../../events/history.ts'
import { summarizeSensors } from '../../sensors/read/list.ts'
import { textIn } from '../frame/form.ts'
import { readerOf } from '../time/view.ts'
import { unitsOf } from '../units/routes.ts'
import { readCharts } from './chart/read.ts'
import { openings, removals } from './ownership.ts'
import { endings, guestActions, termsPages } from './people/routes.ts'
import { ownTerms, peopleOf } from './people/view.ts'
import { servicesPart } from './services/view.ts'
import { idIn } from './shown/place.ts'
import { readOffer, readSensor, readShares } from './shown/read.ts'
import { type SensorContent, sensorPage } from './view.ts'

/** Adds the routes of a sensor. */
export function sensorPages(app: FastifyInstance, context: Context) {
  app.get('/app/sensors/:id', async (request, reply) => reply.page(sensorPage(await readContent(context, request))))
  termsPages(app, context)
  guestActions(app, context)
  endings(app, context)
  removals(app, context)
  openings(app, context)
}

/** Reads what the page shows: statements that do not wait for each other run at once. */
async function readContent({ db }: Context, request: FastifyRequest): Promise<SensorContent> {
  const { caller, query } = request
  const { latest, ...sensor } = await readSensor(db, caller, idIn(request))
  const reader = readerOf(request)
  const offer = await readOffer(db, caller, sensor.id, reader)
  const charted = { sensor: sensor.id, query, reader, listVisible: () => summarizeSensors(db, caller) }
  const [charts, shares, happened] = await Promise.all([
    offer.isDevice || !latest ? undefined : readCharts(db, caller, charted),
    readShares(db, caller, sensor, textIn(query, 'after')),
    sensor.role === 'public'
      ? undefined
      : listHistory(db, caller, { sensor: sensor.id, person: undefined, before: undefined, limit: 20 }),
  ])
  const measured = latest && charts ? { latest, charts } : { latest: undefined }
  return {
    sensor,
    reader,
    units: unitsOf(request),
    measured: offer.isDevice ? { services: servicesPart(sensor, offer.channels, reader) } : measured,
    guests: { emails: shares.shares.map(({ guest }) => guest), areMore: shares.next !== null },
    sharing: token =>
      sensor.role === 'owner'
        ? peopleOf(sensor, offer, shares, reader, token)
        : ownTerms(sensor, offer, shares.shares[0], reader),
    happened: happened?.events,
    me: caller.email,
  }
}
