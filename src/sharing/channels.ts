/** What of a sensor can be shared on its own: of Ruuvi's what their formats carry, of devices their services. */
import { channels } from '../measurements/frame.ts'
import { Refusal } from '../refusal.ts'

/** Everything that a Ruuvi sensor can have. */
export const measured: readonly string[] = [...channels]

/** Tells a device, whose id has eight octets, from a sensor of Ruuvi, whose id has six. */
export const isDevice = (sensor: string) => sensor.length > 17

/** Refuses a channel that is not there, by its name or its id. */
export function noSuchChannel(channel: string): Refusal {
  const isService = channel.includes(':')
  return new Refusal(
    'noSuchChannel',
    isService
      ? `A device has no such service: ${channel}. Look which ones it has, or leave them out to share all of it.`
      : `A sensor has no such channel: ${channel}. The channels are listed at /docs; leave the field out to share all of them.`,
  )
}

/** The first of some channels that is neither a measurement nor can be a service. */
export const unheardOf = (wanted: string[]) => wanted.find(channel => !channels.has(channel) && !isServiceId(channel))

/** The first of some channels that a sensor of Ruuvi does not have. What a device has only its lock tells: see `missing_service` in migrations/. */
export const notMeasured = (sensor: string, wanted: string[] | null | undefined) =>
  isDevice(sensor) ? undefined : wanted?.find(channel => !channels.has(channel))

/** Tells what can be the id of a device's service, as it is kept. */
export const isServiceId = (channel: string) => /^([0-9A-F]{2}:){7}[0-9A-F]{2}$/.test(channel)
