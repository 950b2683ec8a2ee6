/** Claims a sensor that has no owner. */
import type { Database } from '../../db/open.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { orRefusal, Refusal } from '../../refusal.ts'
import { alreadyClaimed, insertClaim } from './claims.ts'

/** Claims a sensor. Refuses with `alreadyClaimed` (with the owner's masked address) or `claimsFull`. */
export async function claim(
  db: Database,
  caller: Caller,
  { sensor, name = '' }: { sensor: string; name: string | undefined },
): Promise<void> {
  if (!reaches(caller, sensor)) throw new Refusal('notVisible')
  for (;;) {
    const [answer] = await orRefusal(insertClaim(db, sensor, caller.id, name))
    if (answer?.claimed) return
    if (answer?.owner) throw alreadyClaimed(answer.owner)
  }
}
