/** Draws charts of a sensor's measurements as SVG lines. */
import { html } from 'ghtml'
import { numberOf, type Quantity, quantities, type Values, written } from '../../../measurements/values.ts'
import { dateFormat } from '../../time/date-format.ts'
import { onTheWall, roundTimes } from '../../time/wall-clock.ts'
import { words } from './words.ts'

/**
 * Time spans of a chart: the length in minutes, and the hours between times on the axis and between rows of the table.
 */
export const spans = {
  day: { minutes: 1_440, axis: 6, rows: 3 },
  week: { minutes: 7 * 1_440, axis: 48, rows: 24 },
  month: { minutes: 30 * 1_440, axis: 168, rows: 120 },
} as const

/** A span of time that the charts can show. */
export type Span = keyof typeof spans

/** The values measured at a second (Unix time). */
export type Reading = { at: number; values: Values }

/** The time range of a chart: `span` up to the second `until`, with times in `zone`. */
export type Frame = { span: Span; until: number; zone: string }

/** A value, in the unit shown, at a minute of the frame. */
type Point = { minute: number; value: number }

/** Draws one chart per channel that has values, in the order of `quantities`. */
export function charts(readings: Reading[], frame: Frame): string[] {
  const measured = (Object.keys(quantities) as Quantity[]).filter(name =>
    readings.some(({ values }) => values[name] !== undefined),
  )
  const channels = grouped(measured, name => quantities[name].channel)
  return [...channels].map(([channel, names]) => chart(channel, names, readings, frame))
}

function chart(channel: string, names: Quantity[], readings: Reading[], frame: Frame): string {
  const [first] = names
  if (!first) return ''
  const lines = names.map(name => ({ name, ...lineOf(name, readings, frame) }))
  const { decimals, unit } = quantities[first]
  const axis = axisOf(Math.min(...lines.map(({ low }) => low)), Math.max(...lines.map(({ high }) => high)), decimals)
  const title = names.length === 1 ? quantities[first].name : common(names)
  const sentences = lines.map(({ name, ...line }) =>
    words.sentence(
      quantities[name].name,
      words.ofSpan[frame.span],
      valueText(name, line.last),
      valueText(name, line.low),
      valueText(name, line.high),
    ),
  )
  return html`<figure class="sheet chart" id="chart-${channel}">
<figcaption><h3>${title}</h3>!${lines.map(
    ({ name, last, low, high }, index) => html`
<p>!${lines.length > 1 ? sample(index, own(name, title)) : ''}<b>${valueText(name, last)}</b> <span class="faint">${range(name, low, high)}</span></p>`,
  )}</figcaption>
<div class="plot" id="plot-${channel}" role="img" aria-label="${sentences.join(' ')}" data-from="${frame.until - spans[frame.span].minutes * 60}" data-zone="${frame.zone}" data-decimals="${decimals}" data-unit="${unit}">
!${scale(axis)}
!${graph(
    lines.map(line => ({ ...line, label: lines.length > 1 ? own(line.name, title) : '' })),
    axis,
    decimals,
    frame,
  )}
</div>
<details><summary>${words.table}</summary>
!${table(lines, title, frame)}
</details>
</figure>`
}

function grouped<Item, Key>(items: Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** Converts a value from the unit shown back to the stored unit, which `written` expects. */
const inUnits = (name: Quantity, value: number) => value * quantities[name].per
const valueText = (name: Quantity, value: number) => written(name, inUnits(name, value))

function range(name: Quantity, low: number, high: number): string {
  const least = numberOf(name, inUnits(name, low))
  return least === numberOf(name, inUnits(name, high))
    ? words.always(valueText(name, high))
    : words.between(least, valueText(name, high))
}

/** The common start of names of quantities ("Fine dust"), and the rest of one name ("PM 2.5"). */
const common = (names: Quantity[]) =>
  names[0] ? quantities[names[0]].name.replace(/ (X|PM .*|average|instant|peak)$/, '') : ''
const own = (name: Quantity, title: string) => quantities[name].name.slice(title.length).trim()

/** Draws a legend entry: a short piece of the line, and its name. */
const sample = (index: number, name: string) =>
  html`<svg class="sample line-${index}" width="28" height="10" aria-hidden="true"><path d="M2 5h24"/></svg>${name} `

const heights = { top: 20, plot: 112, bottom: 22 }
const height = heights.top + heights.plot + heights.bottom

type Axis = { low: number; high: number; ticks: number[]; decimals: number }
type Line = { points: Point[][]; low: number; high: number; last: number }

/** Draws the labels of the value axis. */
function scale({ low, high, ticks, decimals }: Axis): string {
  const texts = ticks.map(
    tick => html`<text x="46" y="${rounded(yOf(tick, low, high) + 4)}">${labelOf(tick, decimals)}</text>`,
  )
  return html`<svg class="scale" text-anchor="end" width="52" height="${height}" aria-hidden="true">!${texts}</svg>`
}

const labelOf = (tick: number, decimals: number) =>
  tick.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace('-', '−')

const yOf = (value: number, low: number, high: number) => heights.top + ((high - value) / (high - low)) * heights.plot

const rounded = (number: number) => Math.round(number * 100) / 100

/**
 * Draws the lines and the time axis. Paths are in minutes and units of the last shown decimal, so that public/chart.js
 * can read the values from them; the viewBox stretches them to the available size.
 */
function graph(
  lines: (Line & { label: string })[],
  { low, high, ticks }: Axis,
  decimals: number,
  { span, until, zone }: Frame,
): string {
  const { minutes, axis } = spans[span]
  const from = until - minutes * 60
  const grid = ticks.map(tick => {
    const y = rounded(yOf(tick, low, high))
    return html`<line x1="0" x2="100%" y1="${y}" y2="${y}"/>`
  })
  const times = roundTimes(new Date(from * 1000), new Date(until * 1000), axis, zone)
    .map(at => ({ at, x: rounded((at.getTime() / 1000 - from) / (minutes * 0.6)) }))
    // Labels near the edges would be cut off.
    .filter(({ x }) => x > 4 && x < 96)
    .map(
      ({ at, x }) =>
        html`<line x1="${x}%" x2="${x}%" y1="${heights.top + heights.plot}" y2="${heights.top + heights.plot + 4}"/><text x="${x}%" y="${height - 4}">${timeOf(at, span, zone)}</text>`,
    )
  const units = 10 ** decimals
  const paths = lines.map(
    ({ points, label }, index) =>
      html`<path class="line-${index}" data-label="${label}" d="${points.map(segment => drawn(segment, high, units)).join('')}"/>`,
  )
  return html`<svg class="graph" height="${height}" aria-hidden="true"><g text-anchor="middle">!${grid}!${times}</g>
<svg viewBox="0 0 ${minutes} ${Math.round((high - low) * units)}" preserveAspectRatio="none" y="${heights.top}" width="100%" height="${heights.plot}" overflow="visible" data-high="${Math.round(high * units)}">!${paths}</svg></svg>`
}

function drawn(points: Point[], high: number, units: number): string {
  const places = points.map(
    ({ minute, value }) => [minute, Math.round(high * units) - Math.round(value * units)] as const,
  )
  const steps = places.map(([x, y], index) => {
    const [beforeX, beforeY] = places[index - 1] ?? [0, 0]
    return index === 0 ? `M${x} ${y}l` : `${x - beforeX} ${y - beforeY} `
  })
  // A step of zero length makes a single point visible as a dot.
  return points.length === 1 ? `${steps.join('')}0 0` : steps.join('').trimEnd()
}

const weekday = { weekday: 'short', day: 'numeric' } as const
const dayOfMonth = { day: 'numeric', month: 'short' } as const

function timeOf(at: Date, span: Span, zone: string): string {
  const shown = onTheWall(at, zone)
  if (span === 'day') return shown.slice(11)
  return dateFormat('en-GB', zone, span === 'week' ? weekday : dayOfMonth).format(at)
}

/**
 * Returns three to six round ticks that enclose all values. The axis has a minimum height, so that noise does not fill
 * it.
 */
export function axisOf(low: number, high: number, decimals: number): Axis {
  const least = { 0: 10, 1: 2, 2: 1, 3: 0.1 }[decimals] ?? 1
  const missing = Math.max(0, least - (high - low)) / 2
  const wide = Math.max(least, high - low)
  const power = 10 ** Math.floor(Math.log10(wide / 3))
  const step = ([1, 2, 5, 10].find(factor => wide / (factor * power) <= 4) ?? 10) * power
  // If no value is negative, the axis does not go below zero.
  const below = low >= 0 ? Math.min(low, missing) : missing
  const first = Math.floor(tidy((low - below) / step))
  const last = Math.ceil(tidy((high + 2 * missing - below) / step))
  const ticks = Array.from({ length: last - first + 1 }, (_, n) => tidy((first + n) * step))
  const shown = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks, decimals: shown }
}

const tidy = (number: number) => Math.round(number * 1e6) / 1e6

/** Computes the line of a quantity: interrupted where measurements are missing, thinned to about 300 points. */
function lineOf(name: Quantity, readings: Reading[], { span, until }: Frame): Line {
  const { minutes } = spans[span]
  const from = until - minutes * 60
  const points = readings.flatMap(({ at, values }) => {
    const value = values[name]
    return value === undefined ? [] : [{ minute: Math.round((at - from) / 60), value: value / quantities[name].per }]
  })
  const values = points.map(({ value }) => value)
  const bucket = Math.ceil(minutes / 150)
  return {
    points: segmentsOf(points, bucket).map(segment => thinned(segment, bucket)),
    low: values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    high: values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    last: values.at(-1) ?? 0,
  }
}

/**
 * Splits a line at gaps of over four median intervals (more than three missing measurements) and over `least` minutes.
 */
export function segmentsOf(points: Point[], least: number): Point[][] {
  const gaps = points.slice(1).map(({ minute }, index) => minute - (points[index]?.minute ?? 0))
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  const most = Math.max(4 * usual, least)
  const segments: Point[][] = []
  for (const point of points) {
    const last = segments.at(-1)
    if (last && point.minute - (last.at(-1)?.minute ?? 0) <= most) last.push(point)
    else segments.push([point])
  }
  return segments
}

/** Keeps the lowest and the highest point of every `minutes` minutes, so that no peak is lost. */
export function thinned(points: Point[], minutes: number): Point[] {
  const buckets = grouped(points, ({ minute }) => Math.floor(minute / minutes))
  return [...buckets.values()].flatMap(bucket => {
    const [first] = bucket
    if (!first || bucket.length < 3) return bucket
    const low = bucket.reduce((a, b) => (b.value < a.value ? b : a), first)
    const high = bucket.reduce((a, b) => (b.value > a.value ? b : a), first)
    if (low === high) return [low]
    return low.minute < high.minute ? [low, high] : [high, low]
  })
}

/** Renders a table with the lowest and the highest value per row of a few hours, in local time. */
function table(lines: (Line & { name: Quantity })[], title: string, { span, until, zone }: Frame): string {
  const { minutes, rows } = spans[span]
  const from = until - minutes * 60
  const begins = [
    0,
    ...roundTimes(new Date(from * 1000), new Date(until * 1000), rows, zone)
      .map(at => (at.getTime() / 1000 - from) / 60)
      .filter(minute => minute > 0 && minute < minutes),
  ]
  const heads = lines.map(({ name }) => html`<th scope="col">${lines.length > 1 ? own(name, title) : title}</th>`)
  const body = begins.map((begin, index) => {
    const end = begins[index + 1] ?? minutes + 1
    const cells = lines.map(({ name, points }) => {
      const values = points
        .flat()
        .filter(({ minute }) => minute >= begin && minute < end)
        .map(({ value }) => value)
      if (values.length === 0) return html`<td>${words.none}</td>`
      const [low, high] = [Math.min(...values), Math.max(...values)]
      return html`<td>${range(name, low, high)}</td>`
    })
    const at = new Date((from + begin * 60) * 1000)
    return html`<tr><th scope="row">${span === 'month' ? '' : `${dayOf(at, zone)} `}${timeOf(at, span === 'month' ? 'month' : 'day', zone)}</th>!${cells}</tr>`
  })
  return html`<table><thead><tr><th scope="col">${words.time}</th>!${heads}</tr></thead><tbody>!${body}</tbody></table>`
}

const dayOf = (at: Date, zone: string) => timeOf(at, 'week', zone)
