/** Deletes people who were only invited and have no share any more: an address is not kept without a reason. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'

/**
 * Checks a batch of 500 people with ids above `after` and deletes those who have not joined, have no share as a guest,
 * and have no plan waiting for them. Returns the number deleted and the last id checked; null at the end.
 */
export async function forgetInvited(db: Database, after: number): Promise<{ removed: number; last: number | null }> {
  const [seen] = await forget(db, after)
  return seen ?? { removed: 0, last: null }
}

const forget = statement<[after: number], { removed: number; last: number | null }>(
  'forget-invited',
  after => sql`
    with invited as materialized (
      select id, plan_changed_at, created_at from people where joined_at is null and id > ${after} order by id limit 500
    ),
    forgotten as (
      delete from people
      where id = any (array(
        select id from people
        where id = any (array(
            select id from invited
            where plan_changed_at is null and created_at < now() - interval '1 day'
              and not exists (select from shares where guest_id = invited.id)
          ))
          and joined_at is null
        order by id
        for update skip locked
      ))
      returning id
    )
    select (select count(*) from forgotten)::int as removed, max(id) as last from invited`,
)
