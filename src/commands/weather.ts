/** A week of plausible measurements, for the demo. */

/** What a place is like: the means, how far they swing between night and afternoon, and how much they wander. */
export type Place = { temperature: number; swing: number; humidity: number; wander: number }

export type Heard = { at: number; data: string }

const every = 300
const week = 7 * 86_400

/** Returns what a sensor of format 5 sent every five minutes of the week before `now`, in seconds. Looks random, and is the same each time. */
export function weekOf(place: Place, mac: string, now: number): Heard[] {
  const begin = Math.floor((now - week) / every) * every
  let drift = 0
  return Array.from({ length: week / every + 1 }, (_, n) => {
    const at = begin + n * every
    // Coldest at four in the morning, warmest twelve hours later.
    const day = -Math.cos(((at / 86_400 - 4 / 24) % 1) * 2 * Math.PI)
    drift = drift * 0.98 + noise(at) * place.wander
    const temperature = place.temperature + place.swing * day + drift
    const humidity = place.humidity - 2 * (temperature - place.temperature) + noise(at + 1)
    const pressure = 101_300 + 900 * Math.sin(at / 180_000) + 20 * noise(at + 2)
    return { at, data: frame({ temperature, humidity, pressure, sequence: n, mac }) }
  })
}

/** A number from -1 to 1 that belongs to a second. */
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
  // At rest, lying flat.
  payload.writeInt16BE(4, 7)
  payload.writeInt16BE(-4, 9)
  payload.writeInt16BE(1036, 11)
  // 2.977 V, 4 dBm.
  payload.writeUInt16BE(0xac36, 13)
  payload.writeUInt8(66, 15)
  payload.writeUInt16BE(sequence, 16)
  Buffer.from(mac.replaceAll(':', ''), 'hex').copy(payload, 18)
  return `0201061BFF9904${payload.toString('hex').toUpperCase()}`
}
