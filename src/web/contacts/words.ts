/** Texts of the contact pages. */
import type { Texts } from '../language/texts.ts'

const sensors = (count: number) => (count === 1 ? '1 sensor' : `${count} sensors`)

const en = {
  title: 'Contacts',
  search: 'Search',
  searchHelp: 'Email address, or a part of it',
  find: 'Find',
  none: 'People you share with appear here.',
  share: 'Share a sensor',
  notFound: (text: string) => `No contact’s address contains “${text}”.`,
  all: 'Show all',
  has: (count: number) => (count === 0 ? 'no access right now' : `has access to ${sensors(count)}`),
  last: 'last shared',
  more: (count: number) => `and ${count} more`,
  since: 'since',
  shareMore: 'Share more',
  endAll: 'Remove access',
  nothingNow: (email: string) => `${email} has no access to your sensors.`,
  back: 'All contacts',
  old: (most: number) => `These are the ${most} people you shared with most recently. Search covers only them.`,

  endTitle: (email: string) => `Remove access of ${email}?`,
  endIntro: (count: number) =>
    count === 1 ? 'They lose access to this sensor at once:' : `They lose access to these ${count} sensors at once:`,
  endTold: 'They get an email about sensors they already had access to. You can share again at any time.',
  end: (count: number) => `Remove access to ${sensors(count)}`,
  keep: 'Cancel',
  ended: (email: string, count: number) =>
    count === 0 ? `${email} no longer had access.` : `Removed the access of ${email} to ${sensors(count)}.`,
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
