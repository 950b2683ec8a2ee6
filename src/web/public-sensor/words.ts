/** Texts of the page of a public sensor. */
import type { Texts } from '../language/texts.ts'

const en = {
  intro: 'The owner has made this sensor public.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
