/** The languages of pages and emails, and which of them a person reads. */

/** The languages that pages and emails are written in; English is for everybody else. */
export const languages = ['en', 'fi', 'de', 'sv'] as const

/** One of the languages. */
export type Language = (typeof languages)[number]

/** The setting in which Ruuvi's apps store a person's language, so that apps, pages and emails agree. */
export const languageSetting = 'PROFILE_LANGUAGE_CODE'

/** Returns the language that a person's settings name; undefined if they name none, or one that we don't have. */
export function chosenLanguage(settings: Readonly<Record<string, string>> | null | undefined): Language | undefined {
  return settings && Object.hasOwn(settings, languageSetting) ? named(settings[languageSetting] ?? '') : undefined
}

/** Returns the language for a request: that of the person's settings, or else the best that the header accepts. */
export function languageOf(
  settings: Readonly<Record<string, string>> | null | undefined,
  acceptLanguage: string | undefined,
): Language {
  return chosenLanguage(settings) ?? bestLanguage(acceptLanguage)
}

/** Returns the language that an Accept-Language header likes best, whatever its region; English if it likes none. */
export function bestLanguage(acceptLanguage: string | undefined): Language {
  let best: Language = 'en'
  let highest = 0
  // Browsers send some dozen ranges at most.
  for (const range of (acceptLanguage ?? '').slice(0, 1_000).split(',')) {
    const [tag = '', weight = 'q=1'] = range.split(';')
    const language = tag.trim() === '*' ? 'en' : named(tag)
    const quality = Number(/^q=([01](?:\.\d{0,3})?)$/i.exec(weight.trim())?.[1] ?? 0)
    if (language && quality > highest && quality <= 1) {
      best = language
      highest = quality
    }
  }
  return best
}

/** Returns the language of a tag such as `sv-FI` or `de_AT`. */
function named(tag: string): Language | undefined {
  const [language] = tag.trim().toLowerCase().split(/[-_]/, 1)
  return languages.find(known => known === language)
}

/** Returns a function that picks the form of a word for a count. Our languages have two forms. */
export function pluralIn(language: Language): (count: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(language)
  return (count, one, other) => (rules.select(count) === 'one' ? one : other)
}
