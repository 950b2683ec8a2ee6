/** Takes shares back, and gives them back. */
import { coalesce } from '../db/coalesce.ts'
import type { Handle } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'
import { Refusal } from '../refusal.ts'
import { type Ending, endShares } from './end-shares.ts'

/** One sensor and the guest who shall lose it; without a guest, or with the caller's own address, the caller leaves it. */
export type End = { sensor: string; guest?: string | undefined }

/**
 * Ends shares, pending ones too. Owes the guest a letter when the owner ended a live share, and the owner one when a guest
 * left. Answers each ask by itself, in order: undefined, or the refusal `notOwner` (also when there is no such sensor),
 * `noSuchGuest` or, for a guest who would leave, `noSuchShare`.
 */
export async function unshare(db: Handle, caller: Caller, ends: End[]): Promise<(Refusal | undefined)[]> {
  const asks = ends.map(({ sensor, guest = caller.email }) => ({
    sensor,
    caller: caller.id,
    guest: guest === caller.email ? null : guest,
  }))
  const verdicts = await together(db, asks)
  return verdicts.map(({ outcome }) => (outcome === 'ended' ? undefined : new Refusal(outcome)))
}

const together = coalesce<{ sensor: string; caller: number; guest: string | null }, Ending>(endShares)
