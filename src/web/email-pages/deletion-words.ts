/** Texts of the pages behind the link of a deletion email. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Delete your account?',
  what: 'Your sensors and sessions are deleted. People you share with lose access and get an email, and you lose access to what is shared with you. This cannot be undone.',
  remove: 'Delete my account',
  notYou: 'Didn’t request this? Close this page, and nothing happens.',
  done: 'Your account is deleted',
  unknown: (email: string) => `${email} is no longer stored here. You can sign up again at any time.`,
  again: 'Sign up again',
  ended: 'This link has ended',
  why: 'It was already used, or it is older than a day. If you still want to delete your account, request a new email in your app, or here.',
  account: 'Your account',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
