/** Common table expressions that changes of shares include: they end expired shares, write the history and count. */
import { type RawBuilder, sql } from 'kysely'
import { isExpired } from '../access/permission.ts'

/** Locks the owners of the locked `sensor` rows, in key order, as `owner`. `columns` are those of `people` to select. */
export const lockedOwners = (columns: RawBuilder<unknown>) => sql`
  owner as materialized (
    select locked.*
    from (select distinct owner_id as id from sensor order by id) as wanted
    cross join lateral (select ${columns} from people where people.id = wanted.id for no key update) as locked
  )`

/** Records events. `rows` selects their sensor_id, owner_id, guest_id, actor_id, action and data, in this order. */
export const recordEvents = (rows: RawBuilder<unknown>) => sql`
  remembered as (
    insert into events (sensor_id, owner_id, guest_id, actor_id, action, data)
    ${rows}
  )`

/**
 * Records the rows of `change (sensor_id, owner_id, guest_id, actor_id, action, data)` in the history and the counters.
 * `change` must hold rows that were really inserted or deleted, never just requested ones, and their sensors and owners
 * must be locked.
 */
export const recordAndCount = sql`
  ${recordEvents(sql`select sensor_id, owner_id, guest_id, actor_id, action, data from change`)},
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

/**
 * Deletes expired shares of locked sensors, as `expired`. `sensors` selects ids from the expression `sensor`, which has
 * owner_id and name. The sensor selects the shares: by their end, expired shares of all sensors would be read.
 */
export const deleteExpired = (sensors: RawBuilder<unknown>) => sql`
  expired as (
    delete from shares
    where sensor_id = any (array(${sensors})) and expires_at is not null and ${isExpired} is true
    returning sensor_id, guest_id, ${ofSensor('owner_id')} as owner_id, ${ofSensor('name')} as sensor_name
  )`

/** Selects the rows of `expired` for `change`. */
export const expiredEvents = sql`
  select sensor_id, owner_id, guest_id, null::bigint as actor_id, 'expired' as action, ${nameDetail(sql`sensor_name`)} as data
  from expired`

/** Builds event data with the sensor's name, because the sensor may later be renamed or deleted. */
export function nameDetail(name: RawBuilder<unknown>) {
  return sql`jsonb_build_object('name', ${name})`
}

/** Selects a column of the locked `sensor` that a row of shares belongs to. */
function ofSensor(column: 'owner_id' | 'name') {
  return sql`(select ${sql.ref(column)} from sensor where id = sensor_id)`
}
