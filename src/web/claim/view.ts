/** The form to add a sensor, alone on its page and in the empty list. */
import { html } from 'ghtml'
import { Page, proof } from '../frame/page.ts'
import { fieldError } from '../frame/refused.ts'
import { macPattern } from '../scan/label.ts'
import { scanButton } from '../scan/view.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

/** Renders what the list shows to people who see no sensors. */
export function nothingYet(token: string, reader: Reader): string {
  const words = texts[reader.language]
  return html`<section class="sheet">
<h2>${words.nothing}</h2>
<p>${words.nothingYet}</p>
!${claimForm(token, reader)}
</section>`
}

/** The fields of the form, and the message about a mistake. */
export type Filled = { id?: string; name?: string; wrong?: string }

/** Renders the form to add a sensor. */
export function claimForm(token: string, reader: Reader, { id = '', name = '', wrong }: Filled = {}): string {
  const words = texts[reader.language]
  return html`!${fieldError(wrong)}
<form method="post" action="/app/claim">!${proof(token)}
<label for="claim-id">${words.id}</label>
<div class="with-scan"><input id="claim-id" name="id" required maxlength="500" autocapitalize="characters" autocomplete="off" spellcheck="false" aria-describedby="claim-hint" value="${id}">!${scanButton('claim-id', macPattern, reader)}</div>
<small id="claim-hint">${words.idHint}</small>
<label for="claim-name">${words.name}</label>
<input id="claim-name" name="name" maxlength="200" autocomplete="off" aria-describedby="name-hint" value="${name}">
<small id="name-hint">${words.nameHint}</small>
<p class="buttons"><button>${words.claim}</button></p>
</form>`
}

/** Renders the form to claim a sensor. */
export function claimPage(reader: Reader, filled: Filled = {}, status = 200): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.claim,
    token => html`<p>${words.claimIntro}</p>!${claimForm(token, reader, filled)}`,
    status,
  )
}
