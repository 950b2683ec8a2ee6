/** Texts of the charts of a sensor. */
import type { Texts } from '../../language/texts.ts'

const en = {
  charts: 'Charts',
  ranges: 'Time',
  spans: { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month', year: 'Year', all: 'All' },
  ofSpan: {
    hour: 'of the last hour',
    day: 'of the last day',
    week: 'of the last week',
    month: 'of the last month',
    year: 'of the last year',
    all: 'of all time',
  },
  ofRange: (from: string, to: string) => `from ${from} to ${to}`,
  fromTo: (from: string, to: string) => `${from} – ${to}`,
  moves: { earlier: 'Earlier', later: 'Later', closer: 'Zoom in', wider: 'Zoom out' },
  options: 'Dates, compare',
  from: 'From',
  to: 'To',
  zoneOf: (zone: string) => `Time zone: ${zone}`,
  wrongRange: 'Choose two times, the first at least a minute before the second.',
  compare: 'Compare with',
  nothing: 'No other sensor',
  otherGone: 'You have no access to the other sensor.',
  otherEmpty: (name: string) => `${name} has no readings in this time.`,
  show: 'Show',
  thinned: 'These are so many readings that some are left out. Zoom in to see every one.',
  help: 'Drag over a chart to zoom in, or mark a range with two fingers. Tap to keep a value. With the keyboard: arrows move, Shift and arrows mark a range, Enter zooms in or keeps a value, minus zooms out, Escape ends.',
  helpTitle: 'How to use the charts',
  nothingInSpan: 'No readings in this time.',
  lowest: 'Lowest',
  mean: 'Mean',
  highest: 'Highest',
  between: (low: string, high: string) => `${low} to ${high}`,
  always: 'always',
  table: 'As a table',
  time: 'Time',
  none: 'none',
  /** Describes a line of a chart to screen readers. */
  sentence: (name: string, span: string, last: string, low: string, high: string) =>
    `${name} ${span}: ${last} at last, between ${low} and ${high}.`,
  download: 'Download',
  downloadHelp: 'The readings shown, as CSV. Times are in UTC.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
