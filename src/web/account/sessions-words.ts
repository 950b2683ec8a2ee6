/** Texts about sessions, signing out everywhere, and what happened to the account. */
export const words = {
  sessions: 'Where you are signed in',
  sessionsIntro:
    'Each browser or app in which you have signed in has a line of its own. End those that you do not know, or use no more. One that is not used for 90 days ends by itself.',
  noSession: 'Nowhere: this browser uses a token that somebody else has issued.',
  network: 'Network',
  since: 'signed in',
  lastUsed: 'last used',
  thisOne: 'this browser',
  endSession: 'End',
  endThis: 'Sign out here',
  endOthers: 'End all others',
  everywhereOpen: 'Sign out everywhere …',
  everywhereTitle: 'Sign out everywhere?',
  everywhereWhat: [
    'All browsers and apps are signed out, this one too.',
    'All access keys are revoked: programs that use them stop working.',
    'Tokens that were made for scripts stop working.',
    'All passkeys are removed. You can add them again.',
    'Your sensors and shares stay as they are, and you can sign in again at once with a code by email.',
  ],
  everywhere: 'Sign out everywhere',
  stay: 'Stay signed in',
  activityOpen: 'What happened to your account',
  activity: 'What happened to your account',
  activityIntro:
    'Sign-ins, wrong codes, access keys, and what the operator of this service changed. Something that you do not know? Sign out everywhere.',
  noActivity: 'Nothing has happened yet.',
  older: 'Older',
  back: 'Back to your account',
}
