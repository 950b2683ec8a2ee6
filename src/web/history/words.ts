/** Texts of the history page. */

import type { Texts } from '../language/texts.ts'

const en = {
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
  utc: 'Times are in UTC.',
  pages: 'Pages',
  newer: 'Newer',
  older: 'Older',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
