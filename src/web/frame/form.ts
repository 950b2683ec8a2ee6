/** Parses fields of forms and query strings: every field is text, and some occur several times. */
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { Refusal } from '../../refusal.ts'
import { isSensorId } from '../../sensors/sensor-id.ts'
import { PageRefusal } from '../refusals/reason.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

/** The fields of a form or a query string. */
export type Fields = Record<string, unknown>

/** Returns a field's text (the last one, if it occurs several times); '' if it is missing. */
export function textIn(fields: unknown, name: string): string {
  const value = Object(fields)[name]
  const text = Array.isArray(value) ? value.at(-1) : value
  return typeof text === 'string' ? text : ''
}

/** Returns all texts of a field. */
export function textsIn(fields: unknown, name: string): string[] {
  return [Object(fields)[name] ?? []].flat().filter(value => typeof value === 'string')
}

/** Returns sensor ids in the service's spelling, without duplicates; drops anything that is not an id. */
export function sensorsIn(fields: unknown, name = 'sensor'): string[] {
  return [
    ...new Set(
      textsIn(fields, name)
        .filter(isSensorId)
        .map(id => id.toUpperCase()),
    ),
  ]
}

/**
 * Converts an id as people type it (colons, dashes or nothing between octets) to our spelling. The result may be no
 * valid id.
 */
export function octetsIn(text: string): string {
  return text
    .replaceAll(/[\s:-]/g, '')
    .toUpperCase()
    .replaceAll(/..(?!$)/g, '$&:')
}

/** Trims a name and checks it; throws `malformed` if it is empty, over 200 UTF-16 units, or has control characters. */
export function typedName(text: string, reader: Reader): string {
  const words = texts[reader.language]
  const name = text.trim().toWellFormed()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for control characters.
  if (name === '' || name.length > 200 || /[\x00-\x1f\x7f]/.test(name))
    throw new PageRefusal('malformed', words.badName)
  return name
}

/** Returns an address in the service's spelling; throws `noSuchPage` if it is none. */
export function personIn(fields: unknown, name = 'person'): string {
  const person = textIn(fields, name)
  if (!isEmail(person)) throw new Refusal('noSuchPage')
  return canonicalEmail(person)
}

/**
 * Splits typed or pasted text into email addresses and `others`, the words that are not addresses. Separators are
 * commas, semicolons, spaces and line breaks. Drops names that mail programs copy along: "Smith, Gary"
 * <gary@example.com>.
 */
export function addressesIn(text: string): { addresses: string[]; others: string[] } {
  const parts = text.replaceAll(/"[^"\n]*"\s*(?=<)/g, ' ').split(/[,;\n\r]+|(?<=>)/)
  const words = parts.flatMap(part => {
    const [, before = '', inside] = /^([^<]*)<([^<>]*)>?$/.exec(part) ?? []
    const spaced = (inside === undefined ? part : before).split(/[\s<>"]+/)
    return inside === undefined ? spaced : [...spaced.filter(isEmail), ...inside.split(/\s+/)]
  })
  const found = words.filter(Boolean)
  const addresses = [...new Set(found.filter(isEmail).map(canonicalEmail))]
  return { addresses, others: [...new Set(found.filter(word => !isEmail(word)))] }
}
