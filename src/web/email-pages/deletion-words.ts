/** Texts of the pages behind the link of a deletion email. */
export const words = {
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
