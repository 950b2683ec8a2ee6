/** Encodes values as an advertisement of Ruuvi's data format 5. */

/** What a frame carries: °C, %, Pa, g, V, dBm and counts. Whatever is missing, or cannot be written, is "not available". */
export type Measured = {
  temperature?: number | undefined
  humidity?: number | undefined
  pressure?: number | undefined
  accelX?: number | undefined
  accelY?: number | undefined
  accelZ?: number | undefined
  voltage?: number | undefined
  txPower?: number | undefined
  movementCounter?: number | undefined
  measurementSequenceNumber?: number | undefined
}

/** Flags, and the header of a structure of Ruuvi: what stands before the frame in an advertisement. */
const head = '0201061BFF9904'

/** Writes values as the sensor itself would advertise them, in hex. */
export function encodeFormat5(sensor: string, measured: Measured): string {
  const bytes = Buffer.alloc(24)
  bytes[0] = 5
  bytes.writeInt16BE(whole(measured.temperature, 200, [-32_767, 32_767]) ?? -32_768, 1)
  bytes.writeUInt16BE(whole(measured.humidity, 400, [0, 65_534]) ?? 65_535, 3)
  bytes.writeUInt16BE(whole(measured.pressure, 1, [0, 65_534], -50_000) ?? 65_535, 5)
  for (const [index, acceleration] of [measured.accelX, measured.accelY, measured.accelZ].entries()) {
    bytes.writeInt16BE(whole(acceleration, 1000, [-32_767, 32_767]) ?? -32_768, 7 + index * 2)
  }
  const voltage = whole(measured.voltage, 1000, [0, 2046], -1600) ?? 2047
  const power = whole(measured.txPower, 0.5, [0, 30], 20) ?? 31
  bytes.writeUInt16BE((voltage << 5) | power, 13)
  bytes[15] = whole(measured.movementCounter, 1, [0, 254]) ?? 255
  bytes.writeUInt16BE(whole(measured.measurementSequenceNumber, 1, [0, 65_534]) ?? 65_535, 16)
  bytes.write(sensor.replaceAll(':', ''), 18, 'hex')
  return head + bytes.toString('hex').toUpperCase()
}

/** Returns the steps of a value, or undefined if they are out of range. */
function whole(value: number | undefined, perUnit: number, [least, most]: [number, number], plus = 0) {
  if (value === undefined) return undefined
  const steps = Math.round(value * perUnit) + plus
  return steps >= least && steps <= most ? steps : undefined
}
