/** Texts of the page that signs out everywhere by a link. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Sign out everywhere?',
  what: 'All browsers and apps are signed out, passkeys are removed, and all access keys, tokens and addresses for phones of your account stop working. Sensors and shares stay as they are, and you can sign in again at once with a code by email.',
  signOut: 'Sign out everywhere',
  notYou: 'You know the sign-in, key or passkey that the email is about? Close this page, and nothing happens.',
  done: 'You are signed out everywhere',
  doneWhat:
    'Nobody is signed in to your account any more. If it was somebody else: they had read one of your emails, or they used a device where you were signed in. So change the password of your mailbox, too.',
  again: 'Sign in',
  ended: 'This link has ended',
  why: 'The email is more than a day old. You can sign out everywhere on your account page.',
  account: 'Your account',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
