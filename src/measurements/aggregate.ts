/** Aggregates values by steps of time. */
import type { Reading } from './series.ts'
import type { Quantity } from './values.ts'

/** What the values of a quantity in a step amount to. */
export type Aggregate = { mean: number; min: number; max: number; count: number }

/** The aggregates of a step that begins at a second since 1970. Quantities without values in it are missing. */
export type Step = { at: number; values: Partial<Record<Quantity, Aggregate>> }

type Sums = Map<Quantity, { sum: number; min: number; max: number; count: number }>

/** Aggregates readings, the oldest first, by steps of `seconds` since 1970. Holds one step in memory. */
export async function* aggregate(pages: AsyncIterable<Reading[]>, seconds: number): AsyncGenerator<Step[]> {
  let at = 0
  let sums: Sums = new Map()
  for await (const readings of pages) {
    const done: Step[] = []
    for (const reading of readings) {
      const begin = Math.floor(reading.at / seconds) * seconds
      if (begin !== at) {
        if (sums.size > 0) done.push(stepOf(at, sums))
        at = begin
        sums = new Map()
      }
      add(sums, reading)
    }
    yield done
  }
  if (sums.size > 0) yield [stepOf(at, sums)]
}

function add(sums: Sums, { values }: Reading) {
  for (const [name, value] of Object.entries(values) as [Quantity, number][]) {
    const before = sums.get(name)
    if (!before) {
      sums.set(name, { sum: value, min: value, max: value, count: 1 })
      continue
    }
    before.sum += value
    before.min = Math.min(before.min, value)
    before.max = Math.max(before.max, value)
    before.count++
  }
}

const stepOf = (at: number, sums: Sums): Step => ({
  at,
  values: Object.fromEntries(
    [...sums].map(([name, { sum, min, max, count }]) => [name, { mean: sum / count, min, max, count }]),
  ),
})
