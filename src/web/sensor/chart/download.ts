/** The download of what a sensor measured: the form on its page, and its route. */
import type { FastifyInstance } from 'fastify'
import { html } from 'ghtml'
import type { Context } from '../../../context.ts'
import { Refusal } from '../../../refusal.ts'
import { isDevice } from '../../../sharing/channels.ts'
import { textIn } from '../../frame/form.ts'
import { idIn, pathOf } from '../shown/place.ts'
import { words } from './words.ts'

/** Days until now that can be downloaded; null: everything. */
const days = { day: 1, week: 7, month: 30, year: 365, all: null } as const

/** Renders the form. It is a link with a choice, so it works without scripts. */
export function downloadForm(sensor: string): string {
  const options = Object.keys(days).map(
    name =>
      html`<option value="${name}" !${name === 'month' ? 'selected' : ''}>${words.downloads[name as keyof typeof days]}</option>`,
  )
  return html`<section id="download">
<h2>${words.download}</h2>
<p class="faint">${words.downloadHelp}</p>
<form class="find" action="${pathOf(sensor, 'download')}">
<label for="download-span">${words.downloadSpan}</label><select id="download-span" name="span">!${options}</select>
<button class="quiet">${words.downloadCsv}</button>
</form>
</section>`
}

/** Adds the route that the form leads to. */
export function downloads(app: FastifyInstance, { exports }: Context) {
  // Without HEAD: it would read everything for nobody.
  app.get('/app/sensors/:id/download', { exposeHeadRoute: false }, async (request, reply) => {
    const sensor = idIn(request)
    const span = textIn(request.query, 'span')
    if (isDevice(sensor) || !Object.hasOwn(days, span)) throw new Refusal('noSuchPage')
    const back = days[span as keyof typeof days]
    const since = back === null ? undefined : Math.floor(Date.now() / 1000) - back * 86_400
    const wanted = { sensor, since, until: undefined, step: undefined, channels: undefined }
    const { stream, headers } = await exports.open(request.caller, wanted, 'spreadsheet').catch(error => {
      throw error instanceof Refusal && error.name === 'notVisible' ? new Refusal('noSuchPage') : error
    })
    return reply.headers(headers).send(stream)
  })
}
