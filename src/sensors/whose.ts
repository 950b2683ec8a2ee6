/** Tells whose a sensor is. */
import type { Database } from '../db/open.ts'

/** Returns the masked address of a sensor's owner; empty when nobody owns it. */
export async function whose(_db: Database, _sensor: string): Promise<string> {
  throw new Error('not built yet')
}
