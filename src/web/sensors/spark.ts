/** Sparklines: the last day of a quantity as a small line without axes. */
import { html } from 'ghtml'
import type { Reading } from '../../measurements/series.ts'
import type { Quantity, Scales } from '../../measurements/values.ts'

const minutesOfDay = 1_440

/** The least height of a sparkline in steps of the last decimal, so that noise does not fill it. */
const leastSteps: Readonly<Record<number, number>> = { 0: 10, 1: 20, 2: 100, 3: 100 }

/**
 * Draws a quantity of readings in the units of `scales`, the oldest first, up to the second `until`. A step across is a
 * minute and a step up is the last decimal shown, as in charts. Without two points there is no line.
 */
export function sparkline(quantity: Quantity, readings: Reading[], scales: Scales, until: number): string {
  const { decimals, per } = scales[quantity]
  const points = readings.flatMap(({ at, values }) => {
    const value = values[quantity]
    const minute = minutesOfDay - Math.round((until - at) / 60)
    if (value === undefined || minute < 0) return []
    return [{ minute: Math.min(minute, minutesOfDay), steps: Math.round((value / per) * 10 ** decimals) }]
  })
  if (points.length < 2) return ''
  const all = points.map(({ steps }) => steps)
  const missing = Math.max(0, (leastSteps[decimals] ?? 10) - (Math.max(...all) - Math.min(...all)))
  const high = Math.max(...all) + Math.ceil(missing / 2)
  const height = Math.max(...all) - Math.min(...all) + missing
  return html`<svg class="spark" viewBox="0 0 ${minutesOfDay} ${height}" preserveAspectRatio="none" aria-hidden="true"><path d="!${path(points, high)}"/></svg>`
}

type Point = { minute: number; steps: number }

/** Longest step across that is drawn, in minutes: two of the longest spans between points. The line breaks at a longer. */
const longest = 240

function path(points: Point[], high: number): string {
  return points
    .map(({ minute, steps }, index) => {
      const before = points[index - 1]
      if (!before || minute - before.minute > longest) return `M${minute} ${high - steps}l0 0`
      return ` ${minute - before.minute} ${before.steps - steps}`
    })
    .join('')
}
