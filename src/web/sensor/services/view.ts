/** The services of a device: their part of the device's page, and the pages to add, rename and remove one. */

import { html } from 'ghtml'
import { mostServices } from '../../../sensors/add-service.ts'
import type { Service } from '../../../sensors/read/services.ts'
import type { ShareView } from '../../../sharing/read/shown.ts'
import { nameAndId, nameOr } from '../../frame/names.ts'
import { Page, proof } from '../../frame/page.ts'
import { fieldError } from '../../frame/refused.ts'
import { texts as termTexts } from '../../terms/words.ts'
import type { Reader } from '../../time/view.ts'
import { pathOf } from '../shown/place.ts'
import type { ShownSensor } from '../shown/read.ts'
import { texts } from './words.ts'

type Device = Pick<ShownSensor, 'id' | 'name'>
/** The fields of the form, and the message about a mistake. */
type Filled = { id?: string; name?: string; wrong?: string; status?: number }

const called = ({ channel, name }: Service) => nameOr(name, channel)

/** Renders the services of a device; its owner can change them. */
export function servicesPart(
  { id, role }: Pick<ShownSensor, 'id' | 'role'>,
  services: Service[],
  reader: Reader,
): string {
  const words = texts[reader.language]
  const isOwn = role === 'owner'
  const rows = services.map(service => {
    const { channel, name } = service
    const does = (action: string, text: string) =>
      html`<a class="button quiet small" href="${pathOf(id, action)}?service=${channel}" data-dialog>${text}<span class="visually-hidden"> ${called(service)}</span></a>`
    return html`<li class="row"><div>!${nameAndId({ sensor: channel, name })}</div>
!${isOwn ? html`<div class="buttons tight">!${does('rename-service', words.rename)}!${does('remove-service', words.remove)}</div>` : ''}</li>`
  })
  const add = html`<p class="buttons"><a class="button !${rows.length > 0 ? 'quiet' : ''}" href="${pathOf(id, 'add-service')}" data-dialog>${words.add}</a></p>`
  return html`<section id="services" data-live>
<h2>${words.title}</h2>
!${rows.length > 0 ? html`<ul class="sheet rows">!${rows}</ul>` : isOwn ? html`<div class="sheet"><h3>${words.noneYet}</h3><p>${words.whatFor}</p>!${add}</div>` : html`<p class="sheet empty">${words.none}</p>`}
!${isOwn && rows.length > 0 ? (rows.length < mostServices ? add : html`<p class="faint">${words.full}</p>`) : ''}
</section>`
}

/** Renders the form to add a service. */
export function askToAdd(
  device: Device,
  reader: Reader,
  { id = '', name = '', wrong, status = 200 }: Filled = {},
): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.addTitle(nameOr(device.name, device.id)),
    token => html`<p>${words.addIntro}</p>
!${fieldError(wrong)}
<form method="post" action="${pathOf(device.id, 'add-service')}">!${proof(token)}
<label for="service-id">${words.id}</label>
<input id="service-id" name="service" required maxlength="40" autocapitalize="characters" autocomplete="off" spellcheck="false" autofocus aria-describedby="service-id-hint" value="${id}">
<small id="service-id-hint">${words.idHint}</small>
!${nameField(name, words.nameHint, reader)}
!${buttons(device, words.add, reader)}
</form>`,
    status,
  )
}

/** Renders the form to rename a service. */
export function askToRename(device: Device, service: Service, reader: Reader, filled: Filled = {}): Page {
  const words = texts[reader.language]
  const { name = service.name, wrong, status = 200 } = filled
  return new Page(
    reader,
    words.renameTitle(called(service)),
    token => html`<p class="id">${service.channel}</p>
!${fieldError(wrong)}
<form method="post" action="${pathOf(device.id, 'rename-service')}">!${proof(token)}<input type="hidden" name="service" value="${service.channel}">
!${nameField(name, words.renameHint, reader)}
!${buttons(device, words.rename, reader)}
</form>`,
    status,
  )
}

const nameField = (name: string, hint: string, reader: Reader) => {
  const words = texts[reader.language]
  return html`<label for="service-name">${words.name}</label>
<input id="service-name" name="name" required maxlength="200" autocomplete="off" aria-describedby="service-name-hint" value="${name}">
<small id="service-name-hint">${hint}</small>`
}

const buttons = ({ id }: Device, does: string, reader: Reader) => {
  const words = texts[reader.language]
  return html`<p class="buttons"><button>${does}</button><a class="button quiet" href="${pathOf(id)}" data-close>${words.cancel}</a></p>`
}

/** Asks before a service is removed, and names the guests who lose it. `shares` are all shares of the device. */
export function askToRemove(device: Device, service: Service, shares: ShareView[], reader: Reader): Page {
  const words = texts[reader.language]
  const { channel } = service
  const have = shares.filter(({ channels }) => channels === null || channels.includes(channel))
  // The same rule as in remove-service.ts: a share ends if it consists of this service only and forbids programs.
  const isAll = ({ channels, scripting }: ShareView) => channels?.length === 1 && !scripting
  const [ending, losing] = [have.filter(isAll), have.filter(share => !isAll(share))]
  return new Page(
    reader,
    words.removeTitle(called(service)),
    token => html`!${have.length === 0 ? html`<p>${words.nobodyHas}</p>` : ''}
!${losing.length > 0 ? html`<p>${words.lose(guestsOf(losing, reader), losing.length)}</p>` : ''}
!${ending.length > 0 ? html`<p>${words.end(guestsOf(ending, reader))}</p>` : ''}
<form method="post" action="${pathOf(device.id, 'remove-service')}">!${proof(token)}<input type="hidden" name="service" value="${channel}">
<p class="buttons"><button class="danger">${words.remove}</button><a class="button quiet" href="${pathOf(device.id)}" data-close>${words.keep}</a></p>
</form>`,
  )
}

/** Limit of guests named; the others are counted. */
const mostNamed = 10

function guestsOf(shares: ShareView[], reader: Reader): string {
  const termWords = termTexts[reader.language]
  const words = texts[reader.language]
  const guests = shares.slice(0, mostNamed).map(({ guest }) => guest)
  const more = shares.length - guests.length
  return termWords.list.format([...guests, ...(more > 0 ? [words.more(more)] : [])])
}
