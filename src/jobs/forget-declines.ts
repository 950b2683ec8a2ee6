/** Forgets who declined shares: after 30 days they may be asked again. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'

/** Removes up to 500 that do not count any more; tells how many. */
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
