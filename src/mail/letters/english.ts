/** All words of the letters, in English: the source of the other languages. */
import { pluralIn } from '../../people/language.ts'
import type { Facts, Texts } from './texts.ts'

const plural = pluralIn('en')

/** The texts of letters in English. */
export const english: Texts = {
  locale: 'en-GB',
  at: ', ',
  somebody: 'Somebody',
  quote: text => `“${text}”`,
  what: (count, name) => plural(count, name, `${count} sensors`),
  more: count => `and ${count} more`,
  noteBy: sender => `${sender} wrote:`,
  sentTo: recipient => `sensor-share sent this email to ${recipient}.`,
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

    invitation: ({ sender, what, count, ...period }) => ({
      subject: `${sender} shares ${what} with you`,
      title: `${sender} shares ${sensors(count)} with you`,
      before: [`sensor-share lets people share what their sensors measure. This is shared with you:`],
      after: [
        `Accept to see what ${measured(count)}: there is nothing to fill in. You can also decline, or mute this person.`,
        ...sharedDuring(count, period),
      ],
      button: 'See the invitation',
      unexpected: 'Don’t know this person, or don’t want this? Decline, or do nothing: then nothing happens.',
    }),

    shared: ({ sender, what, count, mustAccept, ...period }) =>
      mustAccept
        ? {
            subject: `${sender} wants to share ${what} with you`,
            title: `${sender} wants to share ${sensors(count)} with you`,
            before: [],
            after: [
              `Accept to see what ${measured(count)}. You can also decline, or mute this person.`,
              ...sharedDuring(count, period),
            ],
            button: 'See the invitation',
            unexpected: 'Don’t know this person, or don’t want this? Decline, or do nothing: then nothing happens.',
          }
        : {
            subject: `${sender} shares ${what} with you`,
            title: `${sender} shares ${sensors(count)} with you`,
            before: [],
            after: [
              `You can see what ${measured(count)} ${when(period)}. ${sender} can remove your access at any time, and you can leave at any time.`,
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
      subject: `${what} ${plural(count, 'is', 'are')} no longer shared with you`,
      title: `${plural(count, 'A sensor is', `${count} sensors are`)} no longer shared with you`,
      before: [
        `${sender} removed ${plural(count, 'this sensor', 'these sensors')} from their account, or somebody else took ${it(count)} over:`,
      ],
      after: [`So you no longer see ${it(count)}. Nothing else has changed.`],
      button: 'Open your sensors',
      unexpected: `Didn’t expect this? Ask ${sender}: a reply to this email goes to them.`,
    }),

    contested: ({ what, count }) => ({
      subject: `${what} ${plural(count, 'has', 'have')} a new owner`,
      title: plural(count, 'A sensor of yours has a new owner', `${count} sensors of yours have a new owner`),
      before: [`Somebody proved with the secret of the ${plural(count, 'sensor', 'sensors')} that they have this:`],
      after: [
        `${plural(count, 'It is', 'They are')} no longer in your account, and people you shared with no longer see ${it(count)}. ` +
          'Nothing else has changed.',
      ],
      button: 'Open your sensors',
      unexpected:
        `Sold ${it(count)} or gave ${it(count)} away? Then all is well. Still have ${it(count)}? ` +
        `Claim ${it(count)} back with the same secret, and think about who else knows it.`,
    }),

    expiring: ({ sender, guest, what, count, expiresAt, toSender, times: { day, instant } }) =>
      toSender
        ? {
            subject: `You share ${what} until ${day(expiresAt)}`,
            title: plural(count, 'One of your shares ends soon', `${count} of your shares end soon`),
            before: [`Until ${instant(expiresAt)}, you share with ${guest}:`],
            after: [`After that ${guest} no longer sees ${it(count)}. You can change the end date.`],
            button: 'Open your sensors',
            unexpected: 'Should it end? Then you don’t need to do anything.',
          }
        : {
            subject: `You see ${what} until ${day(expiresAt)}`,
            title: plural(count, 'A share ends soon', `${count} shares end soon`),
            before: [`Until ${instant(expiresAt)}, ${sender} shares with you:`],
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

    newSignIn: ({ news: { at, device, network }, times }) => ({
      subject: 'A new sign-in to your account',
      title: 'A new sign-in to your account',
      before: [`Device: ${device}`, `Network: ${network}`, `Time: ${times.instant(at)}`],
      ...safety,
    }),

    newKey: ({ news: { at, key }, times }) => ({
      subject: 'A new access key for your account',
      title: 'A new access key for your account',
      before: [
        `An access key was created in your account on ${times.instant(at)}. Programs can use it to read your sensors, and to do ` +
          'more if its scope allows that.',
        ...(key ? [`Its name: “${key}”`] : []),
      ],
      ...safety,
    }),

    newPasskey: ({ news: { at, key }, times }) => ({
      subject: 'A new passkey for your account',
      title: 'A new passkey for your account',
      before: [
        `A passkey was added to your account on ${times.instant(at)}. It signs in without an email.`,
        ...(key ? [`Its name: “${key}”`] : []),
      ],
      ...safety,
    }),

    newPhone: ({ news: { at, key }, times }) => ({
      subject: 'A new address for a phone that forwards',
      title: 'A new address for a phone that forwards',
      before: [
        `An address was created in your account on ${times.instant(at)}. It lets a phone add readings to your sensors, and nothing else.`,
        ...(key ? [`Its name: “${key}”`] : []),
      ],
      ...safety,
    }),
  },
}

const safety = {
  after: ['Was this you? Then you don’t need to do anything.', 'Not you? Then sign out everywhere.'],
  button: 'Sign out everywhere …',
  unexpected:
    'The button opens a page that asks once more, and works for a day. Signing out everywhere ends all sessions, access ' +
    'keys, passkeys and tokens of your account, also your own. After that, secure your mailbox: whoever reads your emails ' +
    'can sign in.',
}

const sensors = (count: number) => plural(count, 'a sensor', `${count} sensors`)
const measured = (count: number) => plural(count, 'it measures', 'they measure')
const it = (count: number) => plural(count, 'it', 'them')

type Period = Pick<Facts, 'from' | 'until' | 'times'>
const when = ({ from, until, times }: Period) =>
  `${from ? `from ${times.instant(from)}` : 'from now on'}${until ? `, until ${times.instant(until)}` : ''}`
const sharedDuring = (count: number, period: Period) =>
  period.from || period.until ? [`${plural(count, 'It is', 'They are')} shared ${when(period)}.`] : []
