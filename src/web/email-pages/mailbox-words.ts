/** Texts of the mailbox. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Mailbox',
  none: 'No emails yet. No mail is set up, so emails are kept here instead of being sent.',
  intro: (count: number) =>
    count === 1
      ? 'No mail is set up, so emails are kept here. There is one.'
      : `No mail is set up, so emails are kept here. These are the newest ${count}.`,
  to: 'to',
  letter: 'The email',
  links: 'Links in it',
  purposes: {
    home: 'Open the service',
    sensors: 'Open what is shared',
    settings: 'Email settings',
    signOut: 'Sign out everywhere',
    signIn: 'Sign in',
    stopCodes: 'Stop these emails for a day',
    deletion: 'Delete the account',
    invitation: 'Accept or decline',
  } as Record<string, string>,
  text: 'As text',
  all: 'All emails',
  noneSuch: 'No such email',
  noneSuchIntro: 'Only the newest 1,000 are kept.',
  locked: 'The mailbox is locked',
  howToOpen:
    'It holds the emails of everybody, with their sign-in codes. It opens with the link that the server printed when it started. The link works once; then your browser may open the mailbox for 30 days, and the first person who signs in there operates the server.',
  newLink: 'You need a new link? Start the server again.',
  app: 'Go to the sensors',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
