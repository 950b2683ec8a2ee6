/** Texts of the sign-in pages. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Sign in',
  intro: 'Enter your email address and we send you a code. If you are new here, this creates your account.',
  email: 'Email address',
  send: 'Send me a code',
  noCodes: 'This server sends no emails, so there are no codes.',
  with: (provider: string) => `Sign in with ${provider}`,
  codeTitle: 'Enter your code',
  sent: (email: string) =>
    `We have sent an email with a code of four characters to ${email}. The code works for 15 minutes.`,
  code: 'Code',
  enter: 'Sign in',
  other: 'Use another address, or send a new code',
  inMailbox:
    'No mail is set up here, so the email is in the mailbox of this server. Its operator opens that with the link that the server printed when it started.',
  mailbox: 'Open the mailbox',
  linkTitle: 'Sign in?',
  noMailTitle: 'Signing in does not work yet',
  noMail: 'This server cannot send emails yet, so it cannot send you a code. Please tell the person who runs it.',
  noMailOperator: 'Do you run it? Set one of these, and start it again:',
  noMailSettings: [
    'To send emails: POSTMARK_TOKEN or SMTP_URL, together with MAIL_FROM and PUBLIC_URL.',
    'For a trial: MAILBOX=on. All emails are then kept at /mailbox, for everybody who can reach this server.',
  ],
  noMailAgain: 'Try again',
  notYou: 'Didn’t request a code? Close this page, and nothing happens.',
  linkEnded: 'This link was already used, or it is older than 15 minutes. Request a new email.',
  stopTitle: 'Stop sign-in emails?',
  stopMeans:
    'For a day we send no code that was requested from a place where you never signed in. Codes that were requested there stop working now. Where you signed in before, nothing changes.',
  stop: 'Stop for a day',
  stoppedTitle: 'Stopped for a day',
  stopped: (email: string) =>
    `Strangers cannot cause sign-in emails to ${email} for a day. If they go on, use the link in the next email.`,
  stopEndedTitle: 'This link has ended',
  stopEnded: 'The code in its email was used, or the email is more than a day old. Use the link in a newer email.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
