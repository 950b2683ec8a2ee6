/** Tells the pages that are open at owners that somebody whom they share with has joined. Nobody else learns it, and no history holds it. */
import { sql } from 'kysely'
import { isExpired, isPending } from './permission.ts'

/**
 * An expression for a statement in which somebody may be joining, whose row stands in `joined` with `is_new`. It notifies `joined` of each
 * owner to whom it looks different now: a share that waits for its guest's yes waits as before.
 */
export const toldToOwners = sql`(
  select count(pg_notify('joined', owner_id::text))
  from (
    select distinct owner_id
    from joined as people
    join shares on shares.guest_id = people.id
    cross join lateral (select owner_id from sensors where id = shares.sensor_id limit 1) as sensors
    where people.is_new and not ${isPending} and ${isExpired} is not true
  ) as owners
)`
