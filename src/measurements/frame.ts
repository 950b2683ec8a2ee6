/** Data formats of Ruuvi: which channels a frame carries, and how to hide some of them. */

/** Byte offsets of a channel, each with its hex code for "not available"; `flag` holds the ninth bit, if any. */
type Place = { codes: [at: number, code: string][]; flag?: [at: number, bit: number] }
type Format = { bytes: number; channels: Record<string, Place> }

const weather: Record<string, Place> = {
  temperature: { codes: [[1, '8000']] },
  humidity: { codes: [[3, 'FFFF']] },
  pressure: { codes: [[5, 'FFFF']] },
}

/** Formats that have codes for "not available", by the first byte in hex. */
const formats: Record<string, Format> = {
  '05': { bytes: 24, channels: { ...weather, acceleration: { codes: [[7, '800080008000']] } } },
  '06': {
    bytes: 20,
    channels: {
      ...weather,
      pm: { codes: [[7, 'FFFF']] },
      co2: { codes: [[9, 'FFFF']] },
      voc: { codes: [[11, 'FF']], flag: [16, 0x40] },
      nox: { codes: [[12, 'FF']], flag: [16, 0x80] },
      luminosity: { codes: [[13, 'FF']] },
    },
  },
  E1: {
    bytes: 40,
    channels: {
      ...weather,
      pm: { codes: [[7, 'FFFFFFFFFFFFFFFF']] },
      co2: { codes: [[15, 'FFFF']] },
      voc: { codes: [[17, 'FF']], flag: [28, 0x40] },
      nox: { codes: [[18, 'FF']], flag: [28, 0x80] },
      luminosity: { codes: [[19, 'FFFFFF']] },
    },
  },
}

/** Every measurement that can be shared alone. */
export const channels: ReadonlySet<string> = new Set(
  Object.values(formats).flatMap(({ channels }) => Object.keys(channels)),
)

/** Tells whether channels of an advertisement can be hidden: its format is known and has codes for "not available". */
export function isMaskable(data: string): boolean {
  return frameIn(data) !== undefined
}

/** Hides all channels of an advertisement but `channels`; null hides none. Throws if it is not maskable. */
export function maskChannels(data: string, channels: string[] | null): string {
  if (channels === null) return data
  const frame = frameIn(data)
  if (!frame) throw new Error('an advertisement that cannot be masked was to be shown')
  let masked = data
  const put = (at: number, code: string) => {
    const start = frame.start + at * 2
    masked = masked.slice(0, start) + code + masked.slice(start + code.length)
  }
  for (const [channel, { codes, flag }] of Object.entries(frame.format.channels)) {
    if (channels.includes(channel)) continue
    for (const [at, code] of codes) put(at, code)
    if (flag) put(flag[0], hex(byteAt(masked, frame.start + flag[0] * 2) | flag[1]))
  }
  return masked
}

/** Types of structures that reveal no measurement: flags, lists of services, names, transmission power. */
const harmless = new Set([0x01, 0x02, 0x03, 0x08, 0x09, 0x0a])
const manufacturer = 0xff
const ruuvi = '9904'

/**
 * Finds the only frame of an advertisement, and the offset of its digits. Returns undefined if there is anything else
 * that may reveal a measurement or has an unknown meaning, because masking the frame would not hide that.
 */
function frameIn(data: string): { start: number; format: Format } | undefined {
  let found: { start: number; format: Format } | undefined
  for (let at = 0, end: number; at < data.length; at = end) {
    end = at + 2 + byteAt(data, at) * 2
    // The structure has no type, or is cut off.
    if (end < at + 4 || end > data.length) return undefined
    const type = byteAt(data, at + 2)
    if (harmless.has(type)) continue
    const start = at + 8
    const format = formats[data.slice(start, start + 2).toUpperCase()]
    const isFrame = type === manufacturer && data.slice(at + 4, start) === ruuvi
    if (!isFrame || found || !format || end - start !== format.bytes * 2) return undefined
    found = { start, format }
  }
  return found
}

const byteAt = (data: string, at: number) => Number.parseInt(data.slice(at, at + 2), 16)
const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0')
