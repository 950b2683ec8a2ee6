/** What comes in by forms and addresses of pages: every field is text, some of them several times. */
import { canonicalEmail, isEmail } from '../people/email.ts'
import { isSensorId } from '../sensors/sensor-id.ts'

export type Fields = Record<string, unknown>

/** A field once; nothing is the empty text. */
export function one(fields: unknown, name: string): string {
  const value = Object(fields)[name]
  const text = Array.isArray(value) ? value.at(-1) : value
  return typeof text === 'string' ? text : ''
}

/** A field as often as it comes. */
export function many(fields: unknown, name: string): string[] {
  return [Object(fields)[name] ?? []].flat().filter(value => typeof value === 'string')
}

/** Ids of sensors, each once, as the service writes them; what is none is left out. */
export function sensorsIn(fields: unknown, name = 'sensor'): string[] {
  return [
    ...new Set(
      many(fields, name)
        .filter(isSensorId)
        .map(id => id.toUpperCase()),
    ),
  ]
}

/**
 * The addresses in what somebody typed or pasted, between commas, semicolons, spaces and lines; and the words that are none.
 * Names before an address, as mail programs copy them, are left out: "Smith, Gary" <gary@example.com>.
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
