/** The join that every list of visible sensors needs. */
import { type RawBuilder, sql } from 'kysely'

/**
 * Joins what a person sees, as `sight`, with its row of `sensors` and its owner's row of `people`. Stands after `from`
 * or a lateral join. Looks rows up one by one: see `shareAll` in sharing/grant/share.ts.
 */
export const visibleSensor = (sight: RawBuilder<unknown>) => sql`
  (${sight}) as sight
  cross join lateral (select * from sensors where id = sight.sensor_id limit 1) as sensors
  cross join lateral (select * from people where id = sensors.owner_id limit 1) as people`
