/** Texts of the email settings on the account page. */
import type { EmailSetting } from '../../mail/email-settings.ts'
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Emails',
  intro: 'Send me an email when …',
  settings: {
    shared: 'somebody shares a sensor with me',
    answered: 'somebody accepts or declines what I share',
    ended: 'my access ends, or somebody leaves what I share',
    endsSoon: 'a share ends within a day',
  } satisfies Record<EmailSetting, string>,
  always:
    'Emails about signing in, new access keys and passkeys, a sensor that has a new owner, and deleting your account are always sent. They keep your account safe.',
  save: 'Save email settings',
  saved: 'Email settings saved.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
