/** Refusals about signing in, and the links and emails that it needs. */
import type { RefusalKind } from './kind.ts'

/** They are part of the list in refusal.ts. */
export const signInRefusals = {
  badCode: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    sentence:
      'This code does not work: it is wrong, used or expired, or was asked for from another network. Ask for a new one.',
  },
  badLink: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    sentence:
      'This link does not work: it was used already, or is too old, or belongs to somebody else. Ask for a new one.',
  },
  guessesSlowed: {
    status: 429,
    code: 'ER_THROTTLED',
    sentence:
      'Many wrong codes are being tried just now, so this one could not be checked. Open the link in the email to sign in at once, or try again later.',
    headers: { 'retry-after': '15' },
  },
  passkeysFull: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Passkey limit reached. Remove one first.',
  },
  badPasskey: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    // The same for an unknown passkey, a wrong signature and an old challenge.
    sentence: 'That passkey does not work here, or it took too long. Try again, or use a code.',
  },
  noSuchPasskey: {
    status: 404,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_NOT_FOUND',
    sentence: 'You have no such passkey. It may have been removed already.',
  },
  badProvider: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    sentence: 'That sign-in was broken off, took too long or was used already. Try again, or use a code.',
  },
  unverified: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence:
      'The provider does not say that this email address is yours, so it does not sign you in. Verify the address there, or use a code.',
  },
  providerAway: {
    status: 503,
    code: 'ER_INTERNAL',
    sentence: 'The provider cannot be reached just now. Try again in a few seconds, or use a code.',
    headers: { 'retry-after': '10' },
  },
  mailboxLocked: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_FORBIDDEN',
    sentence:
      'The mailbox opens with the link that the server printed when it started. The link works once, and sets a cookie.',
  },
  noMail: {
    status: 503,
    code: 'ER_UNABLE_TO_SEND_EMAIL',
    sentence:
      'This server cannot send emails yet. Its operator has to set POSTMARK_TOKEN or SMTP_URL, together with MAIL_FROM and PUBLIC_URL; or MAILBOX=on for a trial.',
  },
} as const satisfies Record<string, RefusalKind>
