/** What writes instants by the clock of a zone. */

const kept = new Map<string, Intl.DateTimeFormat>()
const most = 50

/**
 * Returns what writes instants so in a zone; throws when there is no such zone. To make one takes as long as half a short page, and some 50 KB
 * outside of the heap until that is swept: the last are kept.
 */
export function dateFormat(
  language: 'en-GB' | 'en-US',
  timeZone: string,
  way: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = JSON.stringify([language, timeZone, way])
  const format = kept.get(key) ?? new Intl.DateTimeFormat(language, { timeZone, ...way })
  // At the end again, so that what is not used any more comes to stand first.
  kept.delete(key)
  kept.set(key, format)
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  return format
}
