/** Texts of the mailbox. */
export const words = {
  title: 'Mailbox',
  none: 'There is no letter yet. What the service would send by mail is kept here, as no mail is set up.',
  intro: (count: number) =>
    count === 1
      ? 'No mail is set up, so letters stay here. This is the only one.'
      : `No mail is set up, so letters stay here. These are the newest ${count}.`,
  to: 'to',
  letter: 'The letter',
  links: 'Links in it',
  purposes: {
    home: 'Open the service',
    signIn: 'Sign in',
    stopCodes: 'Stop these emails for a day',
    deletion: 'Delete the account',
    invitation: 'Accept or decline',
  } as Record<string, string>,
  text: 'As text',
  all: 'All letters',
  noneSuch: 'There is no such letter',
  noneSuchIntro: 'Only the newest 1,000 are kept.',
  locked: 'The mailbox is locked',
  howToOpen:
    'It holds the emails of everybody, with their sign-in codes. It opens with the link that the server printed when it started. The link works once; then your browser may open the mailbox for 30 days.',
  newLink: 'You need a new link? Start the server again.',
  app: 'Go to the sensors',
}
