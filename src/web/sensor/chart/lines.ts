/** The lines of a chart: what a quantity was in each bucket of time, broken where measurements are missing. */
import type { Buckets } from '../../../measurements/buckets.ts'
import type { Quantity, Scales } from '../../../measurements/values.ts'
import { shownValue } from './unit.ts'

/** What a quantity was in a bucket, in the unit shown; `at` is a second since 1970. */
export type Point = { at: number; mean: number; min: number; max: number }

/** The line of a quantity in a range. `mean` weighs each bucket alike, however many measurements it has. */
export type Line = {
  name: Quantity
  scales: Scales
  points: Point[][]
  low: number
  high: number
  mean: number
  last: number
}

/** Measurements of the last day are complete; older ones are thinned out, so they are farther from each other. */
const whole = 86_400

/** Computes the line of a quantity; undefined if it was not measured. `now` is a second since 1970. */
export function lineOf(
  name: Quantity,
  { buckets, since, until, last }: Buckets,
  now: number,
  scales: Scales,
): Line | undefined {
  const points = buckets.flatMap(({ at, values }) => {
    const found = values[name]
    if (!found) return []
    const [mean, min, max] = [found.mean, found.min, found.max].map(value => shownValue(name, value, scales))
    return [{ at, mean: mean ?? 0, min: min ?? 0, max: max ?? 0 }]
  })
  const newest = points.at(-1)
  if (!newest) return undefined
  const measured = last?.values[name]
  return {
    name,
    scales,
    points: segmentsOf(points, ((until - since) / 300) * 2, now - whole),
    low: Math.min(...points.map(({ min }) => min)),
    high: Math.max(...points.map(({ max }) => max)),
    mean: points.reduce((sum, { mean }) => sum + mean, 0) / points.length,
    last: measured === undefined ? newest.mean : shownValue(name, measured, scales),
  }
}

/**
 * Splits points at gaps of over four usual intervals (more than three missing measurements) and over `least` seconds. The
 * usual interval before `wholeFrom` is another than after it.
 */
export function segmentsOf<Place extends { at: number }>(points: Place[], least: number, wholeFrom: number): Place[][] {
  const [before, after] = [points.filter(({ at }) => at < wholeFrom), points.filter(({ at }) => at >= wholeFrom)]
  const usual = { before: usualGap(before), after: usualGap(after) }
  const segments: Place[][] = []
  for (const point of points) {
    const last = segments.at(-1)
    const gap = point.at - (last?.at(-1)?.at ?? 0)
    const isBefore = point.at - gap < wholeFrom
    if (last && gap <= Math.max(4 * (isBefore ? usual.before : usual.after), least)) last.push(point)
    else segments.push([point])
  }
  return segments
}

function usualGap(points: { at: number }[]): number {
  const gaps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? 0))
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
}
