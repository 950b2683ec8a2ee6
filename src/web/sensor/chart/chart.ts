/** Draws a chart of each channel that a sensor measured in a range. */
import { html } from 'ghtml'
import type { Buckets } from '../../../measurements/buckets.ts'
import { type Quantity, quantities, type Scales } from '../../../measurements/values.ts'
import { nameOr } from '../../frame/names.ts'
import type { Reader } from '../../time/view.ts'
import { texts as unitTexts } from '../../units/words.ts'
import { axisOf } from './axis.ts'
import { type Frame, graph, type Stroke, scale, unitOfTime } from './draw.ts'
import { type Line, lineOf } from './lines.ts'
import { table } from './table.ts'
import { numberText, valueText } from './unit.ts'
import { texts } from './words.ts'

/** What the charts show: a sensor, perhaps another one to compare it with, and how the range is called. */
export type Charted = {
  own: Buckets
  other: Buckets | undefined
  scales: Scales
  span: string
  now: number
}

/** The quantity that stands for a channel with several when two sensors are compared. */
const standsFor: Partial<Record<string, Quantity>> = { pm: 'pm25', sound: 'soundAverage' }

/** Draws one chart per channel that has values, in the order of `quantities`. */
export function charts(charted: Charted, reader: Reader): string[] {
  const lines = new Map<string, Line[]>()
  for (const name of Object.keys(quantities) as Quantity[]) {
    const line = lineOf(name, charted.own, charted.now, charted.scales)
    const { channel } = quantities[name]
    if (line) lines.set(channel, [...(lines.get(channel) ?? []), line])
  }
  return [...lines].map(([channel, ofChannel]) => chart(channel, ofChannel, charted, reader))
}

function chart(channel: string, lines: Line[], { own, other, scales, span, now }: Charted, reader: Reader): string {
  const words = texts[reader.language]
  const [first] = lines
  if (!first) return ''
  const title = lines.length === 1 ? scales[first.name].name : (unitTexts[reader.language].channels[channel] ?? channel)
  const compared = lines.length === 1 ? first.name : standsFor[channel]
  const others = (compared && other && lineOf(compared, other, now, scales)) || undefined
  const { decimals, unit } = scales[first.name]
  const every = others ? [...lines, others] : lines
  const axis = axisOf(Math.min(...every.map(({ low }) => low)), Math.max(...every.map(({ high }) => high)), decimals)
  const frame: Frame = { since: own.since, until: own.until, reader }
  const strokes = strokesOf(lines, own, others && other ? { line: others, sensor: other } : undefined, reader)
  const sentences = strokes.map(({ line, label, kind }) =>
    words.sentence(kind === 'other' ? `${title}, ${label}` : scales[line.name].name, span, ...valuesOf(line)),
  )
  return html`<figure class="sheet chart q-${channel}" id="chart-${channel}">
<figcaption><h3>${title}</h3>!${lines.length === 1 ? head(first, reader) : ''}!${strokes.length > 1 ? legend(strokes, reader) : ''}</figcaption>
<div class="plot" id="plot-${channel}" role="img" aria-label="${sentences.join(' ')}" data-since="${frame.since}" data-until="${frame.until}" data-step="${unitOfTime(frame)}" data-zone="${reader.zone}" data-decimals="${decimals}" data-unit="${unit}">
!${scale(axis, reader)}
!${graph(channel, strokes, axis, decimals, frame)}
</div>
<details><summary>${words.table}</summary>
!${table(
    every,
    strokes.map(({ label }) => label || title),
    frame,
    reader,
  )}
</details>
</figure>`
}

/** Names the lines: those of a channel by what is special of them, those of two sensors by the sensors. */
function strokesOf(
  lines: Line[],
  own: Buckets,
  other: { line: Line; sensor: Buckets } | undefined,
  { language }: Pick<Reader, 'language'>,
): Stroke[] {
  const { parts } = unitTexts[language]
  const ownName = other && lines.length === 1 ? nameOr(own.name, own.sensor) : ''
  const strokes = lines.map((line, index) => ({
    line,
    label: lines.length > 1 ? (parts[line.name] ?? '') : ownName,
    kind: `line-${index}`,
  }))
  return other
    ? [...strokes, { line: other.line, label: nameOr(other.sensor.name, other.sensor.sensor), kind: 'other' }]
    : strokes
}

const valuesOf = (line: Line) =>
  [valueText(line, line.last), valueText(line, line.low), valueText(line, line.high)] as const

/** Shows the last value in large type, and what the range amounts to. */
function head(line: Line, reader: Reader): string {
  const words = texts[reader.language]
  const { last, low, mean, high } = line
  const { unit } = line.scales[line.name]
  const facts = [
    [words.lowest, low],
    [words.mean, mean],
    [words.highest, high],
  ] as const
  return html`<p class="last">${numberText(line, last)} <small>${unit}</small></p>
<dl class="stats">!${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${numberText(line, value)}</dd></div>`)}</dl>`
}

function legend(strokes: Stroke[], reader: Reader): string {
  const words = texts[reader.language]
  const items = strokes.map(({ line, label, kind }) => {
    const [last, low, high] = valuesOf(line)
    return html`<li><svg class="sample" width="28" height="10" aria-hidden="true"><path class="line ${kind}" d="M2 5h24"/></svg><bdi>${label}</bdi> <b>${last}</b> <span class="faint">${low === high ? words.always : words.between(numberText(line, line.low), high)}</span></li>`
  })
  return html`<ul class="legend">!${items}</ul>`
}
