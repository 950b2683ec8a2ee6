/** Lets an address get emails again after a bounce or a spam complaint. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { bytesIn } from '../db/statement.ts'
import { hashAddress, type Key } from '../keys.ts'

/** What had stopped the emails to an address, and since when. */
export type Suppression = { reason: string; since: Date }

/** Lifts the suppression of an address and returns it; undefined if there is none. */
export async function liftSuppression(db: Database, addresses: Key, email: string): Promise<Suppression | undefined> {
  const hashes = JSON.stringify(hashAddress(addresses, email))
  // The new time outranks older reports of the mail provider that arrive late.
  const { rows } = await sql<Suppression>`
    with known as materialized (
      select email, reason, at from suppressed_addresses where email = ${email} and not is_lifted for update
    ),
    hashed as (
      delete from suppressed_hashes where hash = any (${bytesIn(hashes)}) returning reason, at
    ),
    lifted as (
      update suppressed_addresses set is_lifted = true, at = now()
      from known
      where suppressed_addresses.email = known.email
      returning known.reason, known.at
    )
    select reason, at as since from lifted union all select reason, at from hashed limit 1`.execute(db)
  return rows[0]
}
