/** Texts of the history page. */
import { dateFormat } from '../time/date-format.ts'

export const words = {
  title: 'History',
  sensor: 'Sensor',
  allSensors: 'All sensors',
  person: 'Person',
  personHelp: 'Email address',
  show: 'Show',
  all: 'Show all',
  notAddress: 'That is not a valid email address. Write all of it, like gary@example.com.',
  none: 'No events yet. What you share and what others share with you appears here.',
  noneFits: 'No events found. Try another sensor or person.',
  noneOlder: 'No older events.',
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
