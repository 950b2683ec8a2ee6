/** Lists the people with whom a person shares sensors, or did. */
import { sql } from 'kysely'
import { isExpired, isInReach, type Reach, reachOf } from '../../access/permission.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Caller } from '../../people/caller.ts'

/** `sensors` is the number of sensors shared with them now. */
export type Contact = { email: string; sensors: number; lastSharedAt: string }

/**
 * Lists the people with whom the caller shares or has shared, the most recent first. Past shares come from the caller's
 * newest 3,000 events, so a long history costs no more than a short one. A past guest is listed only if they had joined
 * while the caller could see it: so the list does not reveal who joined later.
 */
export async function listContacts(db: Database, caller: Caller, limit: number): Promise<Contact[]> {
  const found = await find(db, caller.id, reachOf(caller), limit)
  return found.map(({ lastSharedAt, ...contact }) => ({ ...contact, lastSharedAt: lastSharedAt.toISOString() }))
}

const newest = sql.lit(3_000)

const find = statement<
  [owner: number, reach: Reach, limit: number],
  Omit<Contact, 'lastSharedAt'> & { lastSharedAt: Date }
>(
  'list-contacts',
  (owner, reach, limit) => sql`
    with now_shared as (
      select share.guest_id, count(*) as sensors, max(share.created_at) as shared_at
      from sensors
      cross join lateral (
        select guest_id, created_at from shares where sensor_id = sensors.id and ${isExpired} is not true order by guest_id
      ) as share
      where sensors.owner_id = ${owner} and ${isInReach(reach, sql`sensors.id`)}
      group by share.guest_id
    ),
    once_shared as (
      select guest_id, max(at) filter (where action = 'shared') as shared_at, max(at) as seen_at
      from (
        select guest_id, action, at
        from events
        where owner_id = ${owner} and ${isInReach(reach, sql`sensor_id`)}
        order by id desc
        limit ${newest}
      ) as event
      where guest_id is not null
      group by guest_id
    )
    select person.email, coalesce(now_shared.sensors, 0) as sensors, greatest(now_shared.shared_at, once_shared.shared_at) as "lastSharedAt"
    from now_shared
    full join once_shared using (guest_id)
    cross join lateral (select email, joined_at from people where people.id = guest_id limit 1) as person
    where now_shared.guest_id is not null or (once_shared.shared_at is not null and person.joined_at <= once_shared.seen_at)
    order by "lastSharedAt" desc, person.email
    limit ${limit}`,
)
