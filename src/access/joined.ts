/** Notifies the open pages of owners when a guest joins. Nobody else learns of it, and the history has no record. */
import { sql } from 'kysely'
import { isExpired, isPending } from './permission.ts'

/**
 * SQL expression for a statement that may join a person, whose row is in the CTE `joined` with `is_new`. Notifies
 * channel `joined` with the id of each owner whose pages now look different. A share that still waits for the guest's
 * acceptance looks as before.
 */
export const notifyOwners = sql`(
  select count(pg_notify('joined', owner_id::text))
  from (
    select distinct owner_id
    from joined as people
    join shares on shares.guest_id = people.id
    cross join lateral (select owner_id from sensors where id = shares.sensor_id limit 1) as sensors
    where people.is_new and not ${isPending} and ${isExpired} is not true
  ) as owners
)`
