/** Texts around the pages, and those that several pages need; the texts of each page are in a file of its own. */
export const words = {
  skip: 'Skip to the content',
  places: 'Places',
  sensors: 'Sensors',
  contacts: 'Contacts',
  invitations: 'Invitations',
  history: 'History',
  account: 'Account',
  gateways: 'Gateways',
  signOut: 'Sign out',
  undo: 'Undo',
  nothing: 'Page not found',
  broken: 'Something went wrong',
  failed: 'That did not work',
  tooMany: (minutes: number) => `Too many tries. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  backToSensors: 'Back to your sensors',
  badName: 'Enter a name of one line, up to 200 characters.',
}
