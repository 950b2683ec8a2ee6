/** Texts about sessions, signing out everywhere, and what happened to the account. */
import type { Texts } from '../language/texts.ts'

const en = {
  sessions: 'Where you are signed in',
  sessionsIntro:
    'Browsers and apps in which you are signed in. End those that you don’t know or no longer use. A session ends by itself after 90 days without use.',
  noSession: 'This browser uses a token from another issuer.',
  network: 'Network',
  since: 'signed in',
  lastUsed: 'last used',
  thisOne: 'this browser',
  endSession: 'End',
  endThis: 'Sign out here',
  endOthers: 'End all others',
  everywhereOpen: 'Sign out everywhere …',
  everywhereTitle: 'Sign out everywhere?',
  everywhereWhat: [
    'All browsers and apps are signed out, this one too.',
    'All access keys are revoked: programs that use them stop working.',
    'Tokens that were made for scripts stop working.',
    'All passkeys are removed, and phones that forward readings need a new address. You can add them again.',
    'Your sensors and shares stay as they are, and you can sign in again at once with a code by email.',
  ],
  everywhere: 'Sign out everywhere',
  stay: 'Stay signed in',
  activityOpen: 'Account activity',
  activity: 'Account activity',
  activityIntro:
    'Sign-ins, wrong codes, access keys, passkeys, and changes by the operator of this service. Don’t recognize something? Sign out everywhere.',
  noActivity: 'Nothing has happened yet.',
  older: 'Older',
  back: 'Back to your account',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
