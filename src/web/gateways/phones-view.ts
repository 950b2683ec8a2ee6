/** The part of the page about phones that forward: their addresses, and the form for a new one. */
import { html } from 'ghtml'
import type { ForwardToken } from '../../gateways/forward-tokens.ts'
import { Page, proof } from '../frame/page.ts'
import { ago, type Reader, time } from '../time/view.ts'
import { toCopy } from './to-copy.ts'
import { texts } from './words/words.ts'

/** The name that was typed for a new address, and what is wrong with it. */
export type PhoneMistake = { name: string; wrong: string }

/** Renders the section. */
export function phonesSection(
  { phones, reader }: { phones: ForwardToken[]; reader: Reader },
  token: string,
  mistake: PhoneMistake | undefined,
): string {
  const words = texts[reader.language]
  const rows = phones.map(
    ({ id, name, created, lastUsed }) =>
      html`<li class="row"><span><bdi>${name}</bdi>
<small>${words.made} !${time(created, reader)}, !${lastUsed ? html`${words.used} !${ago(lastUsed, reader)}` : words.neverUsed}</small></span>
<a class="button quiet small" href="/app/gateways/phones/revoke?phone=${id}" aria-label="${words.revokeLabel(name)}" data-dialog>${words.revoke}</a></li>`,
  )
  return html`<section class="sheet" aria-labelledby="phones"><h2 id="phones">${words.phones}</h2>
<p>${words.phonesIntro}</p>
!${rows.length > 0 ? html`<ul class="rows">!${rows}</ul>` : html`<p class="faint">${words.noPhones}</p>`}
<form class="form" method="post" action="/app/gateways/phones">!${proof(token)}
<label for="phone-name">${words.phoneName}</label>
<input id="phone-name" name="name" value="${mistake?.name ?? ''}" autocomplete="off" required maxlength="200" aria-describedby="phone-name-help" !${mistake ? 'aria-invalid="true" autofocus' : ''}>
<p id="phone-name-help">!${mistake ? html`<span class="wrong" role="alert">${mistake.wrong}</span>` : html`<small>${words.phoneNameHelp}</small>`}</p>
<p class="buttons"><button class="quiet">${words.makePhone}</button></p></form></section>`
}

/** Shows a new address; it can be read only here. */
export function newPhonePage(name: string, url: string, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.newPhone,
    html`<div class="sheet form">
<p><bdi>${name}</bdi></p>
<p role="status">${words.newPhoneIntro}</p>
!${toCopy('phone-url', words.phoneUrl, url, reader)}
<p class="buttons"><a class="button" href="/app/gateways#phones">${words.phoneDone}</a></p></div>`,
  )
}

/** Asks before an address is revoked. */
export function askToRevokePhone({ id, name }: ForwardToken, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.revokeTitle,
    token => html`<form method="post" action="/app/gateways/phones/revoke">!${proof(token)}<input type="hidden" name="phone" value="${id}">
<p><bdi>${name}</bdi></p>
<p>${words.revokeIntro}</p>
<p class="buttons"><button class="danger">${words.doRevoke}</button>
<a class="button quiet" href="/app/gateways#phones" data-close>${words.keep}</a></p></form>`,
  )
}
