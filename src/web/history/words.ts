/** Texts of the history page. */
import { dateFormat } from '../time/date-format.ts'

export const words = {
  title: 'History',
  sensor: 'Sensor',
  allSensors: 'All sensors',
  person: 'Person',
  personHelp: 'An address',
  show: 'Show',
  all: 'Show everything',
  notAddress: 'That is not an e-mail address. Write it whole, like gary@example.com.',
  none: 'Nothing has happened yet. What you share, and what others share with you, is written down here.',
  noneFits: 'Nothing fits. Perhaps it was another sensor, or another person.',
  noneOlder: 'There is nothing older.',
  today: 'Today',
  yesterday: 'Yesterday',
  /** The date in a time zone. */
  day: (at: Date, timeZone: string) =>
    dateFormat('en-GB', timeZone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at),
  utc: 'Times are in UTC.',
  pages: 'Pages',
  newer: 'Newer',
  older: 'Older',
}
