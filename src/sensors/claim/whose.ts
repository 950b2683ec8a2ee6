/** Finds the owner of a sensor. */
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { maskEmail } from '../../people/email.ts'

/** Returns the masked address of a sensor's owner; empty without an owner. */
export async function whose(db: Database, sensor: string): Promise<string> {
  const [owner] = await findOwner(db, sensor)
  return owner ? maskEmail(owner.email) : ''
}

const findOwner = statement<[sensor: string], { email: string }>(
  'owner-of-sensor',
  sensor => sql`select email from sensors join people on people.id = owner_id where sensors.id = ${sensor}`,
)
