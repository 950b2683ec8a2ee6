/** The part of the account page about the language. */
import { html } from 'ghtml'
import { chosenLanguage, type Language, languages } from '../../people/language.ts'
import { proof } from '../frame/page.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './language-words.ts'

/** What the languages call themselves, so that people find theirs on a page that they can't read. */
const ownNames: Record<Language, string> = { en: 'English', fi: 'Suomi', de: 'Deutsch', sv: 'Svenska' }

/** Renders the section; `display` has the settings of the person. */
export function languageSection(
  display: Readonly<Record<string, string>> | undefined,
  token: string,
  reader: Reader,
): string {
  const words = texts[reader.language]
  const chosen = chosenLanguage(display)
  const options = languages.map(
    language =>
      html`<option value="${language}" lang="${language}" !${language === chosen ? 'selected' : ''}>${ownNames[language]}</option>`,
  )
  return html`<section class="sheet" aria-labelledby="language"><h2 id="language">${words.title}</h2>
<form class="form" method="post" action="/app/account/language">!${proof(token)}
<label for="language-choice">${words.label}</label>
<select id="language-choice" name="language"><option value="">${words.automatic}</option>!${options}</select>
<p class="buttons"><button class="quiet">${words.save}</button></p></form></section>`
}
