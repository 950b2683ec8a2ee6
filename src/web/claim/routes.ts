/** Routes to add a sensor. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { claim } from '../../sensors/claim/claim.ts'
import { isSensorId } from '../../sensors/sensor-id.ts'
import { isDevice } from '../../sharing/channels.ts'
import { octetsIn, textIn, typedName } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refused } from '../frame/refused.ts'
import { naming } from '../frame/sentence.ts'
import { PageRefusal } from '../refusals/reason.ts'
import { scannedDeviceId, scannedMac } from '../scan/label.ts'
import { type Reader, readerOf } from '../time/view.ts'
import { claimPage } from './view.ts'
import { texts } from './words.ts'

/** Adds the routes. */
export function claimPages(app: FastifyInstance, { db }: Context) {
  app.get('/app/claim', async (_request, reply) => {
    const reader = readerOf(_request)
    return reply.page(claimPage(reader))
  })

  app.post('/app/claim', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const filled = { id: textIn(body, 'id').slice(0, 500), name: textIn(body, 'name').slice(0, 201) }
    try {
      const sensor = idIn(filled.id, reader)
      const name = filled.name.trim()
        ? typedName(filled.name, reader)
        : words.nameOf(sensor.replaceAll(':', '').slice(-4))
      await claim(db, caller, { sensor, name })
      return redirectWithNotice(reply, '/app', { text: naming(words.claimed, name) })
    } catch (error) {
      const { message, status } = refused(error, reader)
      return reply.page(claimPage(reader, { ...filled, wrong: message }, status))
    }
  })
}

/** The first two octets of all ids of devices. An ID on the label of a sensor is of the same length. */
const ofDevices = '80:00:'

/** Finds the id in what was typed, pasted or scanned; refuses with `notMac`. */
function idIn(text: string, reader: Reader): string {
  const words = texts[reader.language]
  const whole = octetsIn(text)
  if (isSensorId(whole) && isDevice(whole) && whole.startsWith(ofDevices)) return whole
  const mac = scannedMac(text)
  if (mac === undefined) throw new PageRefusal('notMac', scannedDeviceId(text) ? words.isId : words.noMac)
  return mac
}
