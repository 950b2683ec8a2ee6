/** Generates days of plausible measurements for the demo. */

/**
 * The climate of a place: mean temperature (°C) and humidity (%), daily temperature swing (±°C) and random drift (°C).
 */
export type Climate = { temperature: number; swing: number; humidity: number; wander: number }

/** A measurement as a gateway would have received it; `at` in seconds. */
export type Heard = { at: number; data: string }

const every = 300
const day = 86_400
/** Older measurements are sparser, as housekeeping would leave them. */
const everyBefore = 900
const denseDays = 7

/**
 * Returns the frames (data format 5) that a sensor sent every five minutes in the week before `now`, in seconds. They
 * look random but are deterministic.
 */
export const weekOf = (place: Climate, mac: string, now: number): Heard[] => weatherOf(place, mac, now, denseDays)

/** Returns the frames of some days, those before the last week every quarter of an hour. */
export function weatherOf(place: Climate, mac: string, now: number, days: number): Heard[] {
  const dense = Math.floor((now - Math.min(days, denseDays) * day) / every) * every
  const sparse = Math.max(0, days - denseDays) * (day / everyBefore)
  let drift = 0
  return Array.from({ length: sparse + (Math.min(days, denseDays) * day) / every + 1 }, (_, n) => {
    const at = n < sparse ? dense - (sparse - n) * everyBefore : dense + (n - sparse) * every
    // Coldest at four in the morning UTC, warmest twelve hours later.
    const warmth = -Math.cos(((at / 86_400 - 4 / 24) % 1) * 2 * Math.PI)
    drift = drift * 0.98 + noise(at) * place.wander
    const temperature = place.temperature + place.swing * warmth + drift
    const humidity = place.humidity - 2 * (temperature - place.temperature) + noise(at + 1)
    const pressure = 101_300 + 900 * Math.sin(at / 180_000) + 20 * noise(at + 2)
    return { at, data: frame({ temperature, humidity, pressure, sequence: n, mac }) }
  })
}

/** Returns a pseudo-random number from -1 to 1, determined by the second. */
function noise(at: number): number {
  const wave = Math.sin(at * 12.9898) * 43_758.5453
  return 2 * (wave - Math.floor(wave)) - 1
}

function frame(measured: { temperature: number; humidity: number; pressure: number; sequence: number; mac: string }) {
  const { temperature, humidity, pressure, sequence, mac } = measured
  const payload = Buffer.alloc(24)
  payload.writeUInt8(5, 0)
  payload.writeInt16BE(Math.round(temperature / 0.005), 1)
  payload.writeUInt16BE(Math.round(Math.min(100, Math.max(0, humidity)) / 0.0025), 3)
  payload.writeUInt16BE(Math.round(pressure) - 50_000, 5)
  // Acceleration in mG of a sensor that lies flat.
  payload.writeInt16BE(4, 7)
  payload.writeInt16BE(-4, 9)
  payload.writeInt16BE(1036, 11)
  // Battery voltage 2.977 V and transmission power 4 dBm.
  payload.writeUInt16BE(0xac36, 13)
  payload.writeUInt8(66, 15)
  payload.writeUInt16BE(sequence, 16)
  Buffer.from(mac.replaceAll(':', ''), 'hex').copy(payload, 18)
  return `0201061BFF9904${payload.toString('hex').toUpperCase()}`
}
