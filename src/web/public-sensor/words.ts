/** Texts of the page of a public sensor. */
import type { Texts } from '../language/texts.ts'

const en = {
  intro: 'The owner has made this sensor public.',
}

const fi: Words = {
  intro: 'Omistaja on tehnyt tästä anturista julkisen.',
}

const de: Words = {
  intro: 'Der Besitzer hat diesen Sensor öffentlich gemacht.',
}

const sv: Words = {
  intro: 'Ägaren har gjort sensorn offentlig.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
