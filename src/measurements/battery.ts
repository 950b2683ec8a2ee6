/** What a frame tells of the battery of its sensor. */
import { frameIn } from './values.ts'

/** Returns the voltage of the battery, in volts; undefined where there is none, or the frame does not say. */
export function batteryOf(data: string): number | undefined {
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
