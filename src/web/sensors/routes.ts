/** Routes to list and rename sensors. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { namesOfSensors } from '../../sensors/read/names.ts'
import { type OverviewFilter, overview } from '../../sensors/read/overview.ts'
import { update } from '../../sensors/update.ts'
import { firstRunOf } from '../first-run/routes.ts'
import { sensorsIn, textIn, typedName } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refused } from '../frame/refused.ts'
import { naming } from '../frame/sentence.ts'
import { ownPlace } from '../frame/session.ts'
import { readerOf } from '../time/view.ts'
import { unitsOf } from '../units/routes.ts'
import { type Layout, listPage, nothingChosen, renamePage, renameWhichPage } from './view.ts'
import { texts } from './words/words.ts'

/** Adds the routes of the list of sensors. */
export function sensorsPages(app: FastifyInstance, context: Context) {
  const { db } = context
  app.get('/app', async (request, reply) => {
    const layout = layoutOf(request, reply)
    const filter = { ...filterIn(request.query), withDay: layout === 'cards' }
    const found = await overview(db, request.caller, filter)
    const way = { layout, reader: readerOf(request), units: unitsOf(request) }
    return reply.page(listPage(filter, found, way, await firstRunOf(context, request, filter, found)))
  })

  app.get('/app/rename', async (request, reply) => {
    const { caller, query } = request
    const reader = readerOf(request)
    const sensors = sensorsIn(query)
    if (sensors.length === 0) return reply.page(nothingChosen(reader))
    const found = await namesOf(caller, sensors)
    const [first] = found
    if (!first) throw new Refusal('noSuchPage')
    const next = ownPlace(textIn(query, 'next'))
    return reply.page(found.length > 1 ? renameWhichPage(found, next, reader) : renamePage(first, next, reader))
  })

  app.post('/app/rename', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const [sensor] = await namesOf(caller, sensorsIn(body))
    if (!sensor) throw new Refusal('noSuchPage')
    const [filled, next] = [textIn(body, 'name'), ownPlace(textIn(body, 'next'))]
    try {
      const name = typedName(filled, reader)
      await update(db, caller, { ...nothingElse, sensor: sensor.sensor, name })
      return redirectWithNotice(reply, next, { text: naming(words.renamed, name) })
    } catch (error) {
      const { message, status } = refused(error, reader)
      return reply.page(renamePage(sensor, next, reader, { filled, wrong: message, status }))
    }
  })

  /** Returns the names of those of the given sensors that the caller can see. */
  async function namesOf(caller: Caller, sensors: string[]) {
    const chosen = new Set(sensors)
    const found = (await namesOfSensors(db, caller)).filter(({ sensor }) => chosen.has(sensor))
    return found.map(({ sensor, name, owner }) => ({ sensor, name, isOwn: owner === caller.email }))
  }
}

const nothingElse = {
  picture: undefined,
  public: undefined,
  offsetTemperature: undefined,
  offsetHumidity: undefined,
  offsetPressure: undefined,
  at: undefined,
}

const layoutCookie = 'layout'

/** Returns the layout that the request chooses, which is remembered, or the one that was chosen last. */
function layoutOf({ query, cookies }: FastifyRequest, reply: FastifyReply): Layout {
  const chosen = textIn(query, 'layout')
  if (chosen !== 'cards' && chosen !== 'list') return cookies[layoutCookie] === 'list' ? 'list' : 'cards'
  reply.setCookie(layoutCookie, chosen, { ...reply.server.cookies.notice.attributes, maxAge: 365 * 86_400 })
  return chosen
}

function filterIn(query: unknown): Omit<OverviewFilter, 'withDay'> {
  const [show, sort, page] = [textIn(query, 'show'), textIn(query, 'sort'), textIn(query, 'page')]
  return {
    search: textIn(query, 'q').replaceAll('\0', '').trim().slice(0, 200).toWellFormed(),
    show: show === 'mine' || show === 'others' ? show : 'all',
    sort: sort === 'owner' || sort === 'heard' ? sort : 'name',
    page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
  }
}
