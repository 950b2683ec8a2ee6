/** How a sensor is: its battery, its signal, and whether it is still heard. */
import { frameIn } from './values.ts'

/** Seconds without a measurement after which a sensor is offline; gateways post at least every few minutes. */
export const offlineAfter = 30 * 60

/** Returns the voltage of the battery, in volts; undefined where there is none, or the frame does not say. */
export function voltageOf(data: string): number | undefined {
  const frame = frameIn(data)
  if (frame?.[0] === 3 && frame.length >= 14) return frame.readUInt16BE(12) / 1000
  if (frame?.[0] !== 5 || frame.length < 24) return undefined
  const code = frame.readUInt16BE(13) >> 5
  return code === 2047 ? undefined : (code + 1600) / 1000
}

/** Tells whether a battery should be changed. In the cold its voltage is lower. */
export function isLow(volts: number, celsius = 20): boolean {
  return volts < (celsius < -20 ? 2 : celsius < 0 ? 2.3 : 2.5)
}

/** How strong a signal is, by its strength in dBm; undefined if it is not known. */
export function signalOf(rssi: number): 'strong' | 'fair' | 'weak' | undefined {
  if (rssi >= 0 || rssi <= unknown) return undefined
  return rssi >= -75 ? 'strong' : rssi >= -90 ? 'fair' : 'weak'
}

/** Stands for an unknown strength. */
const unknown = -127
