/** The charts of a sensor's page, with what chooses their range. */
import { html } from 'ghtml'
import type { Buckets } from '../../../measurements/buckets.ts'
import type { Units } from '../../../measurements/units.ts'
import { nameOr } from '../../frame/names.ts'
import type { Reader } from '../../time/view.ts'
import { charts } from './chart.ts'
import { type Comparable, controls } from './controls.ts'
import { presentOf, type Range } from './ranges.ts'
import { bucketsIn, scalesOf } from './unit.ts'
import { texts } from './words.ts'

/** What a sensor measured in a range, and another one that may be compared with it. */
export type ChartContent = {
  range: Range
  own: Buckets
  other: Buckets | undefined
  /** Whether the query named another sensor that the caller does not see. */
  isOtherGone: boolean
  others: Comparable[]
}

/** Where the charts stand: the paths of the page and of the download. */
export type ChartPlace = { path: string; download: string | undefined }

/** Renders the charts; live, because new measurements move them on. */
export function chartsPart(
  content: ChartContent,
  { path, download }: ChartPlace,
  units: Units,
  reader: Reader,
): string {
  const words = texts[reader.language]
  const { range, own, other, isOtherGone, others } = content
  const { since, until, first } = own
  const [from, to] = [since, until].map(at => reader.write(new Date(at * 1000)))
  const span = range.span ? words.ofSpan[range.span] : words.ofRange(from ?? '', to ?? '')
  const drawn = charts(
    {
      own: bucketsIn(own, units),
      other: other && bucketsIn(other, units),
      scales: scalesOf(units, reader),
      span,
      now: presentOf(reader),
    },
    reader,
  )
  const isOtherEmpty = other !== undefined && other.buckets.length === 0
  const wrongOther = isOtherGone
    ? words.otherGone
    : isOtherEmpty
      ? words.otherEmpty(nameOr(other.name, other.sensor))
      : undefined
  return html`<section id="charts" data-live>
<h2>${words.charts}</h2>
!${controls({ path, download, range, shown: { since, until, first }, others, other: other?.sensor, wrongOther, reader })}
!${own.isWhole ? '' : html`<p class="faint">${words.thinned}</p>`}
!${drawn.length > 0 ? html`<div class="charts">!${drawn}</div>` : html`<p class="sheet empty">${words.nothingInSpan}</p>`}
</section>`
}
