/** What comes in by forms and addresses of pages: every field is text, some of them several times. */
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { Refusal } from '../../refusal.ts'
import { isSensorId } from '../../sensors/sensor-id.ts'
import { frame as words } from '../english/frame.ts'

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

/** An id as the service writes it, of what people write: with colons, dashes or nothing between the octets. It may be none. */
export function octetsIn(text: string): string {
  return text
    .replaceAll(/[\s:-]/g, '')
    .toUpperCase()
    .replaceAll(/..(?!$)/g, '$&:')
}

/** What something shall be called. */
export function nameIn(text: string): string {
  const name = text.trim().toWellFormed()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (name === '' || name.length > 200 || /[\x00-\x1f\x7f]/.test(name)) throw new Refusal('malformed', words.badName)
  return name
}

/** What to tell beside a form; what is no refusal goes on. */
export function refused(error: unknown): { message: string; status: number } {
  if (error instanceof Refusal && error.kind.status < 500) return { message: error.message, status: error.kind.status }
  throw error
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
