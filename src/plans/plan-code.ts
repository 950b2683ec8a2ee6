/** Codes that give somebody a plan: how they are made, and what of them stands in the database. */
import { createHash } from 'node:crypto'
import { randomLetters } from '../keys.ts'

const groups = 5

/** Makes a code like ABCD-EFGH-JKMN-PQRS-TUVW: 99 random bits. */
export function makePlanCode(): string {
  return Array.from({ length: groups }, () => randomLetters(4)).join('-')
}

/** Tells whether an operator may choose a text as a code: it must be long, because it is kept without a key. */
export function isPlanCode(text: string): boolean {
  return /^([0-9A-Za-z]-?){16,100}$/.test(text)
}

/**
 * Hashes a code as it was typed, in hex: in any case, with or without its dashes. Not keyed, because so many codes cannot
 * all be tried; so an operator needs no secret to register one.
 */
export function hashPlanCode(code: string): string {
  return createHash('sha256').update(code.toUpperCase().replaceAll(/[\s-]/g, '')).digest('hex')
}
