/** Words of the part of the account page about access keys. */
import type { Texts } from '../language/texts.ts'

const en = {
  keys: 'For programs',
  keysIntro:
    'A program signs its requests with an access key. Give each program its own key with only the access it needs, and revoke it when you no longer need it.',
  noKeys: 'You have no access keys.',
  made: 'created',
  keyUsed: 'last used',
  neverUsed: 'not used yet',
  nameless: 'Unnamed key',
  revoke: 'Revoke …',
  revokeLabel: (name: string) => `Revoke ${name}`,
  keyName: 'Name of the new key',
  keyNameHelp: 'For example “Heating at the cabin”.',
  makeKey: 'Create a key',
  scope: 'What may the program do?',
  scopes: {
    read: 'Read',
    share: 'Read and share',
    all: 'Everything you can, except create keys, end sessions and delete the account',
  },
  reach: 'Which sensors?',
  allSensors: 'All your sensors, including future ones',
  someSensors: 'Only selected sensors',
  chooseSensors: 'Choose sensors',
  allOrSome: 'You selected sensors and also “All your sensors”. Choose one of the two.',
  noSensor: 'Select at least one sensor, or all of them.',
  tooManySensors: 'Select up to 100 sensors, or all of them.',
  lifetime: 'Expires',
  lifetimes: (days: string) => (days === '' ? 'Never' : days === '365' ? 'In a year' : `In ${days} days`),
  forAll: 'all sensors',
  forSome: (names: string) => (names === '' ? 'none of your sensors any more' : `only ${names}`),
  expires: 'expires',
  expired: 'expired',
  expiredTag: 'Expired',
  disabledTag: 'Switched off',
  api: 'Use the API',
  apiHow: 'Everything here can be done by programs, too:',
  apiRest: 'the API',
  apiGraphql: 'GraphQL',
  apiToken:
    'Instead of a key, you can use a token, for example to try the calls. It can do everything you can. It appears above as the session “Copied token”, and you can end it there.',
  copyToken: 'Copy a token',
  tokenTitle: 'Your token',
  tokenIntro: 'Copy it now: it won’t be shown again. Whoever has it can do everything you can, so keep it secret.',
  tokenEnds: (date: string) =>
    `It works until ${date}, or until you end the session “Copied token” in your account. A session also ends after 90 days without use.`,
  token: 'Token',
  tokenDone: 'Done, I’ve copied it',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
