/** What stands above the charts: ranges, moves, dates, another sensor to compare with, and the download. Links and a form. */
import { html } from 'ghtml'
import { icon, sign } from '../../frame/icons.ts'
import { nameOr } from '../../frame/names.ts'
import { fieldError } from '../../frame/refused.ts'
import type { Reader } from '../../time/view.ts'
import { onTheWall } from '../../time/wall-clock.ts'
import { movesFrom, pathWith, presentOf, queryOf, type Range, type Span, spans } from './ranges.ts'
import { texts } from './words.ts'

/** A sensor that can be compared. */
export type Comparable = { sensor: string; name: string }

/** Where the charts stand, and what can be chosen there. */
export type Controls = {
  /** The path of the page, and of the download; undefined: there is none. */
  path: string
  download: string | undefined
  range: Range
  /** The range shown, and the first second with measurements. */
  shown: { since: number; until: number; first: number }
  others: Comparable[]
  /** The id of the sensor that is compared. */
  other: string | undefined
  /** What is wrong with the sensor to compare with. */
  wrongOther: string | undefined
  reader: Reader
}

/** Renders the controls. */
export function controls(content: Controls): string {
  const words = texts[content.reader.language]
  const { range, shown, reader } = content
  const [from, to] = [shown.since, shown.until].map(at => reader.write(new Date(at * 1000)))
  return html`<div class="controls">
!${namedRanges(content)}
<div class="moves">!${moves(content)}</div>
<p class="shown faint" id="range">${words.fromTo(from ?? '', to ?? '')}</p>
!${content.download ? html`<a class="button quiet small" href="${pathWith(content.download, queryOf(range))}" title="${words.downloadHelp}">!${icon('download')}${words.download}</a>` : ''}
</div>
!${options(content)}`
}

/** Offers the ranges. A year is left out if there is less than a month to show, because it would look like all of it. */
function namedRanges({ path, range, shown, other, reader }: Controls): string {
  const words = texts[reader.language]
  const age = presentOf(reader) - shown.first
  const names = (Object.keys(spans) as Span[]).filter(
    name => name !== 'year' || age > spans.month || range.span === name,
  )
  const links = names.map(
    name =>
      html`<a href="${pathWith(path, { span: name }, other)}" !${name === range.span ? 'aria-current="true"' : ''} data-range>${words.spans[name]}</a>`,
  )
  return html`<nav class="segments" aria-label="${words.ranges}">!${links}</nav>`
}

const pictures = { earlier: 'earlier', later: 'later', wider: 'wider', closer: 'closer' } as const

function moves({ path, shown, other, reader }: Controls): string[] {
  const words = texts[reader.language]
  const { since, until, first } = shown
  const places = movesFrom(since, until, first, presentOf(reader))
  return (['earlier', 'wider', 'closer', 'later'] as const).map(name => {
    const place = places[name]
    const picture = sign(words.moves[name], pictures[name])
    return place
      ? html`<a class="button quiet small" href="${pathWith(path, place, other)}" data-range data-move="${name}">!${picture}</a>`
      : html`<span class="button quiet small" aria-disabled="true">!${picture}</span>`
  })
}

function options({ path, range, shown, others, other, wrongOther, reader }: Controls): string {
  const words = texts[reader.language]
  const { zone } = reader
  const local = (at: number) => onTheWall(new Date(at * 1000), zone)
  const time = (name: 'from' | 'to', at: number) =>
    html`<div><label for="range-${name}">${words[name]}</label><input id="range-${name}" name="${name}" type="datetime-local" value="${local(at)}" aria-describedby="range-zone"></div>`
  const isOpen = range.isWrong || wrongOther !== undefined
  return html`<details class="dates" !${isOpen ? 'open' : ''}><summary>${words.options}</summary>
<form class="sheet" action="${path}" data-range>
!${range.isWrong ? fieldError(words.wrongRange) : ''}
!${wrongOther ? fieldError(wrongOther) : ''}
<div class="pair">!${time('from', shown.since)}!${time('to', shown.until)}
!${others.length > 0 ? compare(others, other, reader) : ''}</div>
<p class="faint" id="range-zone">${words.zoneOf(zone)}</p>
<p class="buttons"><button class="quiet">${words.show}</button></p>
</form>
<details class="help"><summary>${words.helpTitle}</summary><p class="faint" id="chart-help">${words.help}</p></details>
</details>`
}

function compare(others: Comparable[], other: string | undefined, reader: Reader): string {
  const words = texts[reader.language]
  const choices = others.map(
    ({ sensor, name }) =>
      html`<option value="${sensor}" !${sensor === other ? 'selected' : ''}>${nameOr(name, sensor)}</option>`,
  )
  return html`<div><label for="range-with">${words.compare}</label><select id="range-with" name="with"><option value="">${words.nothing}</option>!${choices}</select></div>`
}
