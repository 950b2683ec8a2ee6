/** Decodes advertisements in SQL, so that a statement can aggregate them. Gives the same values as `decode`. */
import { type RawBuilder, sql } from 'kysely'
import type { Quantity } from './values.ts'

/** Byte of a frame, the format's first byte being 0; two bytes; two bytes with a sign. */
const u8 = (at: number) => `get_byte(frame, ${at})`
const u16 = (at: number) => `(${u8(at)} << 8) + ${u8(at + 1)}`
const signed = (at: number, per: number) =>
  `(case when ${u8(at)} > 127 then nullif(${u16(at)}, 32768) - 65536 else ${u16(at)} end) / ${per}::float8`
const unsigned = (at: number, per = 1) => `nullif(${u16(at)}, 65535) / ${per}::float8`
/** Nine bits: a byte, and the lowest bit from the flags. */
const nine = (at: number, flagsAt: number, bit: number) =>
  `nullif((${u8(at)} << 1) + ((${u8(flagsAt)} >> ${bit}) & 1), 511)::float8`
const loud = (at: number, bit: number) => `18 + ${nine(at, 28, bit)} / 5`

const weather = {
  temperature: signed(1, 200),
  humidity: unsigned(3, 400),
  pressure: `nullif(${u16(5)}, 65535) + 50000::float8`,
}

type Format = { bytes: number; values: { [Name in Quantity]?: string } }

/** The data formats by their first byte: the values of each, and the minimum length of its frame in bytes. */
const formats: Record<number, Format> = {
  3: {
    bytes: 14,
    values: {
      humidity: `${u8(1)} / 2::float8`,
      temperature: `((${u8(2)} & 127) + ${u8(3)} / 100::float8) * (case when ${u8(2)} > 127 then -1 else 1 end)`,
      pressure: `${u16(4)} + 50000::float8`,
      ...axes(at => `(case when ${u8(at)} > 127 then ${u16(at)} - 65536 else ${u16(at)} end) / 1000::float8`, 6),
    },
  },
  5: {
    bytes: 24,
    values: { ...weather, ...axes(at => signed(at, 1000), 7), movement: `nullif(${u8(15)}, 255)::float8` },
  },
  6: {
    bytes: 20,
    values: {
      ...weather,
      pm25: unsigned(7, 10),
      co2: unsigned(9),
      voc: nine(11, 16, 6),
      nox: nine(12, 16, 7),
      luminosity: `power(65536::float8, nullif(${u8(13)}, 255) / 254::float8) - 1`,
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
      co2: unsigned(15),
      voc: nine(17, 28, 6),
      nox: nine(18, 28, 7),
      luminosity: `nullif((${u8(19)} << 16) + ${u16(20)}, 16777215) / 100::float8`,
      soundInstant: loud(22, 3),
      soundAverage: loud(23, 4),
      soundPeak: loud(24, 5),
    },
  },
}

function axes(value: (at: number) => string, first: number) {
  return { accelerationX: value(first), accelerationY: value(first + 2), accelerationZ: value(first + 4) }
}

/** Computes a quantity from the columns `format` and `frame` of `frames`; null: not available. */
export function decodedValue(quantity: Quantity): RawBuilder<number | null> {
  const cases = Object.entries(formats).flatMap(([format, { values }]) =>
    values[quantity] ? [`when ${format} then ${values[quantity]}`] : [],
  )
  return sql.raw(`case format ${cases.join(' ')} end`)
}

/**
 * Names queries that decode `rows`, a query with `at` and `data`: the last one, `frames`, has the columns `at`, `format`
 * (null: none that is known) and `frame`. Each is materialized, or every byte read would decode the text again.
 */
export const frames = (rows: RawBuilder<unknown>) => sql`
  packets as materialized (
    select at, packet, position('\\xff9904'::bytea in packet) as place
    from (
      select at, case
        when translate(data, '0123456789abcdefABCDEF', '') = '' and length(data) % 2 = 0 then decode(data, 'hex')
        else ''
      end as packet
      from (${rows}) as rows
    ) as bytes
  ),
  -- Ruuvi's structure is the first of the packet, or the second: its length comes before the bytes of its type and company.
  structures as materialized (
    select at, substring(packet from place + 3 for greatest(0, get_byte(packet, place - 2) - 3)) as frame
    from packets
    where place = 2 or place > 2 and place in (
      get_byte(packet, 0) + 3,
      get_byte(packet, 0) + 3 + get_byte(packet, least(get_byte(packet, 0) + 1, length(packet) - 1)) + 1
    )
  ),
  frames as materialized (
    select at, frame, case
      ${sql.raw(
        Object.entries(formats)
          .map(([format, { bytes }]) => `when length(frame) >= ${bytes} and ${u8(0)} = ${format} then ${format}`)
          .join('\n      '),
      )}
    end as format
    from structures
  )`
