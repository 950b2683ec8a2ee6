/** Texts of the invitation pages. */

import type { ShareView } from '../../sharing/read/shown.ts'
import type { Texts } from '../language/texts.ts'

const sensors = (count: number) => (count === 1 ? '1 sensor' : `${count} sensors`)

const en = {
  title: 'Invitations',
  toMe: 'For you',
  noneToMe: 'No pending invitations.',
  from: (owner: string, count: number) => `${owner} shares ${sensors(count)} with you`,
  wrote: (owner: string) => `${owner} wrote:`,
  accept: 'Accept',
  acceptAll: (count: number) => `Accept all ${count}`,
  decline: 'Decline',
  declineAll: (count: number) => `Decline all ${count}`,
  meaning:
    'Accept to get access. If you decline, the owner is told and cannot share with you again for 30 days. If you do nothing, nothing happens.',
  accepted: (count: number) =>
    `You accepted ${sensors(count)}. ${count === 1 ? 'It is' : 'They are'} in your list of sensors now.`,
  declined: (count: number) => `You declined ${sensors(count)}. The owner is told.`,
  gone: 'That is no longer shared with you.',
  declineTitle: 'Decline?',
  declineIntro: (owner: string, count: number) =>
    `${owner} is told that you declined ${count === 1 ? 'it' : 'them'}, and cannot share anything with you for 30 days.`,
  keep: 'Cancel',
  more: 'Show more',

  fromMe: 'From you',
  noneFromMe: 'No pending replies.',
  since: 'since',
  letters: {
    queued: 'The email will be sent in a moment.',
    held: 'The email is waiting because many were sent just now. It will be sent later.',
    sent: 'The email was sent.',
    delivered: 'The email has arrived.',
    bounced: 'The email could not be delivered: check the address.',
    suppressed: 'This address gets no emails from us: tell them yourself.',
    muted: 'They have muted you and get no emails about what you share: tell them yourself.',
  } satisfies Record<NonNullable<ShareView['letter']>, string>,
  resend: 'Send again',
  resent: (guest: string) => `The email to ${guest} will be sent again.`,
  tooSoon: (minutes: number) =>
    `That email was sent less than an hour ago. You can send it again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  cancel: 'Remove access',
  cancelTitle: 'Remove access?',
  cancelIntro: (guest: string) => `${guest} has not accepted yet. The invitation stops working, and no email is sent.`,
  cancelled: (guest: string) => `Removed the access of ${guest}. The invitation no longer works.`,
  notYours: 'You no longer share that with them.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
