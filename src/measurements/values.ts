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

/** Names of channels for people. */
export const channelNames: Readonly<Record<string, string>> = {
  temperature: 'Temperature',
  humidity: 'Humidity',
  pressure: 'Air pressure',
  co2: 'Carbon dioxide',
  pm: 'Fine dust',
  voc: 'VOC',
  nox: 'NOx',
  luminosity: 'Light',
  sound: 'Sound',
  acceleration: 'Acceleration',
  movement: 'Movement',
}

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

/** Decodes an advertisement in hex; returns no values if it is not Ruuvi's or its format is unknown. */
export function decode(data: string): Values {
  const frame = frameIn(data)
  const read = frame && readers[frame[0] ?? 0]
  if (!read || frame.length < read.bytes) return {}
  const values: Values = {}
  const found = read.values(frame)
  for (const name of Object.keys(found) as Quantity[]) if (found[name] !== undefined) values[name] = found[name]
  return values
}

/** Corrections that the owner has set for a sensor's values, in °C, % and Pa. */
export type Offsets = { offsetTemperature: number; offsetHumidity: number; offsetPressure: number }

/** Adds the offsets, as Ruuvi's apps do; humidity stays within 0 to 100 %. */
export function corrected(values: Values, { offsetTemperature, offsetHumidity, offsetPressure }: Offsets): Values {
  const { temperature, humidity, pressure } = values
  return {
    ...values,
    ...(temperature !== undefined && { temperature: temperature + offsetTemperature }),
    ...(humidity !== undefined && { humidity: Math.min(100, Math.max(0, humidity + offsetHumidity)) }),
    ...(pressure !== undefined && { pressure: pressure + offsetPressure }),
  }
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

type Read = { [Name in Quantity]?: number | undefined }

/** Decoders by the first byte of a frame. Formats without a code for "not available" always carry all values. */
const readers: Record<number, { bytes: number; values: (frame: Buffer) => Read }> = {
  3: {
    bytes: 14,
    values: frame => ({
      humidity: frame.readUInt8(1) / 2,
      // The top bit is the sign; the second byte holds hundredths.
      temperature: ((frame.readUInt8(2) & 0x7f) + frame.readUInt8(3) / 100) * (frame.readUInt8(2) & 0x80 ? -1 : 1),
      pressure: frame.readUInt16BE(4) + 50_000,
      accelerationX: frame.readInt16BE(6) / 1000,
      accelerationY: frame.readInt16BE(8) / 1000,
      accelerationZ: frame.readInt16BE(10) / 1000,
    }),
  },
  5: {
    bytes: 24,
    values: frame => ({
      ...weather(frame),
      accelerationX: signed(frame, 7, 1000),
      accelerationY: signed(frame, 9, 1000),
      accelerationZ: signed(frame, 11, 1000),
      movement: unless(frame.readUInt8(15), 0xff, count => count),
    }),
  },
  6: {
    bytes: 20,
    values: frame => ({
      ...weather(frame),
      pm25: unsigned(frame, 7, 10),
      co2: unsigned(frame, 9, 1),
      ...indices(frame, 11, 16),
      luminosity: logarithmic(frame.readUInt8(13)),
    }),
  },
  225: {
    bytes: 40,
    values: frame => ({
      ...weather(frame),
      pm1: unsigned(frame, 7, 10),
      pm25: unsigned(frame, 9, 10),
      pm4: unsigned(frame, 11, 10),
      pm10: unsigned(frame, 13, 10),
      co2: unsigned(frame, 15, 1),
      ...indices(frame, 17, 28),
      luminosity: unless(frame.readUIntBE(19, 3), 0xffffff, lux => lux / 100),
      soundInstant: loudness(frame, 22, 3),
      soundAverage: loudness(frame, 23, 4),
      soundPeak: loudness(frame, 24, 5),
    }),
  },
}

const unless = (code: number, notAvailable: number, value: (code: number) => number) =>
  code === notAvailable ? undefined : value(code)

const signed = (frame: Buffer, at: number, per: number) =>
  unless(frame.readInt16BE(at), -0x8000, number => number / per)
const unsigned = (frame: Buffer, at: number, per: number) =>
  unless(frame.readUInt16BE(at), 0xffff, number => number / per)

const weather = (frame: Buffer): Read => ({
  temperature: signed(frame, 1, 200),
  humidity: unsigned(frame, 3, 400),
  pressure: unless(frame.readUInt16BE(5), 0xffff, number => number + 50_000),
})

/** Reads VOC and NOx, whose lowest bits are in the flags. */
const indices = (frame: Buffer, at: number, flagsAt: number): Read => ({
  voc: unless(nineBits(frame, at, flagsAt, 6), 0x1ff, index => index),
  nox: unless(nineBits(frame, at + 1, flagsAt, 7), 0x1ff, index => index),
})

/** Reads how loud it is: from 18 dBA in steps of 0.2. */
const loudness = (frame: Buffer, at: number, bit: number) =>
  unless(nineBits(frame, at, 28, bit), 0x1ff, code => 18 + code / 5)

/** Reads nine bits: a byte, and the lowest bit from the flags. */
const nineBits = (frame: Buffer, at: number, flagsAt: number, bit: number) =>
  (frame.readUInt8(at) << 1) | ((frame.readUInt8(flagsAt) >> bit) & 1)

/** Decodes a logarithmic scale: 254 steps up to 65,535 lx, each larger than the last by the same factor. */
const logarithmic = (code: number) => unless(code, 0xff, step => 65_536 ** (step / 254) - 1)
