/** Codes that grant a plan: how they are made and hashed. */
import { createHash } from 'node:crypto'
import { randomLetters } from '../keys.ts'

const groups = 5

/** Makes a code like ABCD-EFGH-JKMN-PQRS-TUVW: 99 random bits. */
export function makePlanCode(): string {
  return Array.from({ length: groups }, () => randomLetters(4)).join('-')
}

/** Checks a code that an operator chose: it must be long, because its hash has no key. */
export function isPlanCode(text: string): boolean {
  return /^([0-9A-Za-z]-?){16,100}$/.test(text)
}

/**
 * Hashes a code in hex, ignoring case and dashes. The hash has no key, because there are too many codes to try; so an
 * operator needs no secret to register one.
 */
export function hashPlanCode(code: string): string {
  return createHash('sha256').update(code.toUpperCase().replaceAll(/[\s-]/g, '')).digest('hex')
}
