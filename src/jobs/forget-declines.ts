/** Deletes declines of shares after 30 days; then the owner may ask the guest again. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'

/** Deletes up to 500 declines older than 30 days; returns the number deleted. */
export async function forgetDeclines(db: Database): Promise<number> {
  return (await forget(db)).length
}

const forget = statement<[], { guest: string }>(
  'forget-declines',
  () => sql`
    with old as materialized (
      select owner_id, guest
      from declines
      where at <= now() - interval '30 days'
      order by at
      limit 500
      for update skip locked
    )
    delete from declines
    using old
    where declines.owner_id = any (array(select owner_id from old))
      and declines.owner_id = old.owner_id and declines.guest = old.guest
    returning declines.guest`,
)
