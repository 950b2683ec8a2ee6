/** All words of the letters, in English. Another language would be another object of this shape. */
import type { Letter } from './letter.ts'

/** The facts that the words of a letter depend on. */
type Facts = {
  sender: string
  /** The sensor's name, or the number of sensors: see `what` in `english`. */
  what: string
  count: number
  /** The person who can use the sensors. */
  guest: string
  /** Whether the guest must accept first. */
  mustAccept: boolean
  /** When the shares begin (undefined: at once) and end (undefined: no set end). */
  from: Date | undefined
  until: Date | undefined
  /** When the shares end, in a letter that announces their end. */
  expiresAt: Date
  /** Whether a code was asked for where its address never signed in before. */
  isStrange: boolean
  /** Whether the letter goes to the person whose action it reports. */
  toSender: boolean
  news: News
}

/** What happened to an account: when, and with which device in which network, or the name of a new key. */
export type News = { at: Date; device: string; network: string; key: string }

/** The words of one letter: `before` stands above the list of sensors, `after` below it. */
export type Words = {
  subject: string
  title: string
  before: string[]
  after: string[]
  button: string
  unexpected: string
  /** The label of a second link, less prominent than the button. */
  other?: string
}

/** The texts of letters in one language. */
export type Language = typeof english

/** The texts of letters in English. */
export const english = {
  language: 'en',
  somebody: 'Somebody',
  quote: (text: string) => `“${text}”`,
  what: (count: number, name: string) => (count === 1 ? name : `${count} sensors`),
  more: (count: number) => `and ${count} more`,
  noteBy: (sender: string) => `${sender} wrote:`,
  sentTo: (recipient: string) => `sensor-share sent this email to ${recipient}.`,
  settings: 'Email settings',
  chosen: 'Names in “quotation marks” and messages were written by people, not by sensor-share.',

  kinds: {
    code: ({ isStrange }) => ({
      subject: 'Your code to sign in',
      title: 'Your code to sign in',
      before: [],
      after: ['Enter it where you requested it, within 15 minutes. Or sign in right here:'],
      button: 'Sign in',
      ...(isStrange && { other: 'This was not me: stop these emails for a day' }),
      unexpected:
        'Didn’t request a code? Then somebody entered your address, perhaps by mistake. You don’t need to do anything: ' +
        'nobody can sign in without this email. Don’t give the code to anybody; sensor-share never asks for it.',
    }),

    invitation: ({ sender, what, count, from, until }) => ({
      subject: `${sender} shares ${what} with you`,
      title: `${sender} shares ${sensors(count)} with you`,
      before: [`sensor-share lets people share what their sensors measure. This is shared with you:`],
      after: [
        `Accept to see what ${measured(count)}: there is nothing to fill in. You can also decline, or mute this person.`,
        ...period(count, from, until),
      ],
      button: 'See the invitation',
      unexpected: 'Don’t know this person, or don’t want this? Decline, or do nothing: then nothing happens.',
    }),

    shared: ({ sender, what, count, mustAccept, from, until }) =>
      mustAccept
        ? {
            subject: `${sender} wants to share ${what} with you`,
            title: `${sender} wants to share ${sensors(count)} with you`,
            before: [],
            after: [
              `Accept to see what ${measured(count)}. You can also decline, or mute this person.`,
              ...period(count, from, until),
            ],
            button: 'See the invitation',
            unexpected: 'Don’t know this person, or don’t want this? Decline, or do nothing: then nothing happens.',
          }
        : {
            subject: `${sender} shares ${what} with you`,
            title: `${sender} shares ${sensors(count)} with you`,
            before: [],
            after: [
              `You can see what ${measured(count)} ${when(from, until)}. ${sender} can remove your access at any time, and you can leave at any time.`,
            ],
            button: 'Open your sensors',
            unexpected: 'Don’t know this person, or don’t want this?',
            other: 'Decline, or mute this person',
          },

    unshared: ({ sender, what, count }) => ({
      subject: `${sender} removed your access to ${what}`,
      title: `${sender} removed your access to ${sensors(count)}`,
      before: [],
      after: [`You no longer see ${it(count)}. Nothing else has changed.`],
      button: 'Open your sensors',
      unexpected: `Didn’t expect this? Ask ${sender}: a reply to this email goes to them.`,
    }),

    left: ({ sender, what, count }) => ({
      subject: `${sender} left ${what}`,
      title: `${sender} left ${sensors(count)}`,
      before: ['This share has ended:'],
      after: [
        `${sender} no longer sees ${it(count)}. Nothing else has changed. You can share ${it(count)} again at any time.`,
      ],
      button: 'Open your sensors',
      unexpected: `Didn’t expect this? Ask ${sender}: a reply to this email goes to them.`,
    }),

    accepted: ({ sender, what, count }) => ({
      subject: `${sender} accepted ${what}`,
      title: `${sender} accepted ${sensors(count)}`,
      before: [`You invited ${sender} to this:`],
      after: ['You can change or remove this access at any time.'],
      button: 'Open your sensors',
      unexpected: `Questions? Ask ${sender}: a reply to this email goes to them.`,
    }),

    declined: ({ sender, what, count }) => ({
      subject: `${sender} declined ${what}`,
      title: `${sender} declined ${sensors(count)}`,
      before: ['This share has ended:'],
      after: [
        `${sender} does not see ${it(count)}. Nothing else has changed. You can share with this person again in 30 days.`,
      ],
      button: 'Open your sensors',
      unexpected: `Didn’t expect this? Ask ${sender}: a reply to this email goes to them.`,
    }),

    unclaimed: ({ sender, what, count }) => ({
      subject: `${what} ${count === 1 ? 'is' : 'are'} no longer shared with you`,
      title: `${count === 1 ? 'A sensor is' : `${count} sensors are`} no longer shared with you`,
      before: [
        `${sender} removed ${count === 1 ? 'this sensor' : 'these sensors'} from their account, or somebody else took ${it(count)} over:`,
      ],
      after: [`So you no longer see ${it(count)}. Nothing else has changed.`],
      button: 'Open your sensors',
      unexpected: `Didn’t expect this? Ask ${sender}: a reply to this email goes to them.`,
    }),

    contested: ({ what, count }) => ({
      subject: `${what} ${count === 1 ? 'has' : 'have'} a new owner`,
      title: count === 1 ? 'A sensor of yours has a new owner' : `${count} sensors of yours have a new owner`,
      before: [`Somebody proved with the secret of the ${count === 1 ? 'sensor' : 'sensors'} that they have this:`],
      after: [
        `${count === 1 ? 'It is' : 'They are'} no longer in your account, and people you shared with no longer see ${it(count)}. ` +
          'Nothing else has changed.',
      ],
      button: 'Open your sensors',
      unexpected:
        `Sold ${it(count)} or gave ${it(count)} away? Then all is well. Still have ${it(count)}? ` +
        `Claim ${it(count)} back with the same secret, and think about who else knows it.`,
    }),

    expiring: ({ sender, guest, what, count, expiresAt, toSender }) =>
      toSender
        ? {
            subject: `You share ${what} until ${day(expiresAt)}`,
            title: count === 1 ? 'One of your shares ends soon' : `${count} of your shares end soon`,
            before: [`Until ${moment(expiresAt)} you share with ${guest}:`],
            after: [`After that ${guest} no longer sees ${it(count)}. You can change the end date.`],
            button: 'Open your sensors',
            unexpected: 'Should it end? Then you don’t need to do anything.',
          }
        : {
            subject: `You see ${what} until ${day(expiresAt)}`,
            title: count === 1 ? 'A share ends soon' : `${count} shares end soon`,
            before: [`Until ${moment(expiresAt)} ${sender} shares with you:`],
            after: [`After that you no longer see ${it(count)}. Nothing else changes.`],
            button: 'Open your sensors',
            unexpected: `Need ${it(count)} for longer? Ask ${sender}: a reply to this email goes to them.`,
          },

    deletion: () => ({
      subject: 'Delete your account?',
      title: 'Delete your account?',
      before: ['You, or somebody who is signed in to your account, requested to delete it.'],
      after: [
        'Your sensors and sessions would be deleted, and your shares would end. It cannot be undone. The button opens a ' +
          'page that asks once more, and works for a day.',
      ],
      button: 'Go on to delete it',
      unexpected:
        'Didn’t request this? Then do nothing, and nothing is deleted. But check your sessions and end those that you ' +
        'don’t know: the request came from one of them.',
    }),

    newSignIn: ({ news: { at, device, network } }) => ({
      subject: 'A new sign-in to your account',
      title: 'A new sign-in to your account',
      before: [`Device: ${device}`, `Network: ${network}`, `Time: ${instant(at)}`],
      after: ['Was this you? Then you don’t need to do anything.', notYou],
      button: 'Sign out everywhere …',
      unexpected: whatItDoes,
    }),

    newKey: ({ news: { at, key } }) => ({
      subject: 'A new access key for your account',
      title: 'A new access key for your account',
      before: [
        `An access key was created in your account on ${instant(at)}. Programs can use it to read your sensors, and to do ` +
          'more if its scope allows that.',
        ...(key ? [`Its name: “${key}”`] : []),
      ],
      after: ['Was this you? Then you don’t need to do anything.', notYou],
      button: 'Sign out everywhere …',
      unexpected: whatItDoes,
    }),

    newPasskey: ({ news: { at, key } }) => ({
      subject: 'A new passkey for your account',
      title: 'A new passkey for your account',
      before: [
        `A passkey was added to your account on ${instant(at)}. It signs in without an email.`,
        ...(key ? [`Its name: “${key}”`] : []),
      ],
      after: ['Was this you? Then you don’t need to do anything.', notYou],
      button: 'Sign out everywhere …',
      unexpected: whatItDoes,
    }),
  } satisfies Record<Letter['kind'], (facts: Facts) => Words>,
}

const notYou = 'Not you? Then sign out everywhere.'
const whatItDoes =
  'The button opens a page that asks once more, and works for a day. Signing out everywhere ends all sessions, access ' +
  'keys, passkeys and tokens of your account, also your own. After that, secure your mailbox: whoever reads your emails can sign in.'

const sensors = (count: number) => (count === 1 ? 'a sensor' : `${count} sensors`)
const measured = (count: number) => (count === 1 ? 'it measures' : 'they measure')
const it = (count: number) => (count === 1 ? 'it' : 'them')

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' })
const day = (date: Date) => days.format(date)
const instant = (date: Date) => `${days.format(date)}, ${times.format(date)} UTC`
const moment = (date: Date) => `${instant(date)},`
const when = (from: Date | undefined, until: Date | undefined) =>
  `${from ? `from ${instant(from)}` : 'from now on'}${until ? `, until ${instant(until)}` : ''}`
const period = (count: number, from: Date | undefined, until: Date | undefined) =>
  from || until ? [`${count === 1 ? 'It is' : 'They are'} shared ${when(from, until)}.`] : []
