/** Takes a sensor over from whoever claimed it. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'

/** Makes the caller the owner of a sensor whose secret they know. Refuses with `badSecret`, `claimsFull`, `alreadyClaimed` or `tooMany`. */
export async function contest(
  _db: Database,
  _key: Buffer,
  _caller: Caller,
  _sensor: { sensor: string; secret: string; name: string | undefined },
): Promise<void> {
  throw new Error('not built yet')
}
