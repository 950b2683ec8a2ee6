/** Values as a table with fixed columns, which every format of an export is written from. */
import { type Aggregate, aggregate } from '../measurements/aggregate.ts'
import type { Series } from '../measurements/series.ts'

/** A row: its second since 1970, and a value for each column; undefined: none. */
export type Row = { at: number; values: (number | undefined)[] }

/** The values of a sensor in pages of rows, the oldest first. */
export type Table = { sensor: string; name: string; columns: string[]; pages: AsyncIterable<Row[]> }

const statistics: (keyof Aggregate)[] = ['mean', 'min', 'max', 'count']

/** Makes a table: a row for each measurement, or for each step of so many seconds with four columns for each quantity. */
export function tableOf({ sensor, name, quantities, pages }: Series, step: number | undefined): Table {
  if (step === undefined) {
    const rows = mapped(pages, ({ at, values }) => ({
      at,
      values: quantities.map(quantity => rounded(values[quantity])),
    }))
    return { sensor, name, columns: quantities, pages: rows }
  }
  const columns = quantities.flatMap(quantity => statistics.map(statistic => `${quantity}_${statistic}`))
  const rows = mapped(aggregate(pages, step), ({ at, values }) => ({
    at,
    values: quantities.flatMap(quantity => statistics.map(statistic => rounded(values[quantity]?.[statistic]))),
  }))
  return { sensor, name, columns, pages: rows }
}

async function* mapped<Item>(pages: AsyncIterable<Item[]>, rowOf: (item: Item) => Row): AsyncGenerator<Row[]> {
  for await (const page of pages) yield page.map(rowOf)
}

/** Four decimals: as fine as the finest format measures (0.0025 %). Removes digits like those of 0.1 + 0.2. */
const rounded = (value: number | undefined) => (value === undefined ? undefined : Math.round(value * 10_000) / 10_000)
