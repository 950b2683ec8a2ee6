/** The name that a person has chosen, as others see it beside the address. */

/** The setting that has it. */
export const nameSetting = 'DISPLAY_NAME'

/** Most characters of a name. */
export const longestName = 60

const wellFormed = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .'’&-]*$/u
/** What mail programs make a link of, what a telephone number has, towers of accents, blank letters, and our own name. */
const refused = [
  /[\p{L}\p{N}]{2}\.\p{L}{2}/u,
  /\p{N}(?:\P{N}*\p{N}){4}/u,
  /\p{M}{5}/u,
  /[\u115F\u1160\u3164\uFFA0]/u,
  /sensor\W*share/iu,
]

/**
 * Returns a name in its usual form; undefined if it is not one. It has no characters that end a quotation, a header or
 * an address, so that it can't look like somebody else's address or like our words.
 */
export function nameIn(text: string): string | undefined {
  const name = text.normalize('NFC').trim().replace(/ +/g, ' ')
  // Joiners are invisible, but some scripts need them.
  const visible = name.replace(/\u200C|\u200D/g, '')
  if ([...name].length > longestName || !wellFormed.test(visible) || !/\p{L}/u.test(visible)) return undefined
  return refused.some(pattern => pattern.test(visible)) ? undefined : name
}

/** Returns the name in a person's settings; undefined without one. Apps may store anything there. */
export function chosenName(settings: Readonly<Record<string, string>> | null | undefined): string | undefined {
  return settings && Object.hasOwn(settings, nameSetting) ? nameIn(settings[nameSetting] ?? '') : undefined
}
