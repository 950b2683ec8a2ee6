/** Data formats of Ruuvi: which channels a frame carries, and how to hide some of them. */

/** Bits of a frame; `needs` lists the channels without which a guest does not see them. */
type Place = { needs: string[]; bits: [at: number, mask: number][] }
/**
 * `blank` is a frame in which nothing is available. Bits in no place are reserved: a guest with limited channels never
 * sees them, because a firmware may use them.
 */
type Format = { blank: string; places: Place[] }

const bytes = (from: number, to = from): Place['bits'] =>
  Array.from({ length: to - from + 1 }, (_, index) => [from + index, 0xff])
const bit = (at: number, number: number): Place['bits'][number] => [at, 1 << number]
const place = (needs: string[], ...bits: Place['bits'][]): Place => ({ needs, bits: bits.flat() })
/** Tells nothing of a home: the format, battery, transmission power, sequence, MAC and whether it calibrates itself. */
const status = (...bits: Place['bits'][]) => place([], bytes(0), ...bits)

const weather = [
  place(['temperature'], bytes(1, 2)),
  place(['humidity'], bytes(3, 4)),
  place(['pressure'], bytes(5, 6)),
]

/** Formats that have codes for "not available", by the first byte in hex. */
const formats: Record<string, Format> = {
  '05': {
    blank: '058000FFFFFFFF800080008000FFFFFFFFFFFFFFFFFFFFFF',
    places: [
      ...weather,
      place(['acceleration'], bytes(7, 12)),
      place(['movement'], bytes(15)),
      status(bytes(13, 14), bytes(16, 23)),
    ],
  },
  '06': {
    blank: '068000FFFFFFFFFFFFFFFFFFFFFFFFFFC0FFFFFF',
    places: [
      ...weather,
      place(['pm'], bytes(7, 8)),
      place(['co2'], bytes(9, 10)),
      place(['voc'], bytes(11), [bit(16, 6)]),
      place(['nox'], bytes(12), [bit(16, 7)]),
      place(['luminosity'], bytes(13)),
      status(bytes(15), [bit(16, 0)], bytes(17, 19)),
    ],
  },
  E1: {
    blank: `E18000${'FF'.repeat(25)}F8${'FF'.repeat(11)}`,
    places: [
      ...weather,
      place(['pm'], bytes(7, 14)),
      place(['co2'], bytes(15, 16)),
      place(['voc'], bytes(17), [bit(28, 6)]),
      place(['nox'], bytes(18), [bit(28, 7)]),
      place(['luminosity'], bytes(19, 21)),
      place(['sound'], bytes(22, 24), [bit(28, 3), bit(28, 4), bit(28, 5)]),
      // Called reserved, but some firmwares put the raw signals of both gases there.
      place(['voc', 'nox'], bytes(29, 33)),
      status(bytes(25, 27), [bit(28, 0)], bytes(34, 39)),
    ],
  },
}

/** Every measurement that can be shared alone. */
export const channels: ReadonlySet<string> = new Set(
  Object.values(formats).flatMap(({ places }) => places.flatMap(({ needs }) => needs)),
)

/** Tells whether channels of an advertisement can be hidden: its format is known and has codes for "not available". */
export function isMaskable(data: string): boolean {
  return frameIn(data) !== undefined
}

/**
 * Hides all channels of an advertisement but `channels`, and reserved bits; null hides nothing. Throws if it is not
 * maskable.
 */
export function maskChannels(data: string, channels: string[] | null): string {
  if (channels === null) return data
  const frame = frameIn(data)
  if (!frame) throw new Error('an advertisement that cannot be masked was to be shown')
  const { start, format } = frame
  const end = start + format.blank.length
  return (
    data.slice(0, start) + merged(data.slice(start, end), format.blank, shownBits(format, channels)) + data.slice(end)
  )
}

/** Returns a mask for each byte of a format: the bits that these channels show. */
function shownBits({ blank, places }: Format, channels: string[]): Uint8Array {
  const shown = new Uint8Array(blank.length / 2)
  for (const { needs, bits } of places) {
    if (!needs.every(channel => channels.includes(channel))) continue
    for (const [at, mask] of bits) shown[at] = (shown[at] ?? 0) | mask
  }
  return shown
}

/** Takes the bits of `shown` from one text of hex, and the others from `blank`; whole bytes keep their case. */
function merged(frame: string, blank: string, shown: Uint8Array): string {
  return Array.from(shown, (mask, at) => {
    const [own, other] = [frame, blank].map(text => text.slice(at * 2, at * 2 + 2)) as [string, string]
    if (mask === 0xff) return own
    return mask === 0 ? other : hex((Number.parseInt(own, 16) & mask) | (Number.parseInt(other, 16) & ~mask))
  }).join('')
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
    if (!isFrame || found || !format || end - start !== format.blank.length) return undefined
    found = { start, format }
  }
  return found
}

const byteAt = (data: string, at: number) => Number.parseInt(data.slice(at, at + 2), 16)
const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0')
