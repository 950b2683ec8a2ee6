/** The pages of signing in. */

import { html } from 'ghtml'
import { Page, proof } from '../frame/page.ts'
import { fieldError } from '../frame/refused.ts'
import { art } from '../parts/empty.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

const next = (place: string) => html`<input type="hidden" name="next" value="${place}">`

/** A form that asks for an address again, and the other ways to sign in below it. */
type Asking = { email?: string; wrong?: string; status?: number; ways?: Ways | undefined }

/** Renders other ways to sign in than by code, for a CSRF token. */
export type Ways = (token: string) => string

const noWays: Ways = () => ''

/** Asks for the email address. */
export function askForAddress(
  place: string,
  reader: Reader,
  { email = '', wrong, status = 400, ways = noWays }: Asking = {},
): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.title,
    token => html`<p>${words.intro}</p>
!${fieldError(wrong)}
<form method="post" action="/app/sign-in">!${proof(token)}!${next(place)}
<label for="email">${words.email}</label>
<input id="email" name="email" type="email" autocomplete="email webauthn" required maxlength="254" autofocus value="${email}">
<p class="buttons"><button>${words.send}</button></p>
</form>
!${ways(token)}`,
    wrong ? status : 200,
    { above: art('shared') },
  )
}

/** Offers the other ways to sign in where no code can be sent; `wrong` says what did not work. */
export function withoutCodes(ways: Ways, reader: Reader, { wrong, status = 200 }: Asking = {}): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.title,
    token => html`<p>${words.noCodes}</p>
!${fieldError(wrong)}
!${ways(token)}`,
    status,
  )
}

/** Renders the link to sign in with a provider. No form: the content policy lets forms lead to no other host. */
export const providerLink = (place: string, name: string, reader: Reader) => {
  const words = texts[reader.language]
  return html`<p class="buttons"><a class="button quiet" href="/app/sign-in/provider?next=${encodeURIComponent(place)}">${words.with(name)}</a></p>`
}

/** Says that the service cannot send codes, and which settings the operator has to make. */
export function cannotSend(reader: Reader, ways: Ways = noWays, status = 200): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.noMailTitle,
    token => html`<p role="status">${words.noMail}</p>
<p>${words.noMailOperator}</p>
<ul>!${words.noMailSettings.map(line => html`<li>${line}</li>`)}</ul>
<p class="buttons"><a class="button quiet" href="/app/sign-in">${words.noMailAgain}</a></p>
!${ways(token)}`,
    status,
  )
}

/** Asks for the emailed code. */
export function askForCode(
  place: string,
  email: string,
  { hasMailbox, wrong }: { hasMailbox: boolean; wrong?: string },
  reader: Reader,
): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.codeTitle,
    token => html`<p>${words.sent(email)}</p>
!${hasMailbox ? html`<p>${words.inMailbox} <a href="/mailbox" target="_blank">${words.mailbox}</a></p>` : ''}
!${fieldError(wrong)}
<form method="post" action="/app/sign-in/code" data-submit-at="4">!${proof(token)}!${next(place)}<input type="hidden" name="email" value="${email}">
<label for="code">${words.code}</label>
<input id="code" class="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required maxlength="9" autofocus>
<p class="buttons"><button>${words.enter}</button></p>
</form>
<p><a href="/app/sign-in">${words.other}</a></p>`,
    wrong ? 403 : 200,
  )
}

/** Asks before the link signs in, because mail scanners open links. */
export function askAboutLink(link: string, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.linkTitle,
    token => html`<form method="post" action="/app/sign-in/link">!${proof(token)}<input type="hidden" name="token" value="${link}">
<p class="buttons"><button>${words.enter}</button></p>
</form>
<p>${words.notYou}</p>`,
  )
}

/** Asks before codes are stopped, because mail scanners open links. */
export function askToStop(link: string, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.stopTitle,
    token => html`<p>${words.stopMeans}</p>
<form method="post" action="/app/sign-in/stop">!${proof(token)}<input type="hidden" name="token" value="${link}">
<p class="buttons"><button>${words.stop}</button></p>
</form>`,
  )
}

/** Says that codes to an address are stopped. */
export function codesStopped(email: string, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(reader, words.stoppedTitle, html`<p role="status">${words.stopped(email)}</p>`)
}

/** Says that a link that stops codes is used up or too old. */
export function stopEnded(reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(reader, words.stopEndedTitle, html`<p role="status">${words.stopEnded}</p>`, 400)
}
