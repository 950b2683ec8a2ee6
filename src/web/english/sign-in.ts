/** The words of signing in. */
export const signIn = {
  title: 'Sign in',
  intro: 'Tell us your e-mail address, and we send you a code. If you are new here, that makes your account.',
  email: 'E-mail address',
  send: 'Send me a code',
  codeTitle: 'Enter your code',
  sent: (email: string) =>
    `We have sent a letter with a code of four characters to ${email}. It is good for 15 minutes.`,
  code: 'Code',
  enter: 'Sign in',
  other: 'Use another address, or send a new code',
  inMailbox: 'No mail is set up here: the letter is in the mailbox.',
  mailbox: 'Open the mailbox',
  linkTitle: 'Sign in?',
  notYou: 'You did not ask for a code? Close this page, and nothing happens.',
  linkEnded: 'This link was used already, or it is older than 15 minutes. Ask for a new letter.',
}
