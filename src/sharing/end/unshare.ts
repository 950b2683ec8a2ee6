/** Ends shares: for owners who remove access, and for guests who leave. */
import { coalesce } from '../../db/coalesce.ts'
import type { Handle } from '../../db/open.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { type Ending, endShares } from './end-shares.ts'

/**
 * A share to end. Without `guest`, or with the caller's own address, the caller leaves. `letter` is the id of the
 * guest's letter, with its delay in seconds (`wait`).
 */
export type End = { sensor: string; guest?: string | undefined; letter?: { id: number; wait: number } }

/**
 * Ends shares, also pending ones. Owes the guest a letter if the owner ended a share that was not pending, and the
 * owner one if a guest left. Answers each ask in order: undefined, or the refusal `notOwner` (also if there is no such
 * sensor), `noSuchGuest` or, if the caller would leave, `noSuchShare`.
 */
export async function unshare(db: Handle, caller: Caller, ends: End[]): Promise<(Refusal | undefined)[]> {
  const refused = ends.map(end => outOfReach(caller, end))
  const asks = ends
    .filter((_, index) => !refused[index])
    .map(({ sensor, guest = caller.email, letter }) => ({
      sensor,
      caller: caller.id,
      guest: guest === caller.email ? null : guest,
      ...(letter && { letter: letter.id, wait: letter.wait }),
    }))
  const verdicts = asks.length > 0 ? await endBatched(db, asks) : []
  let next = 0
  return refused.map(refusal => refusal ?? answer(verdicts[next++]))
}

/** Refuses what the caller's key is not for as if there were no such sensor. */
function outOfReach(caller: Caller, { sensor, guest = caller.email }: End): Refusal | undefined {
  if (reaches(caller, sensor)) return undefined
  return new Refusal(guest === caller.email ? 'noSuchShare' : 'notOwner')
}

function answer(verdict: Ending | undefined): Refusal | undefined {
  if (!verdict) throw new Error('an ask got no verdict')
  return verdict.outcome === 'ended' ? undefined : new Refusal(verdict.outcome)
}

type Ask = { sensor: string; caller: number; guest: string | null; letter?: number; wait?: number }

const endBatched = coalesce<Ask, Ending>(endShares)
