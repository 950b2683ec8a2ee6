/** A cache of date formats by language and time zone. */
import type { Language } from '../../people/language.ts'

/** English dates have the day first, as the others have. */
const locales = { en: 'en-GB', fi: 'fi', de: 'de', sv: 'sv', 'en-US': 'en-US' }

const kept = new Map<string, Intl.DateTimeFormat>()
const most = 50

/**
 * Returns a cached format; throws a RangeError for an unknown time zone. Creating one takes as long as half a short
 * page, and about 50 KB outside the heap until garbage collection, so the last 50 are kept.
 */
export function dateFormat(
  language: Language | 'en-US',
  timeZone: string,
  way: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = JSON.stringify([language, timeZone, way])
  const format = kept.get(key) ?? new Intl.DateTimeFormat(locales[language], { timeZone, ...way })
  // Reinsert the key, so that the first key is the least recently used.
  kept.delete(key)
  kept.set(key, format)
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  return format
}
