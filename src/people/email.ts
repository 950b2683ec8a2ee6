/** What counts as an e-mail address, and how it is written. */
import { fullFormats } from 'ajv-formats/dist/formats.js'

/** Of any case, and of any length. */
export const emailPattern = fullFormats.email as RegExp

/** Tells whether a text is an e-mail address that mail can be sent to: ASCII, at most 64 characters before the @ and 254 in all. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && text.indexOf('@') <= 64 && emailPattern.test(text)
}

/** Writes an address as the service keeps and shows it: clients compare addresses exactly. */
export function canonicalEmail(email: string): string {
  return email.toLowerCase()
}

/** Hides all of an address but its first letter and its domain: its owner knows it again, a stranger cannot write to it. */
export function maskEmail(email: string): string {
  return `${email[0]}***${email.slice(email.indexOf('@'))}`
}
