/** Texts of the sharing pages, in English. */

import type { RefusalName } from '../../../refusal.ts'
import { counts } from '../../language/counts.ts'

const sensors = (count: number) => counts.en(count, '# sensor', '# sensors')
const people = (count: number) => counts.en(count, '# person', '# people')
const shares = (count: number) => counts.en(count, '# share', '# shares')
const list = new Intl.ListFormat('en', { type: 'conjunction' })
const number = (count: number) => count.toLocaleString('en')

export const en = {
  title: 'Share',
  titleOf: (name: string) => `Share ${name}`,
  titleOfMany: (count: number) => `Share ${sensors(count)}`,
  sensors: 'Sensors',
  chooseSensors: 'Which of your sensors?',
  leftOut: 'Left out:',
  notYours: (owner: string) => `it belongs to ${owner}, and only its owner can share it`,
  notThere: 'this sensor is not in your account',
  noSensors: 'You have no sensor of your own yet. Add one first, then you can share it.',
  toSensors: 'To your sensors',

  people: 'Add people',
  peopleHelp: 'Email addresses, separated by commas',
  before: 'People you share with',
  others: (count: number) => `Show ${count} more`,
  hasAll: (count: number) => counts.en(count, 'has access already', 'has access to all of these already'),
  hasSome: (has: number, count: number) => `has access to ${has} of these ${count}`,
  noAddress: (others: string[]) =>
    `${counts.en(others.length, 'This is not a valid email address', 'These are not valid email addresses')}: ${others
      .slice(0, 10)
      .map(other => `“${other.slice(0, 100)}”`)
      .join(', ')}${others.length > 10 ? `, and ${others.length - 10} more` : ''}. Correct it or remove it.`,
  nobody: 'Add someone to share with.',
  nothing: 'Choose the sensors to share.',
  tooMany: (sensorCount: number, personCount: number) =>
    `${sensors(sensorCount)} with ${people(personCount)} are ${shares(sensorCount * personCount)}. The limit is 1,000 at once: remove some, and share with them afterwards.`,

  what: 'What may they see?',
  everything: 'Everything, including future readings',
  some: 'Only this:',
  /** The legend for Ruuvi sensors beside those of devices. */
  ofSensors: 'What the sensors measure',
  everyService: 'Everything, including services added later',
  noServices: 'It has no services yet. They get access to the whole device, including services added later.',
  onlyWhole: (count: number) =>
    `${counts.en(count, 'One more device is', '# more devices are')} shared as a whole. To choose among their services, share fewer at once.`,
  theSensors: 'the sensors',
  noChannel: (names: string[]) =>
    names.length === 0
      ? 'Choose what they may see, or share everything.'
      : `Choose what they may see of ${list.format(names.length > 10 ? [...names.slice(0, 10), `${names.length - 10} more`] : names)}, or share everything.`,
  scripting: 'Allow programs',
  scriptingHelp: 'Their programs may read this with an access key. Without this, only they themselves can.',
  note: 'Message (optional)',
  noteHelp: 'Included in the email. Up to 500 characters.',
  noteTooLong: (length: number) => `The message is too long: ${number(length)} characters. The limit is 500.`,
  noteUnreadable: 'Remove the unsupported character.',
  until: 'End date',
  untils: {
    '': 'No end date',
    day: 'In a day',
    week: 'In a week',
    month: 'In 30 days',
    other: 'At a time that I choose',
  } as Record<string, string>,
  untilAt: 'Until',
  later: 'Start later (optional)',
  zone: (zone: string) => `Time zone: ${zone.replaceAll('_', ' ')}`,
  noTime: 'That is not a valid time. Write it like 2026-11-21T14:05.',
  noEnd: 'Choose the time when it ends.',
  badEnd: 'The end must be in the future, and after the start.',

  more: 'More options',
  kept: 'This is what you typed before.',
  discard: 'Discard',

  look: 'Preview',
  share: 'Share',
  shareOf: (count: number) => `Share ${sensors(count)}`,
  shareWith: (sensorCount: number, personCount: number) => `Share ${sensors(sensorCount)} with ${people(personCount)}`,
  shareNew: (count: number) => `Share ${number(count)} new`,
  cancel: 'Cancel',

  /** For the script: labels of the button, and why it is disabled. */
  script: {
    go: 'Share {sensors} with {people}',
    sensor: '1 sensor',
    sensors: '{n} sensors',
    person: '1 person',
    people: '{n} people',
    nobody: 'Add someone to share with.',
    nothing: 'Choose the sensors to share.',
    noChannel: 'Choose what they may see.',
    noEnd: 'Choose the time when it ends.',
    wrong: 'Correct or remove what is marked: it is not a valid email address.',
    tooMany: 'These are {n} shares. The limit is 1,000 at once.',
    nothingNew: 'Nothing new to share: add someone else.',
    looking: 'Loading the preview …',
    add: 'Add an email address',
    added: '{x} added.',
    removed: '{x} removed.',
    remove: 'Remove {x}',
    bad: 'not a valid email address',
    all: 'Everything',
    progress: '{n} of {m} shared.',
    broken:
      'The connection was lost. What has been shared so far is listed below. Press the button again to share the rest.',
  },

  /** Texts of the preview. */
  preview: {
    title: 'What will happen',
    all: (sensorCount: number, personCount: number) => `You share ${sensors(sensorCount)} with ${people(personCount)}.`,
    some: (fresh: number, old: number) => `${number(fresh)} new, ${number(old)} already shared.`,
    someNot: (fresh: number, old: number, refused: number) =>
      `${number(fresh)} new, ${number(old)} already shared, ${number(refused)} not possible.`,
    notAll: (fresh: number, refused: number) => `${number(fresh)} new, ${number(refused)} not possible.`,
    allOld: 'They all have access already.',
    none: 'Nothing will be shared.',
    invited: (count: number) =>
      counts.en(
        count,
        '# person has no account yet and gets an invitation.',
        '# people have no account yet and get invitations.',
      ),
    asked: (count: number) => counts.en(count, '# person must accept first.', '# people must accept first.'),
    untold: (count: number) =>
      `The preview cannot say whether ${counts.en(count, '# person has', '# people have')} an account: it does so for 20 new addresses a day.`,
    left: (left: number, most: number) => `After this, ${number(left)} of your ${number(most)} shares are left.`,
  },

  /** Texts of the result. */
  done: {
    title: (sensorCount: number, personCount: number) => `Shared ${sensors(sensorCount)} with ${people(personCount)}`,
    titleOfNew: (fresh: number, old: number) => `Shared: ${number(fresh)} new, ${number(old)} already shared`,
    titleOfSome: (shared: number, pairs: number) => `Shared ${number(shared)} of ${number(pairs)}`,
    titleOfPieces: (shared: number) => `Shared (${number(shared)})`,
    titleOfNothing: 'Nothing was shared',
    titleOfOld: 'Already shared',
    same: 'Share the same with others',
    contacts: 'See who has access',
    back: 'Done',
    andMore: (count: number) => `and ${number(count)} more`,
    plan: 'See your plan',
    takeBack: 'Remove access',
  },

  /** Headings of the groups of shares with the same result. */
  groups: {
    shared: 'Shared',
    asked: 'Awaiting acceptance',
    invited: 'Invited',
    alreadyShared: 'Already shared',
    yourself: 'Your own address',
    declinedBefore: 'Declined before',
    sensorFull: 'Sensor limit reached',
    planFull: 'Plan limit reached',
    planForbids: 'Not in your plan',
    notOwner: 'Not yours',
    noSuchChannel: 'No longer available',
  } as Partial<Record<RefusalName | 'shared' | 'asked' | 'invited' | 'untold', string>>,
  /** What a result means; the same text in the preview and afterwards. */
  meaning: {
    shared: 'They get an email and have access at once, or from the start date.',
    asked: 'They get an email and have access when they accept.',
    invited: 'They get an invitation by email and have access when they sign up with that address.',
    alreadyShared: 'Nothing changes for them.',
    yourself: 'You own this sensor.',
    declinedBefore: 'They declined your last invitation. You can invite them again 30 days after that.',
    notOwner: 'You no longer own this sensor.',
    noSuchChannel: 'A service that you chose has been removed meanwhile. Choose again.',
  } as Partial<Record<RefusalName | 'shared' | 'asked' | 'invited' | 'untold', string>>,
  sensorFull: (plan: string, most: number) =>
    `With the plan ${plan} a sensor can be shared with ${people(most)}. Remove someone’s access, or choose a larger plan.`,
  planFull: (plan: string, most: number) =>
    `The plan ${plan} allows ${shares(most)}. Remove someone’s access, or choose a larger plan.`,
  planForbids: (plan: string) => `The plan ${plan} does not include sharing. Choose another to share sensors.`,
  again: 'again from',
}

/** What every language has. */
export type Words = typeof en
