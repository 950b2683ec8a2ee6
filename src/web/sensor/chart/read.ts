/** Reads what the charts of a sensor show. */
import type { Database } from '../../../db/open.ts'
import { read } from '../../../measurements/read.ts'
import type { Caller } from '../../../people/caller.ts'
import { textIn } from '../../frame/form.ts'
import { readingOf } from '../shown/read.ts'
import { type Span, spans } from './chart.ts'

/** Limit of measurements per chart. A day with more of them is read again at one per 15 minutes. */
const mostReadings = 5_000

/** Returns the span of the charts that a query names. */
export function spanIn(query: unknown): Span {
  const span = textIn(query, 'span')
  return Object.hasOwn(spans, span) ? (span as Span) : 'day'
}

/** Reads what a sensor measured in a span that ends now, the oldest first. */
export async function readReadings(db: Database, caller: Caller, sensor: string, span: Span, now: number) {
  const since = now - spans[span].minutes * 60
  const range = { sensor, since, until: now, limit: mostReadings, sort: 'desc' } as const
  const isDay = span === 'day'
  const history = await read(db, caller, { ...range, mode: isDay ? 'dense' : 'sparse' })
  const isCut = isDay && history.measurements.length === mostReadings
  const { measurements, ...offsets } = isCut ? await read(db, caller, { ...range, mode: 'sparse' }) : history
  return measurements.reverse().map(measurement => readingOf(measurement, offsets))
}
