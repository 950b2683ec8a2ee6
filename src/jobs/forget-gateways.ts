/** Deletes gateways that tried to post, were never admitted, and have not come back. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'

/** Deletes up to 500 gateways that are not on the allowlist and have been silent for 30 days. */
export async function forgetGateways(db: Database): Promise<{ removed: number; more: boolean }> {
  const { length } = await forget(db)
  return { removed: length, more: length > 0 }
}

const forget = statement<[], { id: string }>(
  'forget-gateways',
  () => sql`
    delete from gateways
    where id = any (array(
      select id from gateways
      where sealed_secret is null and last_seen_at < now() - interval '30 days'
      order by last_seen_at
      limit 500
      for update skip locked
    ))
    returning id`,
)
