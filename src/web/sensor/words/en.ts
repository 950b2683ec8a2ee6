/** Texts of a sensor's page, in English. */
import { counts } from '../../language/counts.ts'

export const en = {
  yours: 'Yours',
  sharedBy: 'Shared with you by',
  publicOf: 'Public. Owned by',
  everybody: 'Public access',
  isPrivate: 'Private: only you and people you share with have access.',
  isPublic: 'Public: everybody can see this sensor without signing in.',
  publicShows:
    'Everybody with its link, or with its ID, which the sensor sends by radio, sees its name, picture and readings, as far back as your plan goes. They don’t see where it is, your email address, your gateway or the people you share with.',
  publicPage: 'View public page',
  open: 'Make public',
  openTitle: (name: string) => `Make ${name} public?`,
  openText: 'Readings can tell when somebody is at home. Make a sensor public only if its readings are no secret.',
  openEnds: 'You can make it private again at any time. What others have copied by then stays with them.',
  keepPrivate: 'Cancel',
  close: 'Make private',
  opened: 'This sensor is public now.',
  closed: 'This sensor is private now.',
  rename: 'Rename',
  share: 'Share',
  more: (name: string) => `More for ${name}`,
  peopleHave: (count: number, areMore: boolean) =>
    count === 0
      ? 'Only you have access'
      : areMore
        ? `More than ${count} people`
        : counts.en(count, '# person', '# people'),
  giveUp: 'Remove from my account',
  now: 'Now',
  heard: 'Last update',
  offline: 'Offline since',
  battery: 'Battery',
  batteryLow: 'Battery low',
  volts: (volts: string) => `${volts} V`,
  signal: 'Signal',
  signals: { strong: 'strong', fair: 'fair', weak: 'weak' },
  nothingYet: 'No data yet.',
  howItComesIn:
    'Readings come from a Ruuvi Gateway: let it post to this service and keep the sensor near it. The first readings arrive within a minute.',
  guestSeesNothing: 'Readings that are shared with you appear here as soon as they arrive.',
  unknownFormat: 'The sensor sends data in a format that cannot be read here.',
  history: 'History',
  allHistory: 'View full history',
  nothingHappened: 'Nothing yet.',
  giveUpTitle: (name: string) => `Remove ${name} from your account?`,
  giveUpText: 'You no longer own it, and somebody else can add it.',
  giveUpShares: (people: string) => `${people} you share it with lose access and get an email.`,
  people: (count: number, areMore: boolean) =>
    areMore ? `The more than ${count} people` : counts.en(count, 'The person', 'The # people'),
  giveUpKeeps: 'Its readings are kept for you in case you add it again. Nobody else can see them.',
  deleteData: 'Also delete its readings. This cannot be undone.',
  keep: 'Cancel',
  gaveUp: 'The sensor is removed from your account.',
}

/** What every language has. */
export type Words = typeof en
