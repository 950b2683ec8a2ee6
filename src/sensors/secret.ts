/** The secret that came with a sensor, as it stands in the database. */
import { createHmac } from 'node:crypto'

/** Hashes the secret of a sensor, in hex. Keyed, because some are short; and of one sensor, so that equal secrets do not look equal. */
export function hashSecret(key: Buffer, sensor: string, secret: string): string {
  return createHmac('sha256', key).update(`${sensor} ${secret}`).digest('hex')
}
