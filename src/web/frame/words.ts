/** Texts around the pages, and those that several pages need; the texts of each page are in a file of its own. */
import type { Texts } from '../language/texts.ts'

const en = {
  skip: 'Skip to the content',
  places: 'Places',
  sensors: 'Sensors',
  contacts: 'Contacts',
  invitations: 'Invitations',
  history: 'History',
  account: 'Account',
  gateways: 'Gateways',
  me: (email: string) => `Signed in as ${email}`,
  waiting: (count: number) => (count === 1 ? '1 is waiting' : `${count} are waiting`),
  signOut: 'Sign out',
  undo: 'Undo',
  undoHow: 'You can undo this for 15 seconds, with the button or Ctrl+Z.',
  nothing: 'Page not found',
  broken: 'Something went wrong',
  failed: 'That did not work',
  tooMany: (minutes: number) => `Too many tries. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  backToSensors: 'Back to your sensors',
  badName: 'Enter a name of one line, up to 200 characters.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
