/** What somebody sees of the measurements of a sensor. */
import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../access/permission.ts'
import { mask } from './frame.ts'

/** A measurement as the apps read it. */
export type Measurement = { gwmac: string; coordinates: string; rssi: number; timestamp: number; data: string }

/** The second from which on measurements of a sensor count; what is older is nobody's, or older than the owner's plan lets them look back. */
export const visibleFrom = (sensor: RawBuilder<unknown> | string, maxHistoryDays: RawBuilder<unknown>) => sql<number>`
  greatest(
    (select begins_at from histories where sensor_id = ${sensor}),
    ${secondNow} - ${maxHistoryDays} * 86400::bigint
  )`

/** This second. */
export const secondNow = sql<number>`floor(extract(epoch from now()))::bigint`

/** Whether a row of measurements may be shown to somebody who sees these channels, null being all of them. */
export const isShowable = (channels: RawBuilder<unknown>) => sql<boolean>`(${channels} is null or is_maskable)`

/** The columns of a row of measurements that make a `Measurement`. */
export const measured = sql`gateway_id as gwmac, coordinates, rssi, at as timestamp, data`

/**
 * The latest measurement of a sensor that may be shown, as a query for `left join lateral`: one row with the columns of
 * a `Measurement`, or none. `channels` is the sight's, and `maxHistoryDays` the owner's plan's. It must go through `asSeen`.
 */
export function latest(
  sensor: RawBuilder<unknown>,
  channels: RawBuilder<unknown>,
  maxHistoryDays: RawBuilder<unknown>,
) {
  return sql<Measurement>`
    select ${measured}
    from measurements
    where sensor_id = ${sensor} and at >= ${visibleFrom(sensor, maxHistoryDays)} and ${isShowable(channels)}
    order by at desc
    limit 1`
}

/** Makes of a measurement what somebody may see of it. */
export function asSeen({ role, channels }: Sight, measurement: Measurement): Measurement {
  const { gwmac, coordinates, rssi, timestamp, data } = measurement
  const seen = { rssi, timestamp, data: mask(data, channels) }
  // Where the sensor is concerns nobody to whom it was not lent.
  return role === 'public' ? { gwmac: '', coordinates: '', ...seen } : { gwmac, coordinates, ...seen }
}
