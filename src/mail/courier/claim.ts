/** A courier's claim on the letters of a batch: it is renewed until the courier lets go of it. */
import type { Database } from '../../db/open.ts'
import { claimSeconds, renewClaim } from './claim-letters.ts'
import type { DatabaseOutage } from './database-outage.ts'

/** The claim on a batch of letters. */
export type HeldClaim = ReturnType<typeof holdClaim>

/** How old a claim may be, in milliseconds, when letters are sent, before it is renewed first. */
const freshMs = (claimSeconds * 1000) / 6
/** The oldest claim under which a letter is sent. The rest is for the sending itself: Postmark has 30 s to answer. */
const oldestMs = (claimSeconds * 1000) / 3
const renewEveryMs = (claimSeconds * 1000) / 3

type Parts = {
  db: Database
  databaseOutage: Pick<DatabaseOutage, 'lost'>
  id: string
  letters: { id: number }[]
  /** When the claim was requested, by `elapsed`. */
  since: number
  at: () => string | null
  /** Milliseconds by a clock that is never set back. */
  elapsed: () => number
}

/** Renews a claim regularly from now on. */
export function holdClaim({ db, databaseOutage, id, letters, since, at, elapsed }: Parts) {
  const list = JSON.stringify(letters.map(({ id }) => ({ id })))
  let held = new Set(letters.map(({ id }) => id))
  let renewedAt = since
  let renewing: Promise<void> | undefined
  /** Once a letter could not be sent for want of a renewal, the rest of the batch does not wait for another one. */
  let isLost = false

  async function renewOnce() {
    const start = elapsed()
    const letters = await renewClaim(db, list, id, at())
    held = new Set(letters.map(({ id }) => id))
    renewedAt = start
  }

  /** Renews the claim; callers at the same time share one statement. */
  function renew() {
    renewing ??= renewOnce().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  async function refresh() {
    if (isLost || elapsed() - renewedAt < freshMs) return
    try {
      await renew()
    } catch (error) {
      isLost = true
      databaseOutage.lost(error)
    }
  }

  const isHeld = (letter: number) => !isLost && held.has(letter) && elapsed() - renewedAt < oldestMs
  const timer = setInterval(() => renew().catch(() => {}), renewEveryMs)

  return {
    id,

    /**
     * Returns the letters that no other courier has taken over, so that they are not sent twice. Call it right
     * before sending: it renews a claim that is not fresh.
     */
    async stillHeld<Letter extends { letter: number }>(messages: Letter[]): Promise<Letter[]> {
      await refresh()
      return messages.filter(({ letter }) => isHeld(letter))
    },

    /** Stops renewing. Letters without a stored result stay claimed until the claim ends. */
    letGo: () => clearInterval(timer),
  }
}
