/** The page about gateways, for who operates the server, and the confirmation before one is removed. */
import { html } from 'ghtml'
import type { Operator } from '../../auth/operators.ts'
import type { ForwardToken } from '../../gateways/forward-tokens.ts'
import type { GatewayRow } from '../../gateways/gateways.ts'
import type { SensorName } from '../../sensors/read/names.ts'
import { icon } from '../frame/icons.ts'
import { nameAndId } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { fieldError } from '../frame/refused.ts'
import { avatar } from '../parts/avatar.ts'
import { emptyState } from '../parts/empty.ts'
import { deviceIdPattern } from '../scan/label.ts'
import { scanButton } from '../scan/view.ts'
import { ago, type Reader, time } from '../time/view.ts'
import { type PhoneMistake, phonesSection } from './phones-view.ts'
import { toCopy } from './to-copy.ts'
import { texts, type Words } from './words/words.ts'

/** What the page shows. `origin` is where gateways reach the server; `isOpen` says that any of them may post. */
export type Shown = {
  origin: string
  isOpen: boolean
  gateways: GatewayRow[]
  /** The number of the page, from 0, and whether another one follows. */
  page: number
  hasMore: boolean
  /** The sensors that the operator sees, for their names. */
  sensors: SensorName[]
  operators: Operator[]
  phones: ForwardToken[]
  reader: Reader
}

/** What was typed for a gateway, and what is wrong with it. */
export type Mistake = { gateway: string; typed: string; wrong: string }

/** A rejected form of the page, and the status of the answer. */
export type Failed = { status?: number; gateway?: Mistake; phone?: PhoneMistake }

/** Renders the page; a mistake is shown beside the field that it was made in. */
export function gatewaysPage(shown: Shown, { gateway: mistake, phone: phoneMistake, status = 200 }: Failed = {}): Page {
  const words = texts[shown.reader.language]
  const { gateways, isOpen } = shown
  return new Page(
    shown.reader,
    words.title,
    token => html`<p>${isOpen ? words.open : words.intro}</p>
!${setUp(shown)}
<h2 id="list">${words.list}</h2>
!${
      gateways.length === 0
        ? emptyState('gateways', html`<p><strong>${words.none}</strong></p><p>${words.noneHow}</p>`)
        : html`<ul class="gateways" aria-labelledby="list">!${gateways.map(gateway => gatewayRow(gateway, shown, token, mistake))}</ul>`
    }
!${pagesOf(shown)}
<p class="buttons"><a class="button quiet" href="/app/gateways">${words.reload}</a></p>
!${phonesSection(shown, token, phoneMistake)}
!${operatorsOf(shown, token)}`,
    status,
  )
}

/** Renders how to set up a gateway, folded if there are some already. */
function setUp({ origin, gateways, page, reader }: Shown): string {
  const words = texts[reader.language]
  const { hostname } = new URL(origin)
  const isLocal = /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
  return html`<details class="sheet" !${gateways.length === 0 && page === 0 ? 'open' : ''}><summary><h2>${words.setUp}</h2></summary>
<ol>!${words.steps.map(step => html`<li>${step}</li>`)}</ol>
!${isLocal ? html`<p class="notice bad">${words.onlyHere(hostname)}</p>` : ''}
<div class="form">!${toCopy('data-url', words.dataUrl, `${origin}/record`, reader)}
!${toCopy('status-url', words.statusUrl, `${origin}/status`, reader)}</div></details>`
}

type State = keyof Words['states']

/** Links to the pages before and after. */
function pagesOf({ page, hasMore, reader }: Shown): string {
  const words = texts[reader.language]
  if (page === 0 && !hasMore) return ''
  return html`<nav class="pages" aria-label="${words.pages}">
!${page > 0 ? html`<a class="button quiet" href="/app/gateways?page=${page - 1}" rel="prev">${words.previous}</a>` : ''}
!${hasMore ? html`<a class="button quiet" href="/app/gateways?page=${page + 1}" rel="next">${words.next}</a>` : ''}
</nav>`
}

/** Calls are noted once a minute, so one that is let in may be noted a minute before one that is refused. */
const lagMs = 150_000

function stateOf({ whitelisted, allowedAt, lastAdmitted, lastSeen }: GatewayRow): State {
  const isAdmitted = lastAdmitted !== null && lastSeen.getTime() - lastAdmitted.getTime() < lagMs
  if (!whitelisted) return isAdmitted ? 'open' : 'waiting'
  if (isAdmitted) return 'allowed'
  return lastAdmitted === null && allowedAt !== null && lastSeen <= allowedAt ? 'new' : 'refused'
}

function gatewayRow(
  gateway: GatewayRow,
  { reader, sensors, page }: Shown,
  token: string,
  mistake: Mistake | undefined,
): string {
  const words = texts[reader.language]
  const { gateway: id, whitelisted, firstSeen, lastSeen, allowedAt, firmware } = gateway
  const state = stateOf(gateway)
  const facts = [
    [words.lastSeen, ago(lastSeen, reader)],
    [words.calls, time(firstSeen, reader)],
    ...(whitelisted && allowedAt ? [[words.allowedSince, time(allowedAt, reader)]] : []),
    [words.firmware, html`${firmware ?? words.unknown}`],
    [words.heard, heardOf(gateway, reader)],
  ]
  return html`<li class="sheet"><div class="row"><span class="somebody"><span class="sign">!${icon('gateway')}</span><span><strong class="id">${id}</strong> <span class="tag !${state === 'refused' || state === 'waiting' ? 'bad' : ''}">${words.states[state]}</span></span></span>
!${whitelisted ? html`<a class="button quiet small" href="/app/gateways/remove?gateway=${id}" aria-label="${words.removeLabel(id)}" data-dialog>${words.remove}</a>` : ''}</div>
!${state in words.stateHelp ? html`<p>${words.stateHelp[state as keyof typeof words.stateHelp]}</p>` : ''}
!${refusedCall(gateway, reader)}
<dl class="facts">!${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd class="tight">!${value}</dd></div>`)}</dl>
!${sensorsOf(gateway, sensors, reader)}
!${whitelisted ? '' : allowForm(id, page, token, mistake?.gateway === id ? mistake : undefined, reader)}</li>`
}

/** Says that somebody called as a gateway without its secret, who may be anybody: it is no state of the gateway. */
function refusedCall({ refusedAt, refusedFrom }: GatewayRow, reader: Reader): string {
  const words = texts[reader.language]
  if (!refusedAt) return ''
  return html`<p>${words.wrongSecret} !${ago(refusedAt, reader)}, ${words.calledFrom(refusedFrom ?? words.unknown)} ${words.wrongSecretHelp}</p>`
}

function heardOf({ heard, active }: GatewayRow, reader: Reader): string {
  const words = texts[reader.language]
  const count = active > 0 ? active : heard
  return html`${count === null ? words.unknown : words.sensors(count)}`
}

function sensorsOf({ active, sensors: ids }: GatewayRow, sensors: SensorName[], reader: Reader): string {
  const words = texts[reader.language]
  if (active === 0) return ''
  const names = new Map(sensors.map(({ sensor, name }) => [sensor, name]))
  const items = ids.map(sensor => html`<li>!${nameAndId({ sensor, name: names.get(sensor) ?? '' })}</li>`)
  const more = active - items.length
  return html`<details><summary>${words.which}</summary><ul>!${items}</ul>!${more > 0 ? html`<p>${words.moreSensors(more)}</p>` : ''}</details>`
}

function allowForm(gateway: string, page: number, token: string, mistake: Mistake | undefined, reader: Reader): string {
  const words = texts[reader.language]
  const id = `device-id-${gateway.replaceAll(':', '')}`
  return html`<form class="form" method="post" action="/app/gateways/allow">!${proof(token)}<input type="hidden" name="gateway" value="${gateway}"><input type="hidden" name="page" value="${page}">
<label for="${id}">${words.deviceId}</label>
<input id="${id}" name="deviceId" value="${mistake?.typed ?? ''}" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="500" aria-describedby="${id}-help" !${mistake ? 'aria-invalid="true" autofocus' : ''}>
<div id="${id}-help">!${mistake ? fieldError(mistake.wrong) : html`<small>${words.deviceIdHelp}</small>`}</div>
<p class="buttons"><button aria-label="${words.allowLabel(gateway)}">${words.allow}</button>!${scanButton(id, deviceIdPattern, reader)}</p></form>`
}

function operatorsOf({ operators, reader }: Shown, token: string): string {
  const words = texts[reader.language]
  const rows = operators.map(
    ({ email, since }) =>
      html`<li class="row"><span class="somebody">!${avatar(email)}<span>${email} <small>!${since ? html`${words.since} !${time(since, reader)}` : html`${words.bySettings}`}</small></span></span>
!${since ? html`<form method="post" action="/app/gateways/dismiss">!${proof(token)}<input type="hidden" name="person" value="${email}"><button class="quiet small" aria-label="${words.dismissLabel(email)}">${words.dismiss}</button></form>` : ''}</li>`,
  )
  return html`<section class="sheet" aria-labelledby="operators"><h2 id="operators">${words.operators}</h2>
<p>${words.operatorsIntro}</p>
<ul class="rows">!${rows}</ul></section>`
}

/** Asks before a gateway is removed. */
export function askToRemove(gateway: string, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.removeTitle(gateway),
    token => html`<form method="post" action="/app/gateways/remove">!${proof(token)}<input type="hidden" name="gateway" value="${gateway}">
<p>${words.removeIntro}</p>
<p class="buttons"><button class="danger">${words.doRemove}</button>
<a class="button quiet" href="/app/gateways" data-close>${words.keep}</a></p></form>`,
  )
}
