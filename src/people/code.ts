/** Sign-in codes: how they are made, and what of them may stand in the database. */
import { createHmac, randomInt } from 'node:crypto'
import { deriveKey } from '../seal.ts'

// No 0 and O, no 1, I and L: a code is read on one screen and typed on another.
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const length = 4

/** How many codes there are: a stranger's single guess is right once in so many. */
export const codeCount = alphabet.length ** length

/** Makes a code. */
export const makeCode = () => randomLetters(length)

/** Returns letters and digits that nobody can foresee and everybody can tell apart. */
export function randomLetters(count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** The keys that codes are hashed and sealed with; each follows from the secret that signs tokens. */
export type CodeKeys = { hashing: Buffer; sealing: Buffer }

export function codeKeys(secret: string): CodeKeys {
  return { hashing: deriveKey(secret, 'code hashing'), sealing: deriveKey(secret, 'code sealing') }
}

/** Hashes a code as it was typed, in hex. Keyed, because so few codes could all be tried against a plain hash. */
export function hashCode({ hashing }: CodeKeys, code: string): string {
  return createHmac('sha256', hashing).update(code.trim().toUpperCase()).digest('hex')
}
