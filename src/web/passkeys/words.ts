/** Texts about passkeys. */
import type { Texts } from '../language/texts.ts'

const en = {
  or: 'or',
  use: 'Sign in with a passkey',
  notUsed: 'No passkey was used. Try again, or ask for a code.',

  title: 'Passkeys',
  intro:
    'With a passkey you sign in with your fingerprint, your face or the PIN of your device, without waiting for an email. Codes still work.',
  none: 'You have no passkeys.',
  made: 'created',
  used: 'last used',
  neverUsed: 'not used yet',
  remove: 'Remove …',
  removeLabel: (name: string) => `Remove ${name}`,
  name: 'Name of the new passkey',
  nameHelp: 'For example “My phone”.',
  add: 'Add a passkey',
  notAdded: 'No passkey was created. This device may already have one for your account. Otherwise try again.',
  needsScripts: 'To add a passkey, your browser must support passkeys and allow scripts here.',
  needsTls: 'Passkeys can only be added where this page has an https address with a name.',
  full: 'Passkey limit reached. Remove one first.',
  needsSignIn: 'To add a passkey, sign in with a code.',
  added: 'Passkey added. You can sign in with it from now on.',
  removeTitle: 'Remove this passkey?',
  removeIntro: 'You can no longer sign in with it. Your device may offer it until you delete it there, too.',
  doRemove: 'Remove',
  keep: 'Cancel',
  removed: 'Passkey removed. Nobody can sign in with it any more.',
  gone: 'That passkey was already removed.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
