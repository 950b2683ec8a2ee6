/** Codes that grant a plan: how they are made and hashed, and how often they may be guessed at. */
import { createHash } from 'node:crypto'
import { type Hashes, hashShortCode, type Key, plainLetters, randomLetters } from '../keys.ts'
import type { Limit } from '../limits/throttle.ts'

// The field of Ruuvi's apps takes exactly eight characters.
const length = 8

/** Number of codes that we make: a random guess at one of them is right once in so many tries. */
export const planCodeCount = plainLetters ** length

/** Makes a code like ABCD-EFGH. */
export function makePlanCode(): string {
  return `${randomLetters(length / 2)}-${randomLetters(length / 2)}`
}

/** Checks a code that an operator chose: it must be long, because people choose what can be guessed. */
export function isPlanCode(text: string): boolean {
  return /^([0-9A-Za-z]-?){16,100}$/.test(text)
}

/**
 * Hashes a code in hex, ignoring case and dashes: the first hash is stored, all are compared. Short codes need a key,
 * because all of them could be tried against a plain hash; without it, long ones outlive a replaced secret.
 */
export function hashPlanCode(key: Key, code: string): { hashes: Hashes; isKeyed: boolean } {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, '')
  const isKeyed = plain.length <= length
  return { hashes: isKeyed ? hashShortCode(key, plain) : [createHash('sha256').update(plain).digest('hex')], isKeyed }
}

/** Wrong codes of a person within a day that nobody else can use up. */
export const ownTries = 3

/** Limits of wrong codes, the narrowest first. docs/security.md reckons the odds of an attacker. */
export function wrongCodes(person: number, network: string): Limit[] {
  return [
    { key: `wrong plan codes of person ${person}`, most: 10, seconds: 24 * 3600 },
    { key: `wrong plan codes from ${network}`, most: 30, seconds: 3600, beyond: ownTries },
    { key: 'wrong plan codes from everywhere', most: 300, seconds: 3600, beyond: ownTries },
  ]
}
