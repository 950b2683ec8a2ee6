/** Decodes advertisements into numbers, and formats the numbers for people. */
import type { Language } from '../people/language.ts'

/**
 * Measured quantities, in the order of the pages. A channel may have several. A value is divided by `per` and shown
 * with its unit and number of decimals.
 */
export const quantities = {
  temperature: { channel: 'temperature', name: 'Temperature', unit: '°C', decimals: 2, per: 1 },
  humidity: { channel: 'humidity', name: 'Humidity', unit: '%', decimals: 1, per: 1 },
  /** Stored in pascals. */
  pressure: { channel: 'pressure', name: 'Air pressure', unit: 'hPa', decimals: 1, per: 100 },
  co2: { channel: 'co2', name: 'Carbon dioxide', unit: 'ppm', decimals: 0, per: 1 },
  pm1: { channel: 'pm', name: 'Fine dust PM 1.0', unit: 'µg/m³', decimals: 1, per: 1 },
  pm25: { channel: 'pm', name: 'Fine dust PM 2.5', unit: 'µg/m³', decimals: 1, per: 1 },
  pm4: { channel: 'pm', name: 'Fine dust PM 4.0', unit: 'µg/m³', decimals: 1, per: 1 },
  pm10: { channel: 'pm', name: 'Fine dust PM 10', unit: 'µg/m³', decimals: 1, per: 1 },
  voc: { channel: 'voc', name: 'VOC index', unit: '', decimals: 0, per: 1 },
  nox: { channel: 'nox', name: 'NOx index', unit: '', decimals: 0, per: 1 },
  luminosity: { channel: 'luminosity', name: 'Light', unit: 'lx', decimals: 0, per: 1 },
  soundAverage: { channel: 'sound', name: 'Sound average', unit: 'dBA', decimals: 1, per: 1 },
  soundInstant: { channel: 'sound', name: 'Sound instant', unit: 'dBA', decimals: 1, per: 1 },
  soundPeak: { channel: 'sound', name: 'Sound peak', unit: 'dBA', decimals: 1, per: 1 },
  accelerationX: { channel: 'acceleration', name: 'Acceleration X', unit: 'g', decimals: 3, per: 1 },
  accelerationY: { channel: 'acceleration', name: 'Acceleration Y', unit: 'g', decimals: 3, per: 1 },
  accelerationZ: { channel: 'acceleration', name: 'Acceleration Z', unit: 'g', decimals: 3, per: 1 },
  /** Counts movements up to 254, then starts again at 0. */
  movement: { channel: 'movement', name: 'Movement counter', unit: '', decimals: 0, per: 1 },
} as const

/** The name of a quantity that sensors measure. */
export type Quantity = keyof typeof quantities

/** How quantities are named and written, by quantity: see `quantities`. Numbers are English without a language. */
export type Scales = Readonly<
  Record<Quantity, { channel: string; name: string; unit: string; decimals: number; per: number; language?: Language }>
>

/** Values in °C, %, Pa, ppm, µg/m³, lx, dBA and g; indices and counts have no unit. Values that are not available are missing. */
export type Values = Partial<Record<Quantity, number>>

/** Formats a value with its unit, like 24.30 °C; a converted value with the scales of its units. */
export function written(quantity: Quantity, value: number, scales: Scales = quantities): string {
  const { unit } = scales[quantity]
  const number = numberOf(quantity, value, scales)
  return unit ? `${number}\u00a0${unit}` : number
}

/** Formats a value without its unit. */
export function numberOf(quantity: Quantity, value: number, scales: Scales = quantities): string {
  const { decimals, per, language = 'en' } = scales[quantity]
  return numberFormat(language, decimals)
    .format(value / per)
    .replace('-', '−')
}

/** Returns the format of numbers in a language, with as many decimals. A value that rounds to −0 is shown as 0. */
export function numberFormat(language: Language, decimals: number): Intl.NumberFormat {
  const key = `${language}${decimals}`
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(language, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: 'negative',
    })
  formats.set(key, format)
  return format
}

const formats = new Map<string, Intl.NumberFormat>()

/**
 * Decodes an advertisement in hex, or only some quantities of it; returns no values if it is not Ruuvi's or its format is
 * unknown.
 */
export function decode(data: string, only?: readonly Quantity[]): Values {
  const frame = frameIn(data)
  const read = frame && readers[frame[0] ?? 0]
  if (!read || frame.length < read.bytes) return {}
  const values: Values = {}
  for (const name of only ?? (Object.keys(read.values) as Quantity[])) {
    const value = read.values[name]?.(frame)
    if (value !== undefined) values[name] = value
  }
  return values
}

/** Corrections that the owner has set for a sensor's values, in °C, % and Pa. */
export type Offsets = { offsetTemperature: number; offsetHumidity: number; offsetPressure: number }

/** Adds the offsets, as Ruuvi's apps do; humidity stays within 0 to 100 %. */
export function corrected(values: Values, { offsetTemperature, offsetHumidity, offsetPressure }: Offsets): Values {
  const { temperature, humidity, pressure } = values
  const result: Values = { ...values }
  if (temperature !== undefined) result.temperature = temperature + offsetTemperature
  if (humidity !== undefined) result.humidity = Math.min(100, Math.max(0, humidity + offsetHumidity))
  if (pressure !== undefined) result.pressure = pressure + offsetPressure
  return result
}

/** Returns the first Ruuvi frame of an advertisement, from its format byte on. */
export function frameIn(data: string): Buffer | undefined {
  if (data.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(data)) return undefined
  const bytes = Buffer.from(data, 'hex')
  for (let at = 0; at + 1 < bytes.length; at += 1 + (bytes[at] ?? 0)) {
    const structure = bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0))
    // Manufacturer data with Ruuvi's company id.
    if (structure[0] === 0xff && structure[1] === 0x99 && structure[2] === 0x04) return structure.subarray(3)
  }
  return undefined
}

type Read = (frame: Buffer) => number | undefined

const unless = (code: number, notAvailable: number, value: (code: number) => number) =>
  code === notAvailable ? undefined : value(code)

const signed =
  (at: number, per: number): Read =>
  frame =>
    unless(frame.readInt16BE(at), -0x8000, number => number / per)
const unsigned =
  (at: number, per: number): Read =>
  frame =>
    unless(frame.readUInt16BE(at), 0xffff, number => number / per)

const weather = {
  temperature: signed(1, 200),
  humidity: unsigned(3, 400),
  pressure: (frame: Buffer) => unless(frame.readUInt16BE(5), 0xffff, number => number + 50_000),
}

/** Reads nine bits: a byte, and the lowest bit from the flags. */
const nineBits = (frame: Buffer, at: number, flagsAt: number, bit: number) =>
  (frame.readUInt8(at) << 1) | ((frame.readUInt8(flagsAt) >> bit) & 1)

/** Reads VOC and NOx, whose lowest bits are in the flags. */
const indices = (at: number, flagsAt: number) => ({
  voc: (frame: Buffer) => unless(nineBits(frame, at, flagsAt, 6), 0x1ff, index => index),
  nox: (frame: Buffer) => unless(nineBits(frame, at + 1, flagsAt, 7), 0x1ff, index => index),
})

/** Reads how loud it is: from 18 dBA in steps of 0.2. */
const loudness =
  (at: number, bit: number): Read =>
  frame =>
    unless(nineBits(frame, at, 28, bit), 0x1ff, code => 18 + code / 5)

/** Decodes a logarithmic scale: 254 steps up to 65,535 lx, each larger than the last by the same factor. */
const logarithmic = (code: number) => unless(code, 0xff, step => 65_536 ** (step / 254) - 1)

/** Decoders by the first byte of a frame. Formats without a code for "not available" always carry all values. */
const readers: Record<number, { bytes: number; values: { [Name in Quantity]?: Read } }> = {
  3: {
    bytes: 14,
    values: {
      humidity: frame => frame.readUInt8(1) / 2,
      // The top bit is the sign; the second byte holds hundredths.
      temperature: frame =>
        ((frame.readUInt8(2) & 0x7f) + frame.readUInt8(3) / 100) * (frame.readUInt8(2) & 0x80 ? -1 : 1),
      pressure: frame => frame.readUInt16BE(4) + 50_000,
      accelerationX: frame => frame.readInt16BE(6) / 1000,
      accelerationY: frame => frame.readInt16BE(8) / 1000,
      accelerationZ: frame => frame.readInt16BE(10) / 1000,
    },
  },
  5: {
    bytes: 24,
    values: {
      ...weather,
      accelerationX: signed(7, 1000),
      accelerationY: signed(9, 1000),
      accelerationZ: signed(11, 1000),
      movement: frame => unless(frame.readUInt8(15), 0xff, count => count),
    },
  },
  6: {
    bytes: 20,
    values: {
      ...weather,
      pm25: unsigned(7, 10),
      co2: unsigned(9, 1),
      ...indices(11, 16),
      luminosity: frame => logarithmic(frame.readUInt8(13)),
    },
  },
  225: {
    bytes: 40,
    values: {
      ...weather,
      pm1: unsigned(7, 10),
      pm25: unsigned(9, 10),
      pm4: unsigned(11, 10),
      pm10: unsigned(13, 10),
      co2: unsigned(15, 1),
      ...indices(17, 28),
      luminosity: frame => unless(frame.readUIntBE(19, 3), 0xffffff, lux => lux / 100),
      soundInstant: loudness(22, 3),
      soundAverage: loudness(23, 4),
      soundPeak: loudness(24, 5),
    },
  },
}
