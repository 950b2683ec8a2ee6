/**
 * Draws the lines of a chart as SVG. A path is in units of time and of the last decimal shown, and a viewBox stretches it:
 * so public/chart.js reads the values from it, and nothing is sent twice.
 */
import { html } from 'ghtml'
import { numberFormat } from '../../../measurements/values.ts'
import type { Reader } from '../../time/view.ts'
import { type Axis, timeTicks } from './axis.ts'
import type { Line, Point } from './lines.ts'

/** The range of a chart in seconds since 1970, and who reads its times and numbers. */
export type Frame = { since: number; until: number; reader: Pick<Reader, 'language' | 'zone'> }

/** A line to draw: its class, and the name that tells it from the others. */
export type Stroke = { line: Line; label: string; kind: string }

/** Heights in pixels; the labels of the first and last tick stand half outside of the plot. */
const heights = { top: 8, plot: 200, bottom: 24 }
const height = heights.top + heights.plot + heights.bottom

/** Seconds of one step across in a path: exact where single measurements are shown. */
export const unitOfTime = ({ since, until }: Pick<Frame, 'since' | 'until'>) => (until - since <= 6 * 3_600 ? 1 : 60)

/** Draws the labels of the axis of values. */
export function scale({ low, high, ticks, decimals }: Axis, { language }: Pick<Reader, 'language'>): string {
  const texts = ticks.map(
    tick =>
      html`<text x="44" y="${rounded(yOf(tick, low, high) + 4)}">${numberFormat(language, decimals).format(tick).replace('-', '−')}</text>`,
  )
  return html`<svg class="scale" text-anchor="end" width="52" height="${height}" aria-hidden="true">!${texts}</svg>`
}

const yOf = (value: number, low: number, high: number) => heights.top + ((high - value) / (high - low)) * heights.plot

const rounded = (number: number) => Math.round(number * 100) / 100

/** Draws the lines over a grid; a single line has an area below it, and a band from its lowest to its highest values. */
export function graph(id: string, strokes: Stroke[], axis: Axis, decimals: number, frame: Frame): string {
  const { low, high, ticks } = axis
  const units = 10 ** decimals
  const grid = ticks.map(tick => {
    const y = rounded(yOf(tick, low, high))
    return html`<line x1="0" x2="100%" y1="${y}" y2="${y}"/>`
  })
  const own = strokes.filter(({ kind }) => kind !== 'other')
  const paths = strokes.map(({ line, label, kind }, index) => {
    const places = line.points.map(segment => segment.map(point => placeOf(point, frame, high, units)))
    const floor = Math.round((high - low) * units)
    const under = own.length === 1 && index === 0 ? areas(id, places, floor) : ''
    return html`!${under}<path class="line ${kind}" data-label="${label}" d="${places.map(lineThrough).join('')}"/>`
  })
  const across = Math.max(1, Math.round((frame.until - frame.since) / unitOfTime(frame)))
  return html`<svg class="graph" height="${height}" aria-hidden="true"><g class="grid" text-anchor="middle">!${grid}!${times(frame)}</g>
<svg viewBox="0 0 ${across} ${Math.round((high - low) * units)}" preserveAspectRatio="none" y="${heights.top}" width="100%" height="${heights.plot}" overflow="visible" data-high="${Math.round(high * units)}">
<linearGradient id="fade-${id}" x2="0" y2="1"><stop class="from" offset="0"/><stop class="to" offset="1"/></linearGradient>
!${paths}</svg></svg>`
}

/** Draws the axis of time. Labels near the edges would be cut off. */
function times({ since, until, reader }: Frame): string[] {
  const bottom = heights.top + heights.plot
  return timeTicks(since, until, reader).flatMap(({ at, label, isStrong }) => {
    const x = rounded(((at - since) / (until - since)) * 100)
    const text =
      x > 3 && x < 96
        ? html`<text x="${x}%" y="${height - 4}" !${isStrong ? 'class="strong"' : ''}>${label}</text>`
        : ''
    return html`<line x1="${x}%" x2="${x}%" y1="${isStrong ? heights.top : bottom}" y2="${bottom + 5}"/>!${text}`
  })
}

type Place = { x: number; mean: number; min: number; max: number }

function placeOf({ at, mean, min, max }: Point, frame: Frame, high: number, units: number): Place {
  const down = (value: number) => Math.round(high * units) - Math.round(value * units)
  return { x: Math.round((at - frame.since) / unitOfTime(frame)), mean: down(mean), min: down(min), max: down(max) }
}

/** Draws the area below a line, and the band of its lowest and highest values if there is one. */
function areas(id: string, segments: Place[][], floor: number): string {
  const area = segments
    .filter(({ length }) => length > 1)
    .map(places => {
      const [first, last] = [places[0], places.at(-1)]
      return first && last ? `${lineThrough(places)}V${floor}H${first.x}z` : ''
    })
  const isBand = segments.some(places => places.some(({ min, max }) => min !== max))
  const band = segments.map(places => {
    const back = places.toReversed()
    return `${stepsThrough(places.map(({ x, max }) => [x, max]))} ${stepsThrough(back.map(({ x, min }) => [x, min])).replace('M', 'L')}z`
  })
  return html`<path class="area" fill="url(#fade-${id})" d="${area.join('')}"/>!${isBand ? html`<path class="band" d="${band.join('')}"/>` : ''}`
}

const lineThrough = (places: Place[]) => stepsThrough(places.map(({ x, mean }) => [x, mean]))

function stepsThrough(places: [x: number, y: number][]): string {
  const steps = places.map(([x, y], index) => {
    const [beforeX, beforeY] = places[index - 1] ?? [0, 0]
    return index === 0 ? `M${x} ${y}l` : `${x - beforeX} ${y - beforeY} `
  })
  // A step of zero length makes a single point visible as a dot.
  return places.length === 1 ? `${steps.join('')}0 0` : steps.join('').trimEnd()
}
