/**
 * The pages behind the link of a deletion letter. Opening the link changes nothing, because mail scanners open links.
 */
import { html } from 'ghtml'
import { Page } from '../frame/page.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './deletion-words.ts'

/** Asks once more before the account is deleted. */
export function askToConfirmDeletion(token: string, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.title,
    html`<p>${words.what}</p>
<form method="post" action="/verify-delete">
<input type="hidden" name="token" value="${token}">
<p class="buttons"><button class="danger">${words.remove}</button></p>
</form>
<p>${words.notYou}</p>`,
  )
}

/** Says that the account is deleted. */
export function deleted(email: string, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.done,
    html`<p>${words.unknown(email)}</p>
<p class="buttons"><a class="button quiet" href="/app/sign-in">${words.again}</a></p>`,
  )
}

/** Says that the link no longer works. */
export function linkEnded(reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.ended,
    html`<p>${words.why}</p>
<p class="buttons"><a class="button quiet" href="/app/account">${words.account}</a></p>`,
    403,
  )
}
