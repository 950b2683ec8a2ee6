/** What every change of shares writes beside it: the history, and the counters that the limits live in. */
import { sql } from 'kysely'

/**
 * Common table expressions that book the rows of `change (sensor_id, owner_id, guest_id, actor_id, action)`. It must hold
 * rows that were really inserted or deleted, never rows that were asked for, and their sensors and owners must be locked.
 */
export const books = sql`
  remembered as (
    insert into share_events (sensor_id, owner_id, guest_id, actor_id, action)
    select sensor_id, owner_id, guest_id, actor_id, action from change
  ),
  counted_sensors as (
    update sensors set share_count = share_count + difference.shares
    from (${difference('sensor_id')}) as difference
    where sensors.id = any (array(select sensor_id from change)) and sensors.id = difference.sensor_id
  ),
  counted_owners as (
    update people set share_count = share_count + difference.shares
    from (${difference('owner_id')}) as difference
    where people.id = any (array(select owner_id from change)) and people.id = difference.owner_id
  )`

function difference(key: 'sensor_id' | 'owner_id') {
  return sql`select ${sql.ref(key)}, sum(case action when 'shared' then 1 else -1 end) as shares from change group by ${sql.ref(key)}`
}
