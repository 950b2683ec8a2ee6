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

/** Masks an address except its first letter and domain: its owner recognizes it, a stranger cannot write to it. */
export function maskEmail(email: string): string {
  return `${email[0]}***${email.slice(email.indexOf('@'))}`
}
