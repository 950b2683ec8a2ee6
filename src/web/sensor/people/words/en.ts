/** Texts about the guests of a sensor and their shares, in English. */

import type { State } from '../../../../access/permission.ts'
import type { ShareView } from '../../../../sharing/read/shown.ts'
import { counts } from '../../../language/counts.ts'

export const en = {
  title: 'People',
  nobody: 'Only you have access. People you share this sensor with appear here.',
  others: (count: number) => counts.en(count, '# more person', '# more people'),
  menu: (guest: string) => `More for ${guest}`,
  more: 'More people',
  states: {
    live: 'Has access',
    pending: 'Invited',
    paused: 'Paused',
    scheduled: 'Starts later',
  } satisfies Record<State, string>,
  waitsFor: 'They have not accepted yet.',
  since: 'Shared',
  fates: {
    queued: 'The email is on its way.',
    held: 'The email is waiting because many were sent just now. It will be sent later.',
    sent: 'The email was sent.',
    delivered: 'The email has arrived.',
    bounced: 'The email could not be delivered: check the address.',
    suppressed: 'This address gets no emails from us: tell them yourself.',
    muted: 'They have muted you and get no emails about what you share: tell them yourself.',
  } satisfies Record<NonNullable<ShareView['letter']>, string>,
  noLetter: 'No email was sent.',
  change: 'Edit access',
  pause: 'Pause',
  resume: 'Resume',
  resend: 'Send the email again',
  unshare: 'Remove access',
  paused: (guest: string) => `Paused: ${guest} has no access until you resume.`,
  resumed: (guest: string) => `Resumed: ${guest} has access again.`,
  resent: (guest: string) => `The email to ${guest} will be sent again.`,
  tooSoon: (minutes: number) =>
    `You sent this email again less than an hour ago. Try again in ${minutes} ${counts.en(minutes, 'minute', 'minutes')}.`,
  changed: (guest: string) => `Access of ${guest} updated.`,
  unchanged: 'Nothing has changed.',
  unshared: (guest: string) => `Removed the access of ${guest}.`,
  cancelled: (guest: string) => `Removed the access of ${guest}. The invitation no longer works.`,

  changeTitle: (name: string) => `Edit access to ${name}`,
  with: 'Shared with',
  what: 'What they see',
  alsoLater: 'Everything, including future readings',
  alsoLaterServices: 'Everything, including services added later',
  allCounts: 'With “Everything” chosen, the other choices don’t matter.',
  mayScript: 'Allow programs',
  scriptingMeans: 'Their programs may read this with an access key. Without this, only they themselves can.',
  note: 'Message (optional)',
  noteTooLong: 'The message is too long. The limit is 500 characters.',
  startsAt: 'Start date',
  expiresAt: 'End date',
  timeMeans: (zone: string) => `Leave both empty to share at once and without an end date. Time zone: ${zone}`,
  noTime: 'That is not a valid time. Write it like 2026-12-24T18:00, or leave it empty.',
  nothingTicked: 'Choose what they may see, or allow programs. To end the share, use “Remove access”.',
  save: 'Save',
  back: 'Back',

  unshareTitle: (name: string) => `Remove access to ${name}?`,
  unshareText: (guest: string) => `${guest} loses access at once and gets an email.`,
  unshareSilent: (guest: string) => `${guest} has no access right now. They get an email that the share has ended.`,
  cancelText: (guest: string) => `${guest} has not accepted yet. The invitation stops working, and no email is sent.`,
  keep: 'Cancel',

  yours: 'Your access',
  terms: 'You see',
  noteOf: 'Their message',
  rename: 'Rename',
  yourName: 'Only you see the name you give it.',
  leave: 'Leave',
}

/** What every language has. */
export type Words = typeof en
