/**
 * Channels: the parts of a sensor that can be shared alone. Ruuvi formats define those of Ruuvi sensors; devices have
 * services.
 */
import { type RawBuilder, sql } from 'kysely'
import { channels } from '../measurements/frame.ts'
import { Refusal } from '../refusal.ts'

/** Every channel that a Ruuvi sensor can have. */
export const sensorChannels: readonly string[] = [...channels]

// An id is six octets (a Ruuvi sensor), 17 characters, or eight (a device).
const longestOfRuuvi = 17

/** Tells a device from a Ruuvi sensor, by its id. */
export const isDevice = (sensor: string) => sensor.length > longestOfRuuvi

/** Tells devices from Ruuvi sensors in SQL, by an expression of their ids. */
export const isDeviceId = (sensor: RawBuilder<unknown>) => sql<boolean>`length(${sensor}) > ${sql.lit(longestOfRuuvi)}`

/** Builds the refusal for a channel that does not exist, given its name or its id. */
export function noSuchChannel(channel: string): Refusal {
  const isService = channel.includes(':')
  return new Refusal(
    'noSuchChannel',
    isService
      ? `A device has no such service: ${channel}. Look which ones it has, or leave them out to share all of it.`
      : `A sensor has no such channel: ${channel}. The channels are listed at /docs; leave the field out to share all of them.`,
  )
}

/** Finds the first channel that is neither a measurement nor a possible id of a service. */
export const unheardOf = (wanted: string[]) => wanted.find(channel => !channels.has(channel) && !isServiceId(channel))

/**
 * Finds the first channel that a Ruuvi sensor can't have. Services of a device are checked under its lock: see
 * `missing_service` in migrations/.
 */
export const notMeasured = (sensor: string, wanted: string[] | null | undefined) =>
  isDevice(sensor) ? undefined : wanted?.find(channel => !channels.has(channel))

/** Tells whether a channel can be the id of a device's service, in its stored form (upper case). */
export const isServiceId = (channel: string) => /^([0-9A-F]{2}:){7}[0-9A-F]{2}$/.test(channel)
