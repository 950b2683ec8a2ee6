/** The units in which charts show quantities. The only place of the charts that applies a unit. */
import type { Buckets } from '../../../measurements/buckets.ts'
import { inUnits, type Units } from '../../../measurements/units.ts'
import { numberOf, type Quantity, type Scales, written } from '../../../measurements/values.ts'
import type { Reader } from '../../time/view.ts'
import { scalesFor } from '../../units/scales.ts'

/** Units of a chart: humidity stays relative, because no other can be computed from its lowest and highest values. */
const inCharts = (units: Units): Units => ({ ...units, humidity: '0' })

/** Returns how charts name and write quantities in units. */
export const scalesOf = (units: Units, reader: Pick<Reader, 'language'>): Scales => scalesFor(inCharts(units), reader)

/** Converts what a sensor measured in a range to units. */
export function bucketsIn(measured: Buckets, units: Units): Buckets {
  const convert = (celsius: number) => inUnits({ temperature: celsius }, units).temperature ?? celsius
  const { buckets, last } = measured
  return {
    ...measured,
    buckets: buckets.map(bucket => {
      const { temperature } = bucket.values
      if (!temperature) return bucket
      const { mean, min, max, count } = temperature
      const converted = { mean: convert(mean), min: convert(min), max: convert(max), count }
      return { ...bucket, values: { ...bucket.values, temperature: converted } }
    }),
    last: last && { ...last, values: inUnits(last.values, inCharts(units)) },
  }
}

/** Converts a value of `bucketsIn` to the one shown: pressure is still in Pa. */
export const shownValue = (name: Quantity, converted: number, scales: Scales): number => converted / scales[name].per

/** A quantity, and how it is written. */
type Scaled = { name: Quantity; scales: Scales }

/** Writes a value that is in the unit shown: with its unit, or as a number alone. */
export const valueText = ({ name, scales }: Scaled, shown: number): string =>
  written(name, shown * scales[name].per, scales)
export const numberText = ({ name, scales }: Scaled, shown: number): string =>
  numberOf(name, shown * scales[name].per, scales)
