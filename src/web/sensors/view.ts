/** The list of sensors, and the pages to rename one. */
import { html } from 'ghtml'
import type { Units } from '../../measurements/units.ts'
import { type Overview, type OverviewFilter, type OverviewSensor, pageSize } from '../../sensors/read/overview.ts'
import { isDevice } from '../../sharing/channels.ts'
import { nothingYet } from '../claim/view.ts'
import { type FirstRun, firstRunSection } from '../first-run/view.ts'
import { drawing, icon } from '../frame/icons.ts'
import { nameOr } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { fieldError } from '../frame/refused.ts'
import type { Reader } from '../time/view.ts'
import { dayOf, measuredOf } from './card.ts'
import { texts } from './words/words.ts'

/** How the list is laid out; the browser remembers the choice in a cookie. */
export type Layout = 'cards' | 'list'

/** In what way a person sees the list. */
export type Way = { layout: Layout; reader: Reader; units: Units }

/** Renders the list of sensors. The search is a part of its own, so that what is typed stays when the list changes. */
export function listPage(chosen: OverviewFilter, overview: Overview, way: Way, firstRun?: FirstRun): Page {
  const words = texts[way.reader.language]
  const { counts, sensors } = overview
  const isEmpty = counts.all === 0 && chosen.search === ''
  return new Page(
    way.reader,
    words.title,
    token => html`<div id="first-run" data-live>!${firstRun ? firstRunSection(firstRun, token, way.reader) : ''}</div>
<div id="finding" data-live>!${isEmpty ? '' : finding(chosen, way.reader)}</div>
<div id="sensors" data-live data-found="${isEmpty ? '' : words.found(totalOf(chosen, counts))}">
!${
      isEmpty
        ? firstRun
          ? ''
          : nothingYet(token, way.reader)
        : html`!${filter(chosen, counts, way.layout, way.reader)}
!${sensors.length > 0 ? list(chosen, overview, way) : nothingFound(chosen, way.reader)}`
    }
</div>`,
  )
}

function nothingFound({ search, show }: OverviewFilter, reader: Reader): string {
  const words = texts[reader.language]
  const why = search ? words.notFoundFor(search) : show === 'mine' ? words.noneOfMine : words.noneOfOthers
  return html`<div class="sheet empty"><h2>${words.notFound}</h2><p>${why}</p><p><a href="/app">${words.showAll}</a></p></div>`
}

/** Returns the URL of the list with other parameters; any change returns to page 1. */
function place(chosen: OverviewFilter, change: Partial<OverviewFilter>): string {
  const { search, show, sort, page } = { ...chosen, page: 1, ...change }
  const fields = Object.entries({
    q: search,
    show: show === 'all' ? '' : show,
    sort: sort === 'name' ? '' : sort,
    page: page === 1 ? '' : String(page),
  })
  const query = new URLSearchParams(fields.filter(([, value]) => value !== ''))
  return query.size > 0 ? `/app?${query}` : '/app'
}

const totalOf = ({ show }: OverviewFilter, { all, mine }: Overview['counts']) =>
  ({ all, mine, others: all - mine })[show]

/** Renders the search. With scripts it needs no button: see public/find.js. */
function finding({ search, show, sort }: OverviewFilter, reader: Reader): string {
  const words = texts[reader.language]
  const options = Object.entries(words.sorts).map(
    ([value, word]) => html`<option value="${value}" !${value === sort ? 'selected' : ''}>${word}</option>`,
  )
  return html`<form class="find" action="/app" role="search" data-find="sensors">!${show === 'all' ? '' : html`<input type="hidden" name="show" value="${show}">`}
<label for="q">${words.search}</label><input id="q" name="q" type="search" maxlength="200" placeholder="${words.searchFor}" value="${search}">
<label for="sort">${words.sort}</label><select id="sort" name="sort">!${options}</select>
<button class="quiet">!${icon('search')}${words.find}</button>
</form>`
}

function filter(chosen: OverviewFilter, { all, mine }: Overview['counts'], layout: Layout, reader: Reader): string {
  const words = texts[reader.language]
  const tabs = [
    ['all', words.all, all],
    ['mine', words.mine, mine],
    ['others', words.others, all - mine],
  ] as const
  const here = place(chosen, {})
  return html`<div class="over"><nav class="tabs" aria-label="${words.which}">!${tabs.map(
    ([value, word, count]) =>
      html`<a class="tab" href="${place(chosen, { show: value })}" !${value === chosen.show ? 'aria-current="page"' : ''}>${word} <small>${count}</small></a>`,
  )}</nav>
<nav class="tabs" aria-label="${words.layout}">!${(['cards', 'list'] as const).map(
    value =>
      html`<a class="tab" href="${here}${here.includes('?') ? '&' : '?'}layout=${value}" !${value === layout ? 'aria-current="true"' : ''}>${words.layouts[value]}</a>`,
  )}</nav></div>`
}

const commands = (reader: Reader) => {
  const words = texts[reader.language]
  return [
    { path: 'share', word: words.share, needs: 'own', why: words.whyNotShare },
    { path: 'unshare', word: words.unshare, needs: 'guests', why: words.whyNotUnshare },
    { path: 'leave', word: words.leave, needs: 'got', why: words.whyNotLeave },
    { path: 'rename', word: words.rename, needs: '', why: '' },
  ]
}

function list(chosen: OverviewFilter, { counts, sensors }: Overview, way: Way): string {
  const words = texts[way.reader.language]
  const total = totalOf(chosen, counts)
  const buttons = commands(way.reader).map(
    ({ path, word, needs, why }) =>
      html`<button class="quiet" formaction="/app/${path}" data-dialog data-needs="${needs}" data-why="${why}">${word}</button>`,
  )
  return html`<form class="choosing" action="/app/share" data-choose>
<div class="bar">
<label class="tick scripted"><input type="checkbox" data-all>${words.chooseAll}</label>
<details class="menu"><summary class="button">${words.actions} <span data-count></span></summary>
<div class="sheet">!${buttons}<small data-hint>${words.chooseFirst}</small></div></details>
</div>
!${pictures}
<ul class="!${way.layout === 'cards' ? 'cards' : 'sheet rows'} sensors">
!${sensors.map((sensor, n) => item(sensor, n, way))}
</ul>
</form>
!${pages(chosen, total, sensors.length, way.reader)}
<p class="buttons"><a class="button quiet" href="/app/claim" data-dialog>${words.claim}</a></p>`
}

function item(shown: OverviewSensor, n: number, way: Way): string {
  const words = texts[way.reader.language]
  const { sensor, name, owner, isOwn, picture } = shown
  const title = nameOr(name, sensor)
  const uploaded = way.layout === 'cards' ? uploadIn(picture) : undefined
  return html`<li>
<label class="pick"><input type="checkbox" name="sensor" value="${sensor}" !${isOwn ? (shown.guestCount > 0 ? 'data-guests' : '') : 'data-got'} aria-label="${words.choose(title)}"></label>
!${uploaded ? html`<img class="photo" src="${uploaded}" alt="" width="48" height="48" loading="lazy">` : ''}
<div class="name"><a class="title" href="/app/sensors/${sensor}"><bdi>${title}</bdi></a>
<small><span class="id">${name.trim() ? sensor : ''}</span> ${isOwn ? words.yours : owner}</small></div>
!${last(shown, way)}
!${shared(shown, n, way.reader)}
</li>
`
}

/** Returns the path of a picture that was uploaded here: of other addresses, browsers load none. */
function uploadIn(picture: string): string | undefined {
  return /\/pictures\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(picture)?.[0]
}

function last({ sensor, services, day, ...shown }: OverviewSensor, { layout, reader, units }: Way): string {
  const words = texts[reader.language]
  if (isDevice(sensor)) return html`<div class="measured"><small>${words.device(services)}</small></div>`
  const { heardAt } = shown
  const measured = heardAt && { ...shown, heardAt }
  return html`<div class="measured" data-values="${sensor}">!${measured ? measuredOf(measured, reader, units) : html`<small>${words.neverHeard}</small>`}</div>
!${layout === 'cards' ? html`<div class="day">!${measured ? dayOf(day, measured, reader, units) : ''}</div>` : ''}`
}

/** The icons of the rows, defined once for all. */
const pictures = html`<svg class="visually-hidden" aria-hidden="true">!${(['none', 'out', 'in'] as const).map(arrow => html`<symbol id="i-${arrow}" viewBox="0 0 24 24">!${drawing('share', ...(arrow === 'none' ? [] : [arrow]))}</symbol>`)}
<symbol id="i-battery" viewBox="0 0 24 24"><rect x="3" y="8" width="16" height="9" rx="2"/><path d="M22 11v3M6.5 11v3M10 11v3M13.5 11v3"/></symbol>
!${(['weak', 'fair', 'strong'] as const).map((signal, index) => html`<symbol id="i-signal-${signal}" viewBox="0 0 24 24">!${[1, 2, 3].map(bar => html`<path d="M${bar * 6} 19v-${bar * 5}" !${bar > index + 1 ? 'opacity=".25"' : ''}/>`)}</symbol>`)}</svg>`
const drawn = (arrow: 'none' | 'out' | 'in') =>
  html`<svg class="icon" aria-hidden="true"><use href="#i-${arrow}"/></svg>`

/** Renders the arrow: out with the guests, or in with the owner. The names appear on hover and on keyboard focus. */
function shared({ isOwn, owner, guests, guestCount }: OverviewSensor, n: number, reader: Reader): string {
  const words = texts[reader.language]
  if (isOwn && guestCount === 0)
    return html`<span class="who-has faint">!${drawn('none')}<span class="visually-hidden">${words.notShared}</span></span>`
  const label = isOwn ? words.sharedWith(guestCount) : words.sharedBy(owner)
  const names = isOwn
    ? guests.map(
        ({ email, state }) => html`<li>${email}!${state === 'live' ? '' : html` <i>${words.states[state]}</i>`}</li>`,
      )
    : []
  const more = guestCount - guests.length
  return html`<span class="who-has"><button type="button" class="quiet small" aria-label="${label}" aria-describedby="who-${n}">!${drawn(isOwn ? 'out' : 'in')}${isOwn ? guestCount : ''}</button>
<span class="bubble" role="tooltip" id="who-${n}">${label}!${isOwn ? html`<ul>!${names}!${more > 0 ? html`<li>${words.more(more)}</li>` : ''}</ul>` : ''}</span></span>`
}

function pages(chosen: OverviewFilter, total: number, here: number, reader: Reader): string {
  const words = texts[reader.language]
  const from = (chosen.page - 1) * pageSize
  if (total <= pageSize) return ''
  const link = (page: number, word: string, rel: string) =>
    html`<a class="button quiet small" rel="${rel}" href="${place(chosen, { page })}">${word}</a>`
  return html`<nav class="pages" aria-label="${words.pages}">
!${from > 0 ? link(chosen.page - 1, words.previous, 'prev') : ''}
<span>${words.range(from + 1, from + here, total)}</span>
!${from + here < total ? link(chosen.page + 1, words.next, 'next') : ''}
</nav>`
}

/** A sensor to rename: its current name for the reader, and whether the reader owns it. */
type RenamedSensor = { sensor: string; name: string; isOwn: boolean }

/** Renders the form to rename a sensor. */
export function renamePage(
  { sensor, name, isOwn }: RenamedSensor,
  next: string,
  reader: Reader,
  { filled = name, wrong, status = 200 }: { filled?: string; wrong?: string; status?: number } = {},
): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.renameTitle,
    token => html`<p class="id">${sensor}</p>
!${fieldError(wrong)}
<form method="post" action="/app/rename">!${proof(token)}<input type="hidden" name="sensor" value="${sensor}"><input type="hidden" name="next" value="${next}">
<label for="new-name">${words.name}</label>
<input id="new-name" name="name" required maxlength="200" autocomplete="off" autofocus aria-describedby="rename-hint" value="${filled}">
<small id="rename-hint">${isOwn ? words.renameOwn : words.renameGuest}</small>
<p class="buttons"><button>${words.save}</button><a class="button quiet" href="${next}" data-close>${words.cancel}</a></p>
</form>`,
    status,
  )
}

/** Asks which of several sensors to rename. */
export function renameWhichPage(sensors: RenamedSensor[], next: string, reader: Reader): Page {
  const words = texts[reader.language]
  const links = sensors.map(({ sensor, name }) => {
    const query = new URLSearchParams({ sensor, next })
    return html`<li><a href="/app/rename?${query}" data-dialog><bdi>${nameOr(name, sensor)}</bdi></a> <span class="id faint">${sensor}</span></li>`
  })
  return new Page(reader, words.renameTitle, html`<p>${words.renameOne}</p><ul class="sheet rows">!${links}</ul>`)
}

/** Shown if a button of the list was pressed without a selection. */
export function nothingChosen(reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.nothingChosen,
    html`<p>${words.goBackAndTick}</p><p class="buttons"><a class="button" href="/app" data-close>${words.back}</a></p>`,
  )
}
