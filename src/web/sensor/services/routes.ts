/** Routes where an owner adds, renames and removes a device's services. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../../context.ts'
import type { Database } from '../../../db/open.ts'
import type { Caller } from '../../../people/caller.ts'
import { Refusal } from '../../../refusal.ts'
import { addService } from '../../../sensors/add-service.ts'
import { deviceViews } from '../../../sensors/read/page.ts'
import { type Service, servicesOf } from '../../../sensors/read/services.ts'
import { removeService } from '../../../sensors/remove-service.ts'
import { isDevice, isServiceId } from '../../../sharing/channels.ts'
import { sharesOf } from '../../../sharing/read/of-sensors.ts'
import type { ShareView } from '../../../sharing/read/shown.ts'
import { octetsIn, textIn, typedName } from '../../frame/form.ts'
import { nameOr } from '../../frame/names.ts'
import { redirectWithNotice } from '../../frame/notice.ts'
import { redirectWithResult, refused } from '../../frame/refused.ts'
import { PageRefusal } from '../../refusals/reason.ts'
import { type Reader, readerOf } from '../../time/view.ts'
import { idIn, pathOf } from '../shown/place.ts'
import { askToAdd, askToRemove, askToRename } from './view.ts'
import { texts } from './words.ts'

/** Adds the routes of the services of a device. */
export function servicesPages(app: FastifyInstance, { db }: Context) {
  app.get('/app/sensors/:id/add-service', async (request, reply) => {
    const reader = readerOf(request)
    return reply.page(askToAdd(await ownDevice(request), reader))
  })

  app.post('/app/sensors/:id/add-service', async (request, reply) => {
    const reader = readerOf(request)
    const words = texts[reader.language]
    const { caller, body } = request
    const device = await ownDevice(request)
    const filled = { id: textIn(body, 'service').slice(0, 40), name: textIn(body, 'name') }
    try {
      const channel = octetsIn(filled.id)
      if (!isServiceId(channel)) throw new PageRefusal('malformed', words.badId)
      const name = typedName(filled.name, reader)
      const known = (await servicesOf(db, caller, [device.id])).find(service => service.channel === channel)
      // `addService` would rename an existing service, which is not what this form is for. The same name again is
      // accepted: the form was sent twice.
      if (known && known.name !== name) throw new PageRefusal('malformed', words.isThere(known.name))
      await addService(db, caller, { sensor: device.id, channel, name })
      return redirectWithNotice(reply, pathOf(device.id), { text: words.added(name) })
    } catch (error) {
      const { message, status } = refused(error, reader)
      return reply.page(askToAdd(device, reader, { ...filled, wrong: message, status }))
    }
  })

  app.get('/app/sensors/:id/rename-service', async (request, reply) => {
    const reader = readerOf(request)
    const { device, service } = await deviceAndService(request, request.query)
    return service
      ? reply.page(askToRename(device, service, reader))
      : redirectWithNotice(reply, pathOf(device.id), gone(reader))
  })

  app.post('/app/sensors/:id/rename-service', async (request, reply) => {
    const reader = readerOf(request)
    const words = texts[reader.language]
    const { caller, body } = request
    const { device, service } = await deviceAndService(request, body)
    if (!service) return redirectWithNotice(reply, pathOf(device.id), gone(reader))
    const filled = textIn(body, 'name')
    try {
      const name = typedName(filled, reader)
      await addService(db, caller, { ...service, name })
      return redirectWithNotice(reply, pathOf(device.id), { text: words.renamed(name) })
    } catch (error) {
      const { message, status } = refused(error, reader)
      return reply.page(askToRename(device, service, reader, { name: filled, wrong: message, status }))
    }
  })

  app.get('/app/sensors/:id/remove-service', async (request, reply) => {
    const reader = readerOf(request)
    const { device, service } = await deviceAndService(request, request.query)
    if (!service) return redirectWithNotice(reply, pathOf(device.id), gone(reader))
    return reply.page(askToRemove(device, service, await sharesOf(db, request.caller, [device.id]), reader))
  })

  app.post('/app/sensors/:id/remove-service', async (request, reply) => {
    const reader = readerOf(request)
    const words = texts[reader.language]
    const { device, service } = await deviceAndService(request, request.body)
    if (!service) return redirectWithNotice(reply, pathOf(device.id), gone(reader))
    const remove = async () => {
      await removeService(db, request.caller, service)
      return { text: words.removed(nameOr(service.name, service.channel)) }
    }
    return redirectWithResult(reply, pathOf(device.id), remove, ({ name }) =>
      name === 'noSuchChannel' ? words.gone : undefined,
    )
  })

  /** Reads the device of the URL; throws `noSuchPage` unless the caller owns it. */
  async function ownDevice(request: FastifyRequest): Promise<{ id: string; name: string }> {
    const id = idIn(request)
    const [device] = isDevice(id) ? await deviceViews(db, request.caller, [id]) : []
    if (!device?.isOwn) throw new Refusal('noSuchPage')
    return { id, name: device.name }
  }

  /** Reads the device, and the service in `fields` if the device has it. */
  async function deviceAndService(request: FastifyRequest, fields: unknown) {
    const device = await ownDevice(request)
    const channel = octetsIn(textIn(fields, 'service').slice(0, 40))
    const services = await servicesOf(db, request.caller, [device.id])
    return { device, service: services.find(service => service.channel === channel) }
  }
}

const gone = (reader: Reader) => {
  const words = texts[reader.language]
  return { text: words.gone, isBad: true }
}

/** Lists the services of devices that are shared in part, as far as the caller may know them. */
export async function servicesIn(db: Database, caller: Caller, shares: ShareView[]): Promise<Service[]> {
  const partial = shares.filter(({ sensor, channels }) => isDevice(sensor) && channels !== null)
  return partial.length > 0 ? servicesOf(db, caller, [...new Set(partial.map(({ sensor }) => sensor))]) : []
}
