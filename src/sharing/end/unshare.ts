/** Takes shares back, and gives them back. */
import { coalesce } from '../../db/coalesce.ts'
import type { Handle } from '../../db/open.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { type Ending, endShares } from './end-shares.ts'

/** One sensor and the guest who shall lose it; without a guest, or with the caller's own address, the caller leaves it. `letter` is the id of the guest's letter, and for how many seconds it is kept back. */
export type End = { sensor: string; guest?: string | undefined; letter?: { id: number; wait: number } }

/**
 * Ends shares, pending ones too. Owes the guest a letter when the owner ended a live share, and the owner one when a guest
 * left. Answers each ask by itself, in order: undefined, or the refusal `notOwner` (also when there is no such sensor),
 * `noSuchGuest` or, for a guest who would leave, `noSuchShare`.
 */
export async function unshare(db: Handle, caller: Caller, ends: End[]): Promise<(Refusal | undefined)[]> {
  const asks = ends.map(({ sensor, guest = caller.email, letter }) => ({
    sensor,
    caller: caller.id,
    guest: guest === caller.email ? null : guest,
    ...(letter && { letter: letter.id, wait: letter.wait }),
  }))
  const verdicts = await together(db, asks)
  return verdicts.map(({ outcome }) => (outcome === 'ended' ? undefined : new Refusal(outcome)))
}

type Ask = { sensor: string; caller: number; guest: string | null; letter?: number; wait?: number }

const together = coalesce<Ask, Ending>(endShares)
