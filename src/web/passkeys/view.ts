/** What pages show about passkeys: the form to sign in, the section of the account page, the question before removing. */
import { html } from 'ghtml'
import type { Passkey } from '../../auth/passkeys/passkeys.ts'
import { Page, proof } from '../frame/page.ts'
import { ago, type Reader, time } from '../time/view.ts'
import { texts } from './words.ts'

/** What a browser needs to make or use a passkey. */
export type Offer = { options: object; challenge: string }

/** The passkeys of the account page. A new one is offered, or the sentence says why not. */
export type Passkeys = { passkeys: Passkey[]; offer: Offer | string }

const home = '/app/account/passkeys'

/** Renders the hidden fields of a form whose script talks to an authenticator. */
const fields = ({ challenge }: Offer, token: string) =>
  html`!${proof(token)}<input type="hidden" name="challenge" value="${challenge}"><input type="hidden" name="response" value="">`

/** Renders the button to sign in with a passkey. It is hidden until the script finds that the browser has passkeys. */
export function signInForm(place: string, offer: Offer, token: string, reader: Reader): string {
  const words = texts[reader.language]
  return html`<form method="post" action="/app/sign-in/passkey" data-passkey="get" data-options="${JSON.stringify(offer.options)}" hidden>!${fields(offer, token)}<input type="hidden" name="next" value="${place}">
<p class="faint">${words.or}</p>
<p class="wrong" role="alert" data-failed="${words.notUsed}" hidden></p>
<p class="buttons"><button class="quiet">${words.use}</button></p></form>`
}

/** Renders the section of the account page. */
export function passkeysSection({ passkeys, offer }: Passkeys, reader: Reader, token: string): string {
  const words = texts[reader.language]
  const rows = passkeys.map(
    ({ id, name, createdAt, lastUsedAt }) =>
      html`<li class="row"><span><bdi>${name}</bdi>
<small>${words.made} !${time(createdAt, reader)}, !${lastUsedAt ? html`${words.used} !${ago(lastUsedAt, reader)}` : words.neverUsed}</small></span>
<a class="button quiet small" href="${home}/remove?passkey=${encodeURIComponent(id)}" aria-label="${words.removeLabel(name)}" data-dialog>${words.remove}</a></li>`,
  )
  return html`<section class="sheet" aria-labelledby="passkeys"><h2 id="passkeys">${words.title}</h2>
<p>${words.intro}</p>
!${rows.length > 0 ? html`<ul class="rows">!${rows}</ul>` : html`<p class="faint">${words.none}</p>`}
!${typeof offer === 'string' ? html`<p>${offer}</p>` : addForm(offer, token, reader)}</section>`
}

function addForm(offer: Offer, token: string, reader: Reader): string {
  const words = texts[reader.language]
  return html`<form class="form" method="post" action="${home}" data-passkey="create" data-options="${JSON.stringify(offer.options)}" hidden>!${fields(offer, token)}
<label for="passkey-name">${words.name}</label>
<input id="passkey-name" name="name" autocomplete="off" required maxlength="200" aria-describedby="passkey-help">
<p id="passkey-help"><small>${words.nameHelp}</small></p>
<p class="wrong" role="alert" data-failed="${words.notAdded}" hidden></p>
<p class="buttons"><button class="quiet">${words.add}</button></p></form>
<p class="faint" data-no-passkeys>${words.needsScripts}</p>`
}

/** Asks before a passkey is removed. */
export function askToRemove({ id, name }: Passkey, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.removeTitle,
    token => html`<form method="post" action="${home}/remove">!${proof(token)}<input type="hidden" name="passkey" value="${id}">
<p><bdi>${name}</bdi></p>
<p>${words.removeIntro}</p>
<p class="buttons"><button class="danger">${words.doRemove}</button> <a class="button quiet" href="/app/account#passkeys" data-close>${words.keep}</a></p></form>`,
  )
}
