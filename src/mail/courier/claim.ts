/** A courier's claim on the letters of a batch: it is renewed until the courier lets go of it. */
import { performance } from 'node:perf_hooks'
import type { Database } from '../../db/open.ts'
import { claimSeconds, renewClaim } from './claim-letters.ts'

/** The claim on a batch of letters. */
export type Claim = ReturnType<typeof holdClaim>

type Parts = {
  db: Database
  id: string
  letters: { id: number }[]
  /** When the claim was requested, by `performance.now()`. */
  since: number
  at: () => string | null
}

/** Renews a claim regularly from now on. */
export function holdClaim({ db, id, letters, since, at }: Parts) {
  const renew = (letters: { id: number }[]) =>
    renewClaim(db, JSON.stringify(letters.map(({ id }) => ({ id }))), id, at())
  const renewing = setInterval(() => renew(letters).catch(() => {}), (claimSeconds * 1000) / 3)

  return {
    id,

    /**
     * Renews a claim that is not fresh, right before letters are sent, and returns the letters that no other courier
     * has taken over, so that they are not sent twice.
     */
    async stillHeld<Letter extends { letter: number }>(messages: Letter[]): Promise<Letter[]> {
      if (performance.now() - since < (claimSeconds * 1000) / 6) return messages
      const held = new Set((await renew(messages.map(({ letter }) => ({ id: letter })))).map(({ id }) => id))
      return messages.filter(({ letter }) => held.has(letter))
    },

    letGo: () => clearInterval(renewing),
  }
}
