/** Finds the owner of a sensor. */

import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { maskEmail } from '../../people/email.ts'

/** Returns the masked address of a sensor's owner; empty without an owner, or if the caller's key is not for it. */
export async function whose(db: Database, caller: Caller, sensor: string): Promise<string> {
  if (!reaches(caller, sensor)) return ''
  const [owner] = await findOwner(db, sensor)
  return owner ? maskEmail(owner.email) : ''
}

const findOwner = statement<[sensor: string], { email: string }>(
  'owner-of-sensor',
  sensor => sql`select email from sensors join people on people.id = owner_id where sensors.id = ${sensor}`,
)
