/** The table of a chart, for those who do not see it: the lowest and the highest value in each span of a few hours or days. */
import { html } from 'ghtml'
import { dateFormat } from '../../time/date-format.ts'
import type { Reader } from '../../time/view.ts'
import { onTheWall, roundTimes } from '../../time/wall-clock.ts'
import type { Frame } from './draw.ts'
import type { Line } from './lines.ts'
import { numberText, valueText } from './unit.ts'
import { texts } from './words.ts'

/** Hours that a row can span. */
const lengths = [0.25, 1, 3, 6, 24, 120, 720, 2_160]
const mostRows = 12

/** Renders the table in local time. A column has the heading of its line. */
export function table(lines: Line[], headings: string[], { since, until }: Frame, reader: Reader): string {
  const words = texts[reader.language]
  const hours = lengths.find(length => (until - since) / 3_600 / length <= mostRows) ?? 8_760
  const [from, to] = [new Date(since * 1000), new Date(until * 1000)]
  const rounds = roundTimes(from, to, hours, reader.zone).map(at => at.getTime() / 1000)
  const begins = [...new Set([since, ...rounds])].filter(at => at >= since && at < until).sort((a, b) => a - b)
  const rows = begins.map((begin, index) => {
    const end = begins[index + 1] ?? until + 1
    const cells = lines.map(line => html`<td>${rangeIn(line, begin, end, reader)}</td>`)
    return html`<tr><th scope="row">${timeOf(new Date(begin * 1000), hours, reader)}</th>!${cells}</tr>`
  })
  const heads = headings.map(heading => html`<th scope="col">${heading}</th>`)
  return html`<table><thead><tr><th scope="col">${words.time}</th>!${heads}</tr></thead><tbody>!${rows}</tbody></table>`
}

function rangeIn(line: Line, begin: number, end: number, reader: Reader): string {
  const words = texts[reader.language]
  const found = line.points.flat().filter(({ at }) => at >= begin && at < end)
  if (found.length === 0) return words.none
  const low = Math.min(...found.map(({ min }) => min))
  const high = Math.max(...found.map(({ max }) => max))
  const least = numberText(line, low)
  return least === numberText(line, high) ? valueText(line, high) : words.between(least, valueText(line, high))
}

function timeOf(at: Date, hours: number, { language, zone }: Reader): string {
  const day = dateFormat(language, zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(at)
  return hours < 24 ? `${day} ${onTheWall(at, zone).slice(11)}` : day
}
