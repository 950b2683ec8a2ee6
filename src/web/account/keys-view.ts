/** The part of the account page about access keys: their list, and the form for a new one. */
import { html } from 'ghtml'
import type { AccessKey } from '../../auth/access-keys.ts'
import type { Scope } from '../../people/caller.ts'
import type { SensorName } from '../../sensors/read/names.ts'
import { nameOr } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { toCopy } from '../gateways/to-copy.ts'
import { ago, type Reader, time } from '../time/view.ts'
import { texts } from './keys-words.ts'

/** What was typed into the form for a new key. */
export type TypedKey = { name: string; scope: Scope; sensors: string[]; isForSome: boolean; days: string }

/** The untouched form: a key that can do as little as possible for as long as it is needed. */
export const untyped: TypedKey = { name: '', scope: 'read', sensors: [], isForSome: false, days: '' }

/** The choices of how many days a key works; '': for ever. */
export const lifetimes = ['', '7', '30', '90', '365']

type Shown = { keys: AccessKey[]; sensors: SensorName[]; reader: Reader }

/** Renders the section; `wrong` is the mistake in what was typed. */
export function keysSection({ keys, sensors, reader }: Shown, token: string, typed = untyped, wrong?: string): string {
  const words = texts[reader.language]
  const names = new Map(sensors.map(({ sensor, name }) => [sensor, nameOr(name, sensor)]))
  const rows = keys.map(key => keyRow(key, names, reader))
  return html`<section class="sheet" aria-labelledby="keys"><h2 id="keys">${words.keys}</h2>
<p>${words.keysIntro}</p>
!${rows.length > 0 ? html`<ul class="rows">!${rows}</ul>` : html`<p class="faint">${words.noKeys}</p>`}
!${newKeyForm(sensors, token, typed, wrong, reader)}
<h3>${words.api}</h3>
<p>${words.apiHow} <a href="/docs">${words.apiRest}</a>, <a href="/docs/graphql">${words.apiGraphql}</a>. ${words.apiToken}</p>
<form class="buttons" method="post" action="/app/account/token">!${proof(token)}<button class="quiet">${words.copyToken}</button></form></section>`
}

function keyRow(key: AccessKey, names: Map<string, string>, reader: Reader): string {
  const words = texts[reader.language]
  const { id, name, created, lastUsed, scope, sensors, expiresAt, expired, disabled } = key
  const title = nameOr(name, words.nameless)
  const reach =
    sensors === null ? words.forAll : words.forSome(sensors.map(sensor => names.get(sensor) ?? sensor).join(', '))
  const end = expiresAt ? html`, ${expired ? words.expired : words.expires} !${time(expiresAt, reader)}` : ''
  return html`<li class="row"><span><bdi>${title}</bdi>!${expired ? html` <span class="tag">${words.expiredTag}</span>` : ''}!${disabled ? html` <span class="tag">${words.disabledTag}</span>` : ''}
<small><span class="id">${id}</span>, ${words.made} !${time(created, reader)}, !${lastUsed ? html`${words.keyUsed} !${ago(lastUsed, reader)}` : words.neverUsed}</small>
<small>${words.scopes[scope]}; <bdi>${reach}</bdi>!${end}</small></span>
<a class="button quiet small" href="/app/account/keys/revoke?key=${id}" aria-label="${words.revokeLabel(title)}" data-dialog>${words.revoke}</a></li>`
}

function newKeyForm(
  sensors: SensorName[],
  token: string,
  typed: TypedKey,
  wrong: string | undefined,
  reader: Reader,
): string {
  const words = texts[reader.language]
  return html`<form class="form" method="post" action="/app/account/keys">!${proof(token)}
<label for="name">${words.keyName}</label>
<input id="name" name="name" value="${typed.name}" autocomplete="off" required maxlength="200" aria-describedby="name-help" !${wrong ? 'aria-invalid="true" autofocus' : ''}>
<p id="name-help">!${wrong ? html`<span class="wrong" role="alert">${wrong}</span>` : html`<small>${words.keyNameHelp}</small>`}</p>
<fieldset><legend>${words.scope}</legend>
!${(['read', 'share', 'all'] as const).map(scope => radio('scope', scope, words.scopes[scope], typed.scope === scope))}</fieldset>
!${sensors.length > 0 ? sensorChoice(sensors, typed, reader) : ''}
<label for="days">${words.lifetime}</label>
<select id="days" name="days">!${lifetimes.map(days => html`<option value="${days}" !${days === typed.days ? 'selected' : ''}>${words.lifetimes(days)}</option>`)}</select>
<p class="buttons"><button class="quiet">${words.makeKey}</button></p></form>`
}

function sensorChoice(sensors: SensorName[], { sensors: chosen, isForSome }: TypedKey, reader: Reader): string {
  const words = texts[reader.language]
  const ticks = sensors.map(
    ({ sensor, name }) =>
      html`<label class="tick"><input type="checkbox" name="sensor" value="${sensor}" !${chosen.includes(sensor) ? 'checked' : ''}><span><bdi>${nameOr(name, sensor)}</bdi> <small class="id">${sensor}</small></span></label>`,
  )
  return html`<fieldset><legend>${words.reach}</legend>
!${radio('reach', 'all', words.allSensors, !isForSome)}
!${radio('reach', 'some', words.someSensors, isForSome)}
<details !${isForSome ? 'open' : ''}><summary>${words.chooseSensors}</summary><div class="choices long inner">!${ticks}</div></details></fieldset>`
}

const radio = (name: string, value: string, label: string, isChosen: boolean) =>
  html`<label class="tick"><input type="radio" name="${name}" value="${value}" !${isChosen ? 'checked' : ''}><span>${label}</span></label>`

/** Shows a new token; it can be read only here. */
export function newTokenPage(token: string, end: Date, reader: Reader): Page {
  const { write } = reader
  const words = texts[reader.language]
  return new Page(
    reader,
    words.tokenTitle,
    html`<div class="sheet form">
<p role="status">${words.tokenIntro}</p>
<p>${words.tokenEnds(write(end))}</p>
!${toCopy('new-token', words.token, token, reader)}
<p class="buttons"><a class="button" href="/app/account#sessions">${words.tokenDone}</a></p></div>`,
  )
}
