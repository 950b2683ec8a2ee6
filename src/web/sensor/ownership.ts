/** What only the owner of a sensor does: open it to everybody, close it, and remove it from their account. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { html } from 'ghtml'
import type { Context } from '../../context.ts'
import { Refusal } from '../../refusal.ts'
import { unclaim } from '../../sensors/claim/unclaim.ts'
import { update } from '../../sensors/update.ts'
import { isDevice } from '../../sharing/channels.ts'
import { textIn } from '../frame/form.ts'
import { nameOr } from '../frame/names.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { Page, proof } from '../frame/page.ts'
import { naming } from '../frame/sentence.ts'
import { type Reader, readerOf } from '../time/view.ts'
import { idIn, pathOf } from './shown/place.ts'
import { readSensor, readShares, type ShownSensor } from './shown/read.ts'
import { texts } from './words/words.ts'

/** Adds the routes to open and close a sensor to everybody. */
export function openings(app: FastifyInstance, { db }: Context) {
  app.get('/app/sensors/:id/open', async (request, reply) => {
    const reader = readerOf(request)
    return reply.page(askToOpen(await ownRuuvi(request), reader))
  })

  const switches = (action: 'open' | 'close') =>
    app.post(`/app/sensors/:id/${action}`, async (request, reply) => {
      const words = texts[readerOf(request).language]
      const { id } = await ownRuuvi(request)
      await update(db, request.caller, { sensor: id, public: action === 'open', at: undefined })
      return redirectWithNotice(reply, pathOf(id), { text: action === 'open' ? words.opened : words.closed })
    })

  switches('open')
  switches('close')

  /** Reads the caller's Ruuvi sensor in the URL; throws `noSuchPage` if it is another's, or a device. */
  async function ownRuuvi(request: FastifyRequest) {
    const sensor = await readSensor(db, request.caller, idIn(request))
    if (sensor.role !== 'owner' || isDevice(sensor.id)) throw new Refusal('noSuchPage')
    return sensor
  }
}

/** Adds the routes to remove a sensor from the account. */
export function removals(app: FastifyInstance, { db }: Context) {
  app.get('/app/sensors/:id/give-up', async (request, reply) => {
    const reader = readerOf(request)
    const sensor = await readSensor(db, request.caller, idIn(request))
    if (sensor.role !== 'owner') throw new Refusal('noSuchPage')
    const { shares, next } = await readShares(db, request.caller, sensor, '')
    return reply.page(askToGiveUp(sensor, { count: shares.length, areMore: next !== null }, reader))
  })

  app.post('/app/sensors/:id/give-up', async (request, reply) => {
    const words = texts[readerOf(request).language]
    const sensor = await readSensor(db, request.caller, idIn(request))
    // For a guest, `unclaim` would end their share.
    if (sensor.role !== 'owner') throw new Refusal('noSuchPage')
    await unclaim(db, request.caller, { sensor: sensor.id, deleteData: textIn(request.body, 'deleteData') === 'yes' })
    return redirectWithNotice(reply, '/app', { text: words.gaveUp })
  })
}

/** Asks before the owner opens a sensor to everybody. */
function askToOpen(sensor: ShownSensor, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    naming(words.openTitle, nameOr(sensor.name, sensor.id)),
    token => html`<p>${words.openText}</p>
<p>${words.publicShows}</p>
<p>${words.openEnds}</p>
<form method="post" action="${pathOf(sensor.id, 'open')}">!${proof(token)}
<p class="buttons"><button>${words.open}</button><a class="button quiet" href="${pathOf(sensor.id)}" data-close>${words.keepPrivate}</a></p>
</form>`,
  )
}

/** Asks before the owner gives up a sensor. */
function askToGiveUp(sensor: ShownSensor, guests: { count: number; areMore: boolean }, reader: Reader): Page {
  const words = texts[reader.language]
  const { count, areMore } = guests
  return new Page(
    reader,
    naming(words.giveUpTitle, nameOr(sensor.name, sensor.id)),
    token => html`<p>${words.giveUpText}</p>
!${count > 0 ? html`<p>${words.giveUpShares(words.people(count, areMore))}</p>` : ''}
<p>${words.giveUpKeeps}</p>
<form method="post" action="${pathOf(sensor.id, 'give-up')}">!${proof(token)}
<label class="tick"><input type="checkbox" name="deleteData" value="yes">${words.deleteData}</label>
<p class="buttons"><button class="danger">${words.giveUp}</button><a class="button quiet" href="${pathOf(sensor.id)}" data-close>${words.keep}</a></p>
</form>`,
  )
}
