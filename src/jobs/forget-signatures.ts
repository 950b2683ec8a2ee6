/** Deletes used signatures that have expired and would be rejected anyway. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'

/** Deletes up to 2,000 expired signatures; returns the number deleted. */
export async function forgetSignatures(db: Database): Promise<number> {
  const [gone] = await forget(db)
  return gone?.count ?? 0
}

const forget = statement<[], { count: number }>(
  'forget-signatures',
  () => sql`
    with gone as (
      delete from used_signatures
      where hash = any (array(
        select hash from used_signatures
        where expires_at <= now()
        order by expires_at
        limit 2000
        for update skip locked
      ))
      returning hash
    )
    select count(*)::int as count from gone`,
)
