/** Ends expired shares, so that they stop counting towards their owner's limit. */
import { sql } from 'kysely'
import { isExpired } from '../access/permission.ts'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { deleteExpired, expiredEvents, lockedOwners, recordAndCount } from '../sharing/books.ts'
import { type Batch, untilNone } from './sweep.ts'

/** Ends up to 500 of the shares that expired first, skipping sensors that are locked. */
export async function endExpired(db: Database): Promise<Batch> {
  const [ended] = await sweep(db)
  return untilNone(ended?.done ?? 0)
}

const sweep = statement<[], { done: number }>(
  'end-expired',
  () => sql`
    with due as materialized (
      select sensor_id from shares where ${isExpired} order by expires_at limit 500
    ),
    sensor as materialized (
      select id, owner_id, name
      from sensors
      where id = any (array(select sensor_id from due))
      order by id
      for no key update skip locked
    ),
    ${lockedOwners(sql`id`)},
    ${deleteExpired(sql`select sensor.id from sensor join owner on owner.id = owner_id`)},
    change as (${expiredEvents}),
    ${recordAndCount}
    select count(*) as done from expired`,
)
