/** Checks and formats email addresses. */
import { fullFormats } from 'ajv-formats/dist/formats.js'

/** Matches addresses in any case and of any length. */
export const emailPattern = fullFormats.email as RegExp

/** Checks that mail can be sent to an address: ASCII, at most 64 characters before the @ and 254 in all. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && text.indexOf('@') <= 64 && emailPattern.test(text)
}

/** Returns the address as the service stores and shows it: clients compare addresses exactly. */
export function canonicalEmail(email: string): string {
  return email.toLowerCase()
}

/** Masks an address, like p***3@e***e.com: its owner recognizes it, and a stranger cannot write to it. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const dot = email.lastIndexOf('.')
  return `${masked(email.slice(0, at))}@${masked(email.slice(at + 1, dot))}${email.slice(dot)}`
}

/** Keeps the first character, and the last one if at least one more is hidden. */
const masked = (text: string) => `${text[0]}***${text.length > 2 ? text.at(-1) : ''}`
