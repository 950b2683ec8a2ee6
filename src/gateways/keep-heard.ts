/** Stores what gateways and phones heard. */
import { sql } from 'kysely'

/**
 * CTEs that store the rows of a CTE `heard` (sensor, at, rssi, maskable, data): histories, then measurements, each in
 * key order. `kept` has the new ones.
 */
export const keptHeard = (gateway: string, coordinates: string) => sql`
  -- The first measurement of a claimed sensor begins its owner's history. The key lock waits for a deletion of the
  -- owner that is in progress.
  begun as (
    insert into histories (sensor_id, owner_id)
    select sensor, (select id from people where id = (select owner_id from sensors where id = sensor) for key share)
    from heard
    left join lateral (select true as is_known from histories where sensor_id = sensor limit 1) as history on true
    where is_known is null
    order by sensor
    on conflict do nothing
    returning sensor_id
  ),
  kept as (
    insert into measurements (sensor_id, at, rssi, gateway_id, coordinates, is_maskable, data)
    select sensor, at, rssi, ${gateway}, ${coordinates}, maskable, data
    from heard
    where (select count(*) from begun) >= 0
    order by sensor, at
    on conflict do nothing
    returning at
  )`

/** The columns of `heard` in a JSON list. */
export const heardColumns = 'sensor text collate "C", at bigint, rssi int, maskable boolean, data text collate "C"'
