/** The page of a sensor, and the confirmation before its owner gives it up. */
import { html } from 'ghtml'
import { type Quantity, quantities, written } from '../../measurements/values.ts'
import { nameOr } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { naming } from '../frame/sentence.ts'
import { ago, type Clock, time } from '../time/view.ts'
import { charts, type Reading, type Span, spans } from './chart/chart.ts'
import { downloadForm } from './chart/download.ts'
import { words as chartWords } from './chart/words.ts'
import { pathOf, publicPathOf } from './shown/place.ts'
import type { ShownSensor } from './shown/read.ts'
import { words } from './words.ts'

/** The measurements that a page shows: the latest one, and those of the span of its charts. */
export type Measured = { latest: Reading | undefined; readings: Reading[]; span: Span }

/** What the page of a sensor shows. */
export type SensorContent = {
  sensor: ShownSensor
  clock: Clock
  /** Measurements; for a device, its services as HTML. */
  measured: Measured | { services: string }
  /** Renders the list of guests, or the caller's own share; `token` is for its forms. */
  sharing: (token: string) => string
  happened: { words: string; at: string }[] | undefined
}

/** Renders the page of a sensor. */
export function sensorPage({ sensor, clock, measured, sharing, happened }: SensorContent): Page {
  return new Page(
    ['', nameOr(sensor.name, sensor.id), ''],
    token => html`<div class="about">
<p>!${sensor.name.trim() ? html`<span class="id">${sensor.id}</span> · ` : ''}!${whose(sensor)}</p>
!${sensor.role === 'owner' ? ownersButtons(sensor) : ''}
</div>
!${'services' in measured ? measured.services : measurements(sensor, measured, clock, pathOf(sensor.id))}
!${'latest' in measured && measured.latest ? downloadForm(sensor.id) : ''}
!${sharing(token)}
!${sensor.role === 'owner' && !('services' in measured) ? everybody(sensor, token) : ''}
!${happened ? history(sensor, happened, clock) : ''}
!${sensor.role === 'owner' ? html`<p class="end"><a class="faint" href="${pathOf(sensor.id, 'give-up')}" data-dialog>${words.giveUp}</a></p>` : ''}`,
  )
}

/** Renders the latest values of a sensor and its charts; `path` is that of the page. */
export function measurements(sensor: ShownSensor, measured: Measured, clock: Clock, path: string): string {
  return html`!${now(sensor, measured.latest, clock)}!${measured.latest ? overTime(measured, clock, path) : ''}`
}

/** Says who sees the sensor without a share, and switches it. */
function everybody({ id, isPublic }: ShownSensor, token: string): string {
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

/** Asks before the owner opens a sensor to everybody. */
export function askToOpen(sensor: ShownSensor): Page {
  return new Page(
    naming(words.openTitle, nameOr(sensor.name, sensor.id)),
    token => html`<p>${words.openText}</p>
<p>${words.publicShows}</p>
<p>${words.openEnds}</p>
<form method="post" action="${pathOf(sensor.id, 'open')}">!${proof(token)}
<p class="buttons"><button>${words.open}</button><a class="button quiet" href="${pathOf(sensor.id)}" data-close>${words.keepPrivate}</a></p>
</form>`,
  )
}

function whose({ role, owner }: ShownSensor): string {
  if (role === 'owner') return words.yours
  return html`${role === 'guest' ? words.sharedBy : words.publicOf} <bdi>${owner}</bdi>`
}

function ownersButtons({ id, canShare }: ShownSensor): string {
  return html`<p class="buttons">
!${canShare ? html`<a class="button" href="/app/share?sensor=${id}" data-dialog>${words.share}</a>` : ''}
<a class="button quiet" href="/app/rename?sensor=${id}&amp;next=${pathOf(id)}" data-dialog>${words.rename}</a>
</p>`
}

function now({ role }: ShownSensor, latest: Reading | undefined, clock: Clock): string {
  if (!latest) {
    return html`<section id="now" class="sheet empty" data-live>
<h2>${words.nothingYet}</h2>
<p>${role === 'owner' ? words.howItComesIn : words.guestSeesNothing}</p>
</section>`
  }
  const values = Object.entries(latest.values) as [Quantity, number][]
  const order = Object.keys(quantities)
  const items = values
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([name, value]) => html`<div><dt>${quantities[name].name}</dt><dd>!${big(name, value)}</dd></div>`)
  return html`<section id="now" data-live>
<h2>${words.now}</h2>
!${items.length > 0 ? html`<dl class="sheet values">!${items}</dl>` : html`<p>${words.unknownFormat}</p>`}
<p class="faint">${words.heard} !${ago(new Date(latest.at * 1000), clock)}, !${time(new Date(latest.at * 1000), clock)}</p>
</section>`
}

/** Renders a large number with a small unit. */
function big(name: Quantity, value: number): string {
  const [number = '', unit = ''] = written(name, value).split('\u00a0')
  return html`${number} <small>${unit}</small>`
}

function overTime({ readings, span }: Measured, { zone, now }: Clock, path: string): string {
  const drawn = charts(readings, { span, until: Math.floor(now.getTime() / 60_000) * 60, zone })
  const choices = (Object.keys(spans) as Span[]).map(
    choice =>
      html`<a class="button quiet small" href="${path}?span=${choice}" !${choice === span ? 'aria-current="true"' : ''}>${chartWords.spans[choice]}</a>`,
  )
  return html`<section id="charts" data-live>
<h2>${chartWords.charts}</h2>
<nav class="buttons" aria-label="${chartWords.charts}">!${choices}</nav>
!${drawn.length > 0 ? html`<div class="charts">!${drawn}</div>` : html`<p class="sheet empty">${chartWords.nothingInSpan}</p>`}
</section>`
}

function history({ id }: ShownSensor, happened: { words: string; at: string }[], clock: Clock): string {
  const items = happened.map(({ words, at }) => html`<li>${words} <span class="faint">!${ago(at, clock)}</span></li>`)
  return html`<section id="history" data-live>
<h2>${words.history}</h2>
!${items.length > 0 ? html`<ul class="sheet rows">!${items}</ul><p><a href="/app/history?sensor=${id}">${words.allHistory}</a></p>` : html`<p class="faint">${words.nothingHappened}</p>`}
</section>`
}

/** Asks before the owner gives up a sensor. */
export function askToGiveUp(sensor: ShownSensor, guests: { count: number; areMore: boolean }): Page {
  const { count, areMore } = guests
  return new Page(
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
