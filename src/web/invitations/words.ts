/** Texts of the invitation pages. */
import type { ShareView } from '../../sharing/read/shown.ts'

const sensors = (count: number) => (count === 1 ? '1 sensor' : `${count} sensors`)

export const words = {
  title: 'Invitations',
  toMe: 'For you',
  noneToMe: 'Nothing waits for your yes. What others share with you stands in your list of sensors.',
  from: (owner: string, count: number) => `${owner} shares ${sensors(count)} with you`,
  wrote: (owner: string) => `${owner} wrote:`,
  accept: 'Accept',
  acceptAll: (count: number) => `Accept all ${count}`,
  decline: 'Decline',
  declineAll: (count: number) => `Decline all ${count}`,
  meaning:
    'Accept, and you see it. Decline, and its owner is told, and cannot share with you again for 30 days. Do nothing, and nothing happens.',
  accepted: (count: number) =>
    `You accepted ${sensors(count)}. You see ${count === 1 ? 'it' : 'them'} in your list now.`,
  declined: (count: number) => `You declined ${sensors(count)}. The owner is told.`,
  gone: 'That is not shared with you any more.',
  declineTitle: 'Decline?',
  declineIntro: (owner: string, count: number) =>
    `${owner} is told that you do not want ${count === 1 ? 'it' : 'them'}, and cannot share anything with you again for 30 days.`,
  keep: 'Keep it waiting',
  more: 'Show more',

  fromMe: 'From you',
  noneFromMe: 'Nobody has to answer you.',
  since: 'since',
  letters: {
    queued: 'The letter goes out in a moment.',
    held: 'The letter is held back for now, and goes out by itself later.',
    sent: 'The letter is on its way.',
    delivered: 'The letter has arrived.',
    bounced: 'The letter came back: check the address.',
    suppressed: 'This address takes no letters from us. Tell them yourself.',
    muted: 'They want no letters about what you do. Tell them yourself.',
  } satisfies Record<NonNullable<ShareView['letter']>, string>,
  resend: 'Send again',
  resent: (guest: string) => `The letter to ${guest} goes out once more.`,
  tooSoon: (minutes: number) =>
    `That letter went out less than an hour ago. You can send it again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  cancel: 'Take back',
  cancelTitle: 'Take the invitation back?',
  cancelIntro: (guest: string) =>
    `${guest} has not answered yet. If you take it back, the link in the letter ends, and nobody is told.`,
  cancelled: (guest: string) => `The invitation for ${guest} is taken back.`,
  notYours: 'You do not share that with them any more.',
}
