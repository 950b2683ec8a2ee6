/** Names of devices, which are stored in English, in the language of a reader. */
import type { Language } from './language.ts'

/** The name of a device whose user agent is missing or unknown. */
export const unknownDevice = 'Unknown device'

const words: Record<Language, { unknown: string; on: string }> = {
  en: { unknown: unknownDevice, on: ' on ' },
  fi: { unknown: 'Tuntematon laite', on: ', ' },
  de: { unknown: 'Unbekanntes Gerät', on: ' auf ' },
  sv: { unknown: 'Okänd enhet', on: ' på ' },
}

/** Writes the name of a device, such as "Firefox on Windows", in a language. */
export const deviceIn = (language: Language, name: string): string =>
  name === unknownDevice ? words[language].unknown : name.replace(' on ', words[language].on)
