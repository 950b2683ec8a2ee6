/** The page of a sensor. */
import { html } from 'ghtml'
import type { SharingEvent } from '../../events/history.ts'
import type { Units } from '../../measurements/units.ts'
import { icon } from '../frame/icons.ts'
import { nameOr } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { happeningOf } from '../history/happening.ts'
import { avatars } from '../parts/avatar.ts'
import { dotsMenu } from '../parts/menu.ts'
import { ago, type Reader } from '../time/view.ts'
import { type ChartContent, chartsPart } from './chart/view.ts'
import { nowPart } from './now.ts'
import { pathOf, publicPathOf } from './shown/place.ts'
import type { Latest, ShownSensor } from './shown/read.ts'
import { texts } from './words/words.ts'

/** The measurements that a page shows: the latest one, and those of its charts. */
export type Measured = { latest: Latest; charts: ChartContent } | { latest: undefined }

/** The guests of a sensor: the addresses of some, and whether there are more. */
type Guests = { emails: string[]; areMore: boolean }

/** What the page of a sensor shows. */
export type SensorContent = {
  sensor: ShownSensor
  reader: Reader
  /** Units in which the reader wants values. */
  units: Units
  /** Measurements; for a device, its services as HTML. */
  measured: Measured | { services: string }
  guests: Guests
  /** Renders the list of guests, or the caller's own share; `token` is for its forms. */
  sharing: (token: string) => string
  happened: SharingEvent[] | undefined
  /** The address of the signed-in person. */
  me: string
}

/** Renders the page of a sensor. */
export function sensorPage({ sensor, reader, units, measured, guests, sharing, happened, me }: SensorContent): Page {
  const isDevice = 'services' in measured
  const isWrong = 'charts' in measured && measured.charts.range.isWrong
  return new Page(
    reader,
    ['', nameOr(sensor.name, sensor.id), ''],
    token => html`!${about(sensor, guests, reader)}
!${isDevice ? measured.services : nowPart(sensor, measured.latest, units, reader)}
!${sharing(token)}
!${'charts' in measured ? chartsPart(measured.charts, { path: pathOf(sensor.id), download: pathOf(sensor.id, 'download') }, units, reader) : ''}
!${sensor.role === 'owner' && !isDevice ? everybody(sensor, token, reader) : ''}
!${happened ? history(sensor, happened, me, reader) : ''}`,
    isWrong ? 400 : 200,
  )
}

/** Avatars beside Share. */
const mostFaces = 4

/** Says whose the sensor is and who has it; its owner can share it. */
function about(sensor: ShownSensor, { emails, areMore }: Guests, reader: Reader): string {
  const words = texts[reader.language]
  const { id, role, canShare } = sensor
  const line = html`<p>!${sensor.name.trim() ? html`<span class="id">${id}</span> · ` : ''}!${whose(sensor, reader)}</p>`
  if (role !== 'owner') return html`<div class="about">!${line}</div>`
  const faces = emails.slice(0, mostFaces)
  return html`<div class="about">!${line}
<div class="buttons">
<a class="faces" href="#people">!${avatars(faces, emails.length - faces.length)}<span>${words.peopleHave(emails.length, areMore)}</span></a>
!${canShare ? html`<a class="button" href="/app/share?sensor=${id}" data-dialog>!${icon('out')}${words.share}</a>` : ''}
!${dotsMenu(words.more(nameOr(sensor.name, id)), [
    html`<a class="button plain" href="/app/rename?sensor=${id}&amp;next=${pathOf(id)}" data-dialog>!${icon('edit')}${words.rename}</a>`,
    html`<a class="button plain danger" href="${pathOf(id, 'give-up')}" data-dialog>!${icon('remove')}${words.giveUp}</a>`,
  ])}
</div></div>`
}

function whose({ role, owner }: ShownSensor, reader: Reader): string {
  const words = texts[reader.language]
  if (role === 'owner') return words.yours
  return html`${role === 'guest' ? words.sharedBy : words.publicOf} <bdi>${owner}</bdi>`
}

/** Says who sees the sensor without a share, and switches it. */
function everybody({ id, isPublic }: ShownSensor, token: string, reader: Reader): string {
  const words = texts[reader.language]
  return html`<section id="everybody">
<h2>${words.everybody}</h2>
!${
    isPublic
      ? html`<p>${words.isPublic}</p>
<p>${words.publicShows}</p>
<form class="buttons" method="post" action="${pathOf(id, 'close')}">!${proof(token)}<a class="button quiet" href="${publicPathOf(id)}">${words.publicPage}</a><button class="quiet">${words.close}</button></form>`
      : html`<p>${words.isPrivate}</p>
<p class="buttons"><a class="button quiet" href="${pathOf(id, 'open')}" data-dialog>${words.open}</a></p>`
  }
</section>`
}

function history({ id }: ShownSensor, happened: SharingEvent[], me: string, reader: Reader): string {
  const words = texts[reader.language]
  const items = happened.map(
    event =>
      html`<li>${happeningOf(event, me, reader).join('')} <span class="faint">!${ago(event.at, reader)}</span></li>`,
  )
  return html`<section id="history" data-live>
<h2>${words.history}</h2>
!${items.length > 0 ? html`<ul class="sheet rows">!${items}</ul><p><a href="/app/history?sensor=${id}">${words.allHistory}</a></p>` : html`<p class="faint">${words.nothingHappened}</p>`}
</section>`
}
