/** Email addresses in typed or pasted text, and texts with places for values. */

/**
 * Splits typed text into words without names before addresses, like `addressesIn` on the server, which decides.
 * @param {string} text
 */
export function wordsIn(text) {
  const parts = text.replaceAll(/"[^"\n]*"\s*(?=<)/g, ' ').split(/[,;\n\r]+|(?<=>)/)
  const words = parts.flatMap(part => {
    const [, before = '', inside] = /^([^<]*)<([^<>]*)>?$/.exec(part) ?? []
    const spaced = (inside === undefined ? part : before).split(/[\s<>"]+/)
    return inside === undefined ? spaced : [...spaced.filter(isAddress), ...inside.split(/\s+/)]
  })
  return words.filter(Boolean).map(word => word.toLowerCase())
}

const probe = document.createElement('input')
probe.type = 'email'

/** @param {string} word */
export function isAddress(word) {
  probe.value = word
  return word.length <= 254 && probe.validity.valid && /^[\x21-\x7e]+@[^@]+\.[^@]+$/.test(word)
}

/**
 * Puts values into a text.
 * @param {string | undefined} template
 * @param {Record<string, string | number>} values
 */
export const fill = (template = '', values) =>
  template.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))
