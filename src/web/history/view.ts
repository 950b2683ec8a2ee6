/** The page of the history, by day. */
import { html } from 'ghtml'
import type { SharingEvent } from '../../events/history.ts'
import type { SensorName } from '../../sensors/read/names.ts'
import { nameOr } from '../frame/names.ts'
import { Page } from '../frame/page.ts'
import { avatar } from '../parts/avatar.ts'
import { emptyState } from '../parts/empty.ts'
import { dateFormat } from '../time/date-format.ts'
import type { Reader } from '../time/view.ts'
import { onTheWall } from '../time/wall-clock.ts'
import { happeningOf } from './happening.ts'
import { texts } from './words.ts'

/** What the page of the history shows. */
export type HistoryContent = {
  /** The address of the signed-in person. */
  me: string
  /** The filter; an empty text means any. */
  sensor: string
  person: string
  isNoAddress: boolean
  /** Event ids (`before`) at which the pages up to this one begin, the newest first; empty on the newest page. */
  trail: number[]
  events: SharingEvent[]
  next: number | null
  /** Choices for the filter: the sensors that the reader sees, and people. */
  sensors: SensorName[]
  people: string[]
  reader: Reader
}

/** Limit of sensors in the filter. */
const mostOffered = 500
/** Limit of previous pages that the URL remembers. */
const mostRemembered = 40

/** Renders the history. */
export function historyPage(shown: HistoryContent): Page {
  const words = texts[shown.reader.language]
  const { events, isNoAddress, reader } = shown
  const isFiltered = shown.sensor !== '' || shown.person !== ''
  return new Page(
    shown.reader,
    words.title,
    html`!${filterOf(shown)}
<div id="history" data-live>
!${isNoAddress || events.length > 0 ? '' : emptyState(isFiltered ? 'search' : 'history', html`<p>${shown.trail.length > 0 ? words.noneOlder : isFiltered ? words.noneFits : words.none}</p>`)}
!${daysOf(shown)}
!${reader.zone === 'UTC' && events.length > 0 ? html`<p class="faint">${words.utc}</p>` : ''}
</div>
!${pagesOf(shown)}`,
    isNoAddress ? 400 : 200,
  )
}

function filterOf({ sensor, person, isNoAddress, sensors, people, reader }: HistoryContent): string {
  const words = texts[reader.language]
  const offered = sensors.slice(0, mostOffered)
  const isOffered = sensor === '' || offered.some(item => item.sensor === sensor)
  const chosen = sensors.find(item => item.sensor === sensor) ?? { sensor, name: '' }
  const options = (isOffered ? offered : [chosen, ...offered]).map(
    item =>
      html`<option value="${item.sensor}" !${item.sensor === sensor ? 'selected' : ''}>${nameOr(item.name, item.sensor)}</option>`,
  )
  return html`<form class="filters" method="get" action="/app/history">
<label for="sensor">${words.sensor}</label>
<select id="sensor" name="sensor"><option value="">${words.allSensors}</option>!${options}</select>
<label for="person">${words.person}</label>
<input id="person" name="person" value="${person}" list="people" placeholder="${words.personHelp}" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="254" !${isNoAddress ? 'aria-invalid="true" aria-describedby="person-wrong"' : ''}>
<datalist id="people">!${people.map(email => html`<option value="${email}"></option>`)}</datalist>
<button class="quiet">${words.show}</button>
!${sensor || person ? html`<a href="/app/history">${words.all}</a>` : ''}
</form>
!${isNoAddress ? html`<p class="wrong" id="person-wrong" role="alert">${words.notAddress}</p>` : ''}`
}

function daysOf({ me, events, sensors, reader }: HistoryContent): string[] {
  const days = new Map<string, SharingEvent[]>()
  for (const event of events) {
    const day = onTheWall(new Date(event.at), reader.zone).slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), event])
  }
  const visible = new Set(sensors.map(({ sensor }) => sensor))
  return [...days].map(
    ([day, those]) =>
      html`<h2>!${dayOf(day, those, reader)}</h2>
<ul class="sheet rows">!${those.map(event => rowOf(event, me, visible.has(event.sensor), reader))}</ul>`,
  )
}

const dayFormat = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const

function dayOf(day: string, [first]: SharingEvent[], reader: Reader): string {
  const { zone, now } = reader
  const words = texts[reader.language]
  const date = html`${dateFormat(reader.language, zone, dayFormat).format(new Date(first?.at ?? now))}`
  const back = (Date.parse(onTheWall(now, zone).slice(0, 10)) - Date.parse(day)) / 86_400_000
  const name = [words.today, words.yesterday][back]
  return name ? html`${name}, !${date}` : date
}

function rowOf(event: SharingEvent, me: string, isVisible: boolean, reader: Reader): string {
  const { zone, write } = reader
  const at = new Date(event.at)
  return html`<li class="event"><time class="faint" datetime="${event.at}" title="${write(at)}">${onTheWall(at, zone).slice(11)}</time> !${avatar(otherOf(event, me), '', 'tiny')} !${sentenceOf(event, me, isVisible, reader)}</li>`
}

/** Returns whom an event is about besides the reader; the reader where nobody else is. */
const otherOf = ({ guest, owner }: SharingEvent, me: string): string =>
  [guest, owner].find(person => person && person !== me) ?? me

/** Renders what happened; the sensor's name is a link if the reader sees the sensor. */
function sentenceOf(event: SharingEvent, me: string, isVisible: boolean, reader: Reader): string {
  const [before, name, after] = happeningOf(event, me, reader)
  const link = isVisible ? html`<a href="/app/sensors/${event.sensor}">${name}</a>` : html`${name}`
  return html`<span>${before}!${link}${after}</span>`
}

/** The URL of each page contains the starts of the newer pages, for the link back. */
function pagesOf({ sensor, person, trail, next, reader }: HistoryContent): string {
  const words = texts[reader.language]
  const to = (befores: number[]) =>
    `/app/history?${new URLSearchParams([
      ...Object.entries({ sensor, person }).filter(([, value]) => value),
      ...befores.slice(-mostRemembered).map((before): [string, string] => ['before', String(before)]),
    ])}`
  if (trail.length === 0 && next === null) return ''
  return html`<nav class="pages" aria-label="${words.pages}">
!${trail.length > 0 ? html`<a class="button quiet" href="${to(trail.slice(0, -1))}" rel="prev">${words.newer}</a>` : ''}
!${next === null ? '' : html`<a class="button quiet" href="${to([...trail, next])}" rel="next">${words.older}</a>`}
</nav>`
}
