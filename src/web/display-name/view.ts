/** The part of the account page about a person's name. */
import { html } from 'ghtml'
import { chosenName, longestName } from '../../people/display-name.ts'
import { proof } from '../frame/page.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

/** Renders the section; `display` has the settings of the person. */
export function nameSection(
  display: Readonly<Record<string, string>> | undefined,
  token: string,
  reader: Reader,
): string {
  const words = texts[reader.language]
  return html`<section class="sheet" aria-labelledby="name"><h2 id="name">${words.title}</h2>
<p>${words.intro}</p>
<form class="form" method="post" action="/app/account/name">!${proof(token)}
<label for="display-name">${words.name}</label>
<input id="display-name" name="name" value="${chosenName(display) ?? ''}" autocomplete="name" maxlength="${2 * longestName}" aria-describedby="name-help">
<p id="name-help"><small>${words.hint}</small></p>
<p class="buttons"><button class="quiet">${words.save}</button></p></form></section>`
}
