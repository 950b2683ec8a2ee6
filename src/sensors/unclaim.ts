/** Gives a sensor up. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'

/** Ends the claim of the caller and all shares of the sensor, or the caller's own share of it. Refuses with `notOwner`. */
export async function unclaim(
  _db: Database,
  _caller: Caller,
  _sensor: { sensor: string; deleteData: boolean },
): Promise<void> {
  throw new Error('not built yet')
}
