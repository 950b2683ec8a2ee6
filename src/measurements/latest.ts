/** SQL fragments for the measurements that a person may see, and a sensor's latest one. */
import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../access/permission.ts'
import { maskChannels } from './frame.ts'

/** A measurement in the form that the apps read. */
export type Measurement = { gwmac: string; coordinates: string; rssi: number; timestamp: number; data: string }

/**
 * Computes the first second whose measurements are visible: the later of the start of the sensor's history and the
 * limit of the owner's plan.
 */
export const visibleFrom = (sensor: RawBuilder<unknown> | string, maxHistoryDays: RawBuilder<unknown>) => sql<number>`
  greatest(
    (select begins_at from histories where sensor_id = ${sensor}),
    ${secondNow} - ${maxHistoryDays} * 86400::bigint
  )`

/** The current second since 1970. */
export const secondNow = sql<number>`floor(extract(epoch from now()))::bigint`

/** Tests whether a row of measurements may be shown to a person who sees these channels; null: all channels. */
export const isShowable = (channels: RawBuilder<unknown>) => sql<boolean>`(${channels} is null or is_maskable)`

/** Selects a sensor's `Offsets` from its row of sensors. */
export const offsetColumns = sql`
  offset_temperature as "offsetTemperature", offset_humidity as "offsetHumidity", offset_pressure as "offsetPressure"`

/** Selects the columns of a `Measurement` from a row of measurements. */
export const measurementColumns = sql`gateway_id as gwmac, coordinates, rssi, at as timestamp, data`

/**
 * Selects a sensor's latest visible measurement, for `left join lateral`: one row with the columns of a `Measurement`,
 * or none. `channels` comes from the sight, `maxHistoryDays` from the owner's plan. Pass the result through `asSeen`.
 */
export function latest(
  sensor: RawBuilder<unknown>,
  channels: RawBuilder<unknown>,
  maxHistoryDays: RawBuilder<unknown>,
) {
  return sql<Measurement>`
    select ${measurementColumns}
    from measurements
    where sensor_id = ${sensor} and at >= ${visibleFrom(sensor, maxHistoryDays)} and ${isShowable(channels)}
    order by at desc
    limit 1`
}

/** Reduces a measurement to what a person may see. */
export function asSeen({ role, channels }: Sight, measurement: Measurement): Measurement {
  const { gwmac, coordinates, rssi, timestamp, data } = measurement
  const visible = { rssi, timestamp, data: maskChannels(data, channels) }
  // Only owners and guests learn where the sensor is.
  return role === 'public' ? { gwmac: '', coordinates: '', ...visible } : { gwmac, coordinates, ...visible }
}
