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
  sentTo: (recipient: string) => `sensor-share sent this letter to ${recipient}.`,
  chosen: 'Names in “quotation marks” and notes were written by people, not by sensor-share.',

  kinds: {
    code: ({ isStrange }) => ({
      subject: 'Your code to sign in',
      title: 'Your code to sign in',
      before: [],
      after: ['Type it where you asked for it, within 15 minutes. Or sign in right here:'],
      button: 'Sign in',
      ...(isStrange && { other: 'This was not me: stop these emails for a day' }),
      unexpected:
        'You did not ask for a code? Then somebody typed your address, perhaps by mistake. You need not do anything: ' +
        'nobody gets in without this letter. Give the code to nobody; sensor-share never asks for it.',
    }),

    invitation: ({ sender, what, count, from, until }) => ({
      subject: `${sender} shares ${what} with you`,
      title: `${sender} shares ${sensors(count)} with you`,
      before: [`With sensor-share people let each other see what their sensors measure. This is for you to see:`],
      after: [
        'You have no account yet. The button shows what you can do, without one: accept, decline, or hear no more from ' +
          `this person. To see what ${measured(count)}, sign up with this address.`,
        ...period(count, from, until),
      ],
      button: 'See the invitation',
      unexpected: 'You do not know this person, or do not want this? Decline, or do nothing: then nothing happens.',
    }),

    shared: ({ sender, what, count, mustAccept, from, until }) =>
      mustAccept
        ? {
            subject: `${sender} wants to share ${what} with you`,
            title: `${sender} wants to share ${sensors(count)} with you`,
            before: [],
            after: [
              `You see what ${measured(count)} when you accept. The button shows what you can do: accept, decline, or hear no ` +
                'more from this person.',
              ...period(count, from, until),
            ],
            button: 'See the invitation',
            unexpected:
              'You do not know this person, or do not want this? Decline, or do nothing: then nothing happens.',
          }
        : {
            subject: `${sender} shares ${what} with you`,
            title: `${sender} shares ${sensors(count)} with you`,
            before: [],
            after: [
              `You can see what ${measured(count)} ${when(from, until)}. ${sender} can end this at any time, and so can you.`,
            ],
            button: 'Open your sensors',
            unexpected: 'You do not know this person, or do not want this?',
            other: 'Decline, or hear no more from this person',
          },

    unshared: ({ sender, what, count }) => ({
      subject: `${sender} no longer shares ${what} with you`,
      title: `${sender} no longer shares ${sensors(count)} with you`,
      before: [],
      after: [`You do not see ${it(count)} any more. Everything else is as it was.`],
      button: 'Open your sensors',
      unexpected: `You did not expect this? Ask ${sender}: an answer to this letter goes there.`,
    }),

    left: ({ sender, what, count }) => ({
      subject: `${sender} gave ${what} back`,
      title: `${sender} gave ${sensors(count)} back`,
      before: ['You shared this, and it has ended:'],
      after: [
        `${sender} does not see ${it(count)} any more. Nothing else changes. You can share ${it(count)} again at any time.`,
      ],
      button: 'Open your sensors',
      unexpected: `You did not expect this? Ask ${sender}: an answer to this letter goes there.`,
    }),

    declined: ({ sender, what, count }) => ({
      subject: `${sender} declined ${what}`,
      title: `${sender} declined ${sensors(count)}`,
      before: ['You shared this, and it has ended:'],
      after: [
        `${sender} does not see ${it(count)}. Nothing else changes. You can share with this person again in 30 days.`,
      ],
      button: 'Open your sensors',
      unexpected: `You did not expect this? Ask ${sender}: an answer to this letter goes there.`,
    }),

    unclaimed: ({ sender, what, count }) => ({
      subject: `${what} ${count === 1 ? 'is' : 'are'} no longer shared with you`,
      title: `${count === 1 ? 'A sensor is' : `${count} sensors are`} no longer shared with you`,
      before: [
        `${sender} gave ${count === 1 ? 'this sensor' : 'these sensors'} up, or somebody else took ${it(count)} over:`,
      ],
      after: [`So you do not see ${it(count)} any more. Everything else is as it was.`],
      button: 'Open your sensors',
      unexpected: `You did not expect this? Ask ${sender}: an answer to this letter goes there.`,
    }),

    contested: ({ what, count }) => ({
      subject: `${what} ${count === 1 ? 'has' : 'have'} a new owner`,
      title: count === 1 ? 'A sensor of yours has a new owner' : `${count} sensors of yours have a new owner`,
      before: [`Somebody proved, with the secret of the ${count === 1 ? 'sensor' : 'sensors'}, to have this:`],
      after: [
        `${count === 1 ? 'It is' : 'They are'} no longer in your account, and your guests do not see ${it(count)} any more. ` +
          'Everything else is as it was.',
      ],
      button: 'Open your sensors',
      unexpected:
        `You sold ${it(count)} or gave ${it(count)} away? Then all is well. You still have ${it(count)}? ` +
        `Claim ${it(count)} back with the same secret, and think about who else knows it.`,
    }),

    expiring: ({ sender, guest, what, count, expiresAt, toSender }) =>
      toSender
        ? {
            subject: `You share ${what} until ${day(expiresAt)}`,
            title: count === 1 ? 'A share of yours ends soon' : `${count} shares of yours end soon`,
            before: [`Until ${moment(expiresAt)} you share with ${guest}:`],
            after: [`After that ${guest} does not see ${it(count)} any more. You can share ${it(count)} for longer.`],
            button: 'Open your sensors',
            unexpected: `It is meant to end? Then you need not do anything.`,
          }
        : {
            subject: `You see ${what} until ${day(expiresAt)}`,
            title: count === 1 ? 'A share ends soon' : `${count} shares end soon`,
            before: [`Until ${moment(expiresAt)} ${sender} shares with you:`],
            after: [`After that you do not see ${it(count)} any more. Everything else stays as it is.`],
            button: 'Open your sensors',
            unexpected: `You need ${it(count)} for longer? Ask ${sender}: an answer to this letter goes there.`,
          },

    deletion: () => ({
      subject: 'Delete your account?',
      title: 'Delete your account?',
      before: ['Somebody who is signed in with this address, most likely you, wants to delete the account.'],
      after: [
        'Your sensors and sessions would be deleted, and your shares would end. It cannot be undone. The button opens a ' +
          'page that asks once more, and works for a day.',
      ],
      button: 'Go on to delete it',
      unexpected:
        'You did not ask for this? Then do nothing, and nothing is deleted. But look through your sessions, and end those ' +
        'that you do not know: it was asked for from one of them.',
    }),

    newSignIn: ({ news: { at, device, network } }) => ({
      subject: 'A new sign-in to your account',
      title: 'A new sign-in to your account',
      before: [`Device: ${device}`, `Network: ${network}`, `Time: ${instant(at)}`],
      after: ['That was you? Then you need not do anything.', notYou],
      button: 'Sign out everywhere …',
      unexpected: whatItDoes,
    }),

    newKey: ({ news: { at, key } }) => ({
      subject: 'A new access key for your account',
      title: 'A new access key for your account',
      before: [
        `Somebody who is signed in with this address, most likely you, made an access key on ${instant(at)}. Programs can ` +
          'use it to read your sensors, and to do more if that was chosen.',
        ...(key ? [`Its name: “${key}”`] : []),
      ],
      after: ['That was you? Then you need not do anything.', notYou],
      button: 'Sign out everywhere …',
      unexpected: whatItDoes,
    }),

    newPasskey: ({ news: { at, key } }) => ({
      subject: 'A new passkey for your account',
      title: 'A new passkey for your account',
      before: [
        `Somebody who is signed in with this address, most likely you, added a passkey on ${instant(at)}. Whoever has ` +
          'it can sign in without an email.',
        ...(key ? [`Its name: “${key}”`] : []),
      ],
      after: ['That was you? Then you need not do anything.', notYou],
      button: 'Sign out everywhere …',
      unexpected: whatItDoes,
    }),
  } satisfies Record<Letter['kind'], (facts: Facts) => Words>,
}

const notYou = 'That was not you? Then sign out everywhere.'
const whatItDoes =
  'The button opens a page that asks once more, and works for a day. Signing out everywhere ends all sessions, access ' +
  'keys, passkeys and tokens of your account, also your own. After that, look to your mailbox: whoever reads your emails can sign in.'

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
