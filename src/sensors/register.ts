/** Registers the secret that came with a sensor. */
import type { Database } from '../db/open.ts'

/** Keeps the secret of a sensor, hashed with a key. Refuses with `alreadyRegistered` when it is another one than before. */
export async function registerSensor(_db: Database, _key: Buffer, _sensor: string, _secret: string): Promise<void> {
  throw new Error('not built yet')
}
