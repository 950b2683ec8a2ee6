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
    deletion: 'Delete the account',
    invitation: 'Accept or decline',
  } as Record<string, string>,
  text: 'As text',
  all: 'All letters',
  noneSuch: 'There is no such letter',
  noneSuchIntro: 'Only the newest 1,000 are kept.',
  app: 'Go to the sensors',
}
