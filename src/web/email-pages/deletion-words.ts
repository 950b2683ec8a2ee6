/** Texts of the pages behind the link of a deletion letter. */
export const words = {
  title: 'Delete your account?',
  what: 'Your sensors and sessions are deleted. What you share ends, and your guests are told; what is shared with you ends, too. This cannot be undone.',
  remove: 'Delete my account',
  notYou: 'You did not ask for this? Close this page, and nothing happens.',
  done: 'Your account is deleted',
  unknown: (email: string) => `${email} is not known here any more. You can sign up again whenever you like.`,
  again: 'Sign up again',
  ended: 'This link has ended',
  why: 'It was used already, or it is older than a day. If you still want to delete your account, ask for a new letter in your app, or here.',
  account: 'Your account',
}
