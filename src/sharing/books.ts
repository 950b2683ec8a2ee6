/** Common table expressions that every change of shares includes: they write the history and the counters of limits. */
import { type RawBuilder, sql } from 'kysely'

/**
 * Records the rows of `change (sensor_id, owner_id, guest_id, actor_id, action, data)` in the history and the counters.
 * `change` must hold rows that were really inserted or deleted, never just requested ones, and their sensors and owners
 * must be locked.
 */
export const recordEvents = sql`
  remembered as (
    insert into events (sensor_id, owner_id, guest_id, actor_id, action, data)
    select sensor_id, owner_id, guest_id, actor_id, action, data from change
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

/** Builds event data with the sensor's name, because the sensor may later be renamed or deleted. */
export const nameDetail = (name: RawBuilder<unknown>) => sql`jsonb_build_object('name', ${name})`

/** Selects a column of the locked `sensor` that a row of shares belongs to. */
export const ofSensor = (column: 'owner_id' | 'name') =>
  sql`(select ${sql.ref(column)} from sensor where id = sensor_id)`
