/** Ruuvi's frames once more, written from their description and not from the code: who owns which bit, and what an app reads. */

/** A letter for each byte; between brackets one for each bit of a byte, the highest first. */
const maps: Record<string, string> = {
  '05': '! tt hh pp aaaaaa !! m !! !!!!!!',
  '06': '! tt hh pp dd cc v n l ? ! [nv?????!] !!!',
  E1: '! tt hh pp dddddddd cc v n lll sss !!! [nvsss??!] ggggg !!!!!!',
}

/** What the letters mean: the channels that a guest must see to see the bit. Everybody sees `!`, and `?` is reserved. */
const meanings: Record<string, string[] | null> = {
  ...{ '!': [], '?': null, t: ['temperature'], h: ['humidity'], p: ['pressure'], a: ['acceleration'], m: ['movement'] },
  ...{ d: ['pm'], c: ['co2'], v: ['voc'], n: ['nox'], l: ['luminosity'], s: ['sound'], g: ['voc', 'nox'] },
}

/** Every channel of a Ruuvi sensor. */
export const everyChannel = [
  ...['temperature', 'humidity', 'pressure', 'acceleration', 'movement', 'pm', 'co2', 'voc', 'nox', 'luminosity'],
  'sound',
]

/** The formats in which channels can be hidden. */
export const formats = Object.keys(maps)

/** The meaning of each bit of a frame, the first byte's highest bit first. */
function bitsOf(format: string): (string[] | null)[] {
  const letters = [...(maps[format] ?? '').replaceAll(' ', '').matchAll(/\[(.{8})\]|(.)/g)]
  return letters.flatMap(([, bits, byte = '']) => [...(bits ?? byte.repeat(8))].map(letter => meanings[letter] ?? null))
}

/** The number of bytes of a frame. */
export const lengthOf = (format: string) => bitsOf(format).length / 8

/** A mask of the bits that a guest with these channels sees. */
export function shownTo(format: string, channels: string[]): Buffer {
  const shown = bitsOf(format).map(needs => needs?.every(channel => channels.includes(channel)) ?? false)
  return Buffer.from(Array.from({ length: shown.length / 8 }, (_, at) => byteOf(shown.slice(at * 8, at * 8 + 8))))
}

const byteOf = (bits: boolean[]) => Number.parseInt(bits.map(Number).join(''), 2)

/** A frame with the bits of `mask` from one frame and all others from another. */
export const mixed = (mask: Buffer, inside: Uint8Array, outside: Uint8Array) =>
  Buffer.from(mask.map((bits, at) => ((inside[at] ?? 0) & bits) | ((outside[at] ?? 0) & ~bits)))

/** A frame as it is broadcast: after the flags, in a structure of the manufacturer. */
export const broadcast = (frame: Uint8Array) =>
  `020106${Buffer.from([frame.length + 3, 0xff, 0x99, 0x04, ...frame])
    .toString('hex')
    .toUpperCase()}`

/** Reads a frame as an app does: null where the format says "not available". Bytes of no channel are `status`. */
export function decodeFrame(frame: Buffer): Record<string, unknown> {
  const int16 = (at: number) => (frame.readInt16BE(at) === -0x8000 ? null : frame.readInt16BE(at))
  const uint = (at: number, bytes: number) => {
    const value = frame.readUIntBE(at, bytes)
    return value === 2 ** (8 * bytes) - 1 ? null : value
  }
  const nine = (at: number, bit: number) => {
    const value = frame.readUInt8(at) * 2 + (bit % 2)
    return value === 511 ? null : value
  }
  const weather = { temperature: int16(1), humidity: uint(3, 2), pressure: uint(5, 2) }
  if (frame[0] === 5) {
    return {
      ...weather,
      acceleration: [7, 9, 11].map(int16),
      movement: uint(15, 1),
      status: [frame[0], ...frame.subarray(13, 15), ...frame.subarray(16)],
    }
  }
  const flags = frame.readUInt8(frame[0] === 6 ? 16 : 28)
  const rest = { format: frame[0], isCalibrating: flags % 2 }
  if (frame[0] === 6) {
    return {
      ...weather,
      pm: uint(7, 2),
      co2: uint(9, 2),
      voc: nine(11, flags >> 6),
      nox: nine(12, flags >> 7),
      luminosity: uint(13, 1),
      status: [rest, frame[15], ...frame.subarray(17)],
    }
  }
  return {
    ...weather,
    pm: [7, 9, 11, 13].map(at => uint(at, 2)),
    co2: uint(15, 2),
    voc: nine(17, flags >> 6),
    nox: nine(18, flags >> 7),
    luminosity: uint(19, 3),
    sound: [nine(22, flags >> 3), nine(23, flags >> 4), nine(24, flags >> 5)],
    status: [rest, ...frame.subarray(25, 28), ...frame.subarray(34)],
  }
}
