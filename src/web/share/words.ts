/** Texts of the sharing pages. */
import type { RefusalName } from '../../refusal.ts'

const sensors = (count: number) => (count === 1 ? '1 sensor' : `${number(count)} sensors`)
const people = (count: number) => (count === 1 ? '1 person' : `${number(count)} people`)
const shares = (count: number) => (count === 1 ? '1 share' : `${number(count)} shares`)
const list = new Intl.ListFormat('en', { type: 'conjunction' })
const number = (count: number) => count.toLocaleString('en')

export const words = {
  title: 'Share',
  titleOf: (name: string) => `Share ${name}`,
  titleOfMany: (count: number) => `Share ${sensors(count)}`,
  sensors: 'Sensors',
  chooseSensors: 'Which of your sensors?',
  leftOut: 'Left out:',
  notYours: (owner: string) => `it is ${owner}’s, and only its owner can share it`,
  notThere: 'you have no such sensor',
  noSensors: 'You have no sensor of your own yet. Claim one first: then you can share it.',
  toSensors: 'To your sensors',

  people: 'With whom?',
  peopleHelp: 'E-mail addresses, as many as you like. Put commas, spaces or new lines between them.',
  before: 'People you share with',
  others: (count: number) => `Show ${count} more`,
  hasAll: (count: number) => (count === 1 ? 'has it already' : 'has all of these already'),
  hasSome: (has: number, count: number) => `has ${has} of these ${count}`,
  noAddress: (others: string[]) =>
    `${others.length === 1 ? 'This is no e-mail address' : 'These are no e-mail addresses'}: ${others
      .slice(0, 10)
      .map(other => `“${other.slice(0, 100)}”`)
      .join(', ')}${others.length > 10 ? `, and ${others.length - 10} more` : ''}. Correct it, or take it out.`,
  nobody: 'Name someone to share with.',
  nothing: 'Tick the sensors to share.',
  tooMany: (sensorCount: number, personCount: number) =>
    `${sensors(sensorCount)} with ${people(personCount)} are ${shares(sensorCount * personCount)}. Up to 1,000 go at once: take some out, and share with them afterwards.`,

  what: 'What may they see?',
  everything: 'Everything, also what the sensor learns to measure later',
  some: 'Only this:',
  /** The legend for Ruuvi sensors beside those of devices. */
  ofSensors: 'What the sensors measure',
  everyService: 'Everything, also services that are added later',
  noServices: 'It has no services yet. They get all of it, also services that are added later.',
  onlyWhole: (count: number) =>
    `${count === 1 ? 'One more device is' : `${number(count)} more devices are`} shared as a whole. To choose among their services, share fewer at once.`,
  theSensors: 'the sensors',
  noChannel: (names: string[]) =>
    names.length === 0
      ? 'Tick what they may see, or share everything.'
      : `Tick what they may see of ${list.format(names.length > 10 ? [...names.slice(0, 10), `${names.length - 10} more`] : names)}, or share everything.`,
  scripting: 'They may use it in automations',
  scriptingHelp: 'Programs of theirs may then act on what it measures. Without this, they can only look.',
  note: 'A word to them',
  noteHelp: 'It stands in the letter that tells them. Up to 500 characters; you can leave it empty.',
  noteTooLong: (length: number) => `That is ${number(length)} characters. Write up to 500.`,
  noteUnreadable: 'There is a character in it that no text has. Type it anew.',
  until: 'Until when?',
  untils: {
    '': 'until I take it back',
    day: 'for a day',
    week: 'for a week',
    month: 'for 30 days',
    other: 'until a time that I choose',
  } as Record<string, string>,
  untilAt: 'Until',
  later: 'Start later',
  from: 'From',
  zone: (zone: string) => `By the clock of ${zone.replaceAll('_', ' ')}.`,
  noTime: 'That is no time. Write it like 2026-11-21T14:05.',
  noEnd: 'Choose the time when it ends.',
  badEnd: 'It must end in the future, and after it begins.',

  look: 'Look before',
  share: 'Share',
  shareOf: (count: number) => `Share ${sensors(count)}`,
  cancel: 'Cancel',

  /** For the script: labels of the button, and why it is disabled. */
  script: {
    go: 'Share {sensors} with {people}',
    sensor: '1 sensor',
    sensors: '{n} sensors',
    person: '1 person',
    people: '{n} people',
    nobody: 'Name someone to share with.',
    nothing: 'Tick the sensors to share.',
    noChannel: 'Tick what they may see.',
    noEnd: 'Choose the time when it ends.',
    wrong: 'Correct or take out what is marked: it is no e-mail address.',
    tooMany: 'These are {n} shares. Up to 1,000 go at once.',
    looking: 'Looking what would happen …',
    add: 'Add an e-mail address',
    added: '{x} is added.',
    removed: '{x} is taken out.',
    remove: 'Take out {x}',
    bad: 'no e-mail address',
    all: 'Everything',
    progress: '{n} of {m} shares are made.',
    broken:
      'The connection was lost. What has been shared stays so, and stands below. Press the button again to go on with the others.',
  },

  /** Texts of the preview. */
  preview: {
    title: 'What will happen',
    all: (sensorCount: number, personCount: number) => `You share ${sensors(sensorCount)} with ${people(personCount)}.`,
    some: (shared: number, pairs: number) => `${number(shared)} of these ${number(pairs)} shares will be made.`,
    none: 'Nothing would be shared.',
    invited: (count: number) =>
      count === 1
        ? '1 of them has no account yet, and gets an invitation.'
        : `${number(count)} of them have no account yet, and get invitations.`,
    asked: (count: number) =>
      count === 1 ? '1 of them has to say yes first.' : `${number(count)} of them have to say yes first.`,
    untold: (count: number) =>
      `Whether ${count === 1 ? '1 of them has' : `${number(count)} of them have`} an account shows only when you share: a preview tells it of 20 new addresses a day.`,
    left: (left: number, most: number) => `${number(left)} of your ${number(most)} shares are left after this.`,
  },

  /** Texts of the result. */
  done: {
    title: (sensorCount: number, personCount: number) => `Shared ${sensors(sensorCount)} with ${people(personCount)}`,
    titleOfSome: (shared: number, pairs: number) => `Shared ${number(shared)} of ${number(pairs)}`,
    titleOfPieces: (shared: number) => `${shares(shared)} made`,
    titleOfNothing: 'Nothing was shared',
    titleOfOld: 'They have it already',
    same: 'Share the same with others',
    contacts: 'See who has what',
    back: 'Back to your sensors',
    andMore: (count: number) => `and ${number(count)} more`,
    plan: 'See your plan',
    takeBack: 'Take shares back',
  },

  /** Headings of the groups of shares with the same result. */
  groups: {
    shared: 'Shared',
    asked: 'Waiting for a yes',
    invited: 'Invited',
    alreadyShared: 'Shared already',
    yourself: 'Your own address',
    declinedBefore: 'Declined before',
    sensorFull: 'No room on the sensor',
    planFull: 'No room in your plan',
    planForbids: 'Not in your plan',
    notOwner: 'Not yours',
    noSuchChannel: 'Not there any more',
  } as Partial<Record<RefusalName | 'shared' | 'asked' | 'invited' | 'untold', string>>,
  /** What a result means; the same text in the preview and afterwards. */
  meaning: {
    shared: 'A letter tells them. They see it at once, or when it begins.',
    asked: 'A letter asks them. They see it when they say yes.',
    invited: 'A letter invites them. They see it when they have signed up with that address.',
    alreadyShared: 'This stays as it was, with its own terms.',
    yourself: 'You see it anyway. Name somebody else.',
    declinedBefore: 'They did not want a share of yours. You can invite them again 30 days after that.',
    notOwner: 'You do not own this any more.',
    noSuchChannel: 'A service that you ticked has been removed meanwhile. Look what there is now, and share that.',
  } as Partial<Record<RefusalName | 'shared' | 'asked' | 'invited' | 'untold', string>>,
  sensorFull: (plan: string, most: number) =>
    `With the plan ${plan} a sensor can be shared with ${people(most)}. Take one of its shares back, or choose a larger plan.`,
  planFull: (plan: string, most: number) =>
    `The plan ${plan} allows ${shares(most)}. Take some back, or choose a larger plan.`,
  planForbids: (plan: string) => `The plan ${plan} does not include sharing. Choose another to share sensors.`,
  again: 'again from',
}
