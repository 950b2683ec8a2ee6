/** Words of the part of the account page about access keys. */

/** The words. */
export const words = {
  keys: 'For programs',
  keysIntro:
    'A program signs its requests with an access key. Give each program its own, with no more than it needs, and revoke it when you need it no more.',
  noKeys: 'You have no access key.',
  made: 'made',
  keyUsed: 'last used',
  neverUsed: 'not used yet',
  nameless: 'Key without a name',
  revoke: 'Revoke …',
  revokeLabel: (name: string) => `Revoke ${name}`,
  keyName: 'Name of a new key',
  keyNameHelp: 'What it is for, like “Heating at the cabin”.',
  makeKey: 'Make a key',
  scope: 'What may the program do?',
  scopes: {
    read: 'Read',
    share: 'Read and share',
    all: 'Everything that you can, except make keys, end sessions and delete the account',
  },
  reach: 'With which sensors?',
  allSensors: 'All of yours, and those that you get later',
  someSensors: 'Only those that you choose',
  chooseSensors: 'Choose sensors',
  allOrSome: 'You chose sensors, and also “all of yours”. Choose one of both.',
  noSensor: 'Choose at least one sensor, or all of them.',
  tooManySensors: 'Choose at most 100 sensors, or all of them.',
  lifetime: 'How long does it work?',
  lifetimes: (days: string) =>
    days === '' ? 'Until you revoke it' : days === '365' ? 'For a year' : `For ${days} days`,
  forAll: 'all sensors',
  forSome: (names: string) => (names === '' ? 'none of your sensors any more' : `only ${names}`),
  expires: 'expires',
  expired: 'expired',
  expiredTag: 'Expired',
  api: 'Use the API',
  apiHow: 'Everything here can be done by programs, too:',
  apiRest: 'the API',
  apiGraphql: 'GraphQL',
  apiToken:
    'Instead of a key, a script can use a token: ask for a code with POST /register, and hand the code in with GET /verify. The answer holds the token, and it stands above as a session.',
}
