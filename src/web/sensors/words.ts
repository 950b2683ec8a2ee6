/** Texts of the list of sensors, and of the pages to rename one. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Sensors',
  which: 'Which sensors',
  all: 'All',
  mine: 'Mine',
  others: 'Shared with me',
  search: 'Search',
  searchFor: 'Name, ID or owner',
  sort: 'Sort by',
  sorts: { name: 'Name', owner: 'Owner', heard: 'Last update' },
  find: 'Show',
  found: (count: number) => (count === 0 ? 'No sensors' : count === 1 ? '1 sensor' : `${count} sensors`),
  layout: 'Layout',
  layouts: { cards: 'Cards', list: 'List' },
  actions: 'Actions',
  share: 'Share …',
  unshare: 'Remove access …',
  leave: 'Leave …',
  rename: 'Rename …',
  whyNotShare: 'Only the owner can share.',
  whyNotUnshare: 'Nobody else has access.',
  whyNotLeave: 'It is not shared with you.',
  chooseFirst: 'Select sensors first, then choose an action.',
  chooseAll: 'Select all',
  choose: (name: string) => `Select ${name}`,
  yours: 'Yours',
  device: (services: number) =>
    services === 0 ? 'No services' : services === 1 ? '1 service' : `${services} services`,
  neverHeard: 'No data yet',
  offline: 'Offline since',
  battery: (isLow: boolean, volts: string) => (isLow ? `Battery low: ${volts} V` : `Battery good: ${volts} V`),
  lowBattery: 'Low battery',
  signals: { weak: 'Signal weak', fair: 'Signal fair', strong: 'Signal strong' },
  notShared: 'Not shared',
  sharedWith: (count: number) => (count === 1 ? 'Shared with 1 person' : `Shared with ${count} people`),
  sharedBy: (owner: string) => `Shared with you by ${owner}`,
  more: (count: number) => `and ${count} more`,
  states: { pending: 'invited', paused: 'paused', scheduled: 'starts later', live: '' },
  /** The rows on this page, and their total. */
  range: (from: number, to: number, of: number) => `${from} to ${to} of ${of}`,
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  claim: 'Add a sensor',
  notFound: 'No sensors found',
  notFoundFor: (search: string) => `No name, ID or owner contains “${search}”.`,
  noneOfMine: 'You don’t own a sensor yet.',
  noneOfOthers: 'Nobody shares a sensor with you right now.',
  showAll: 'Show all sensors',
  name: 'Name',
  renameTitle: 'Rename a sensor',
  renameOwn:
    'You own it. People you share it with from now on see this name; people with access keep the name they use.',
  renameGuest: 'It is shared with you. Only you see this name.',
  save: 'Rename',
  renamed: (name: string) => `Renamed to ${name}.`,
  renameOne: 'You can rename one sensor at a time. Which one?',
  nothingChosen: 'No sensor selected',
  goBackAndTick: 'Go back to the list, select sensors, then choose an action.',
  back: 'Back to your sensors',
  cancel: 'Cancel',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
