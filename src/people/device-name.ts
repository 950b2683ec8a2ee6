/** Names of devices, which are stored in English, in the language of a reader. */
import type { Language } from './language.ts'

/** The name of a device whose user agent is missing or unknown. */
export const unknownDevice = 'Unknown device'

/** The name of a session whose token somebody copied for a program. */
export const copiedTokenDevice = 'Copied token'

const words: Record<Language, { unknown: string; copied: string; on: string }> = {
  en: { unknown: unknownDevice, copied: copiedTokenDevice, on: ' on ' },
  fi: { unknown: 'Tuntematon laite', copied: 'Kopioitu tunniste', on: ', ' },
  de: { unknown: 'Unbekanntes Gerät', copied: 'Kopiertes Token', on: ' auf ' },
  sv: { unknown: 'Okänd enhet', copied: 'Kopierad token', on: ' på ' },
}

/** Writes the name of a device, such as "Firefox on Windows", in a language. */
export function deviceIn(language: Language, name: string): string {
  const { unknown, copied, on } = words[language]
  if (name === unknownDevice) return unknown
  return name === copiedTokenDevice ? copied : name.replace(' on ', on)
}
