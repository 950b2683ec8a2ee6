/** A text of the page to copy. */
import { html } from 'ghtml'
import type { Reader } from '../time/view.ts'
import { texts } from './words/words.ts'

/** Renders a text to copy. Its button is hidden until the script shows it. */
export const toCopy = (id: string, label: string, text: string, reader: Reader) => {
  const words = texts[reader.language]
  return html`<label for="${id}">${label}</label>
<input class="id" id="${id}" value="${text}" readonly autocomplete="off" spellcheck="false">
<p class="buttons"><button type="button" class="quiet small" data-copy="${id}" data-copied="${words.copied}" aria-label="${words.copy}: ${label}" hidden>${words.copy}</button></p>`
}
