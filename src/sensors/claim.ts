/** Makes somebody the owner of a sensor that nobody owns. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'

/** Claims a sensor. Refuses with `alreadyClaimed`, which names its owner, masked, or with `claimsFull`. */
export async function claim(
  _db: Database,
  _caller: Caller,
  _sensor: { sensor: string; name: string | undefined },
): Promise<void> {
  throw new Error('not built yet')
}
