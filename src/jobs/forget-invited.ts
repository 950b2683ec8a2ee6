/** Deletes people who were only invited and have no share any more: an address is not kept without a reason. */
import { sql } from 'kysely'
import { statement } from '../db/statement.ts'
import { inPieces } from './sweep.ts'

/**
 * Goes through the people who have not joined, 500 at a time in the order of their ids, and deletes those who have no
 * share as a guest, none that could be restored, and no plan waiting for them.
 */
export const forgetInvited = inPieces<number>(async (db, after) => {
  const [checked] = await forget(db, after ?? 0)
  return checked ?? { done: 0, last: null }
})

const forget = statement<[after: number], { done: number; last: number | null }>(
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
              and not exists (select from removed_shares where guest_id = invited.id)
          ))
          and joined_at is null
        order by id
        for update skip locked
      ))
      returning id
    )
    select (select count(*) from forgotten)::int as done, max(id) as last from invited`,
)
