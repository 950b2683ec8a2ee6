/** Texts of the account pages. */
const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

export const words = {
  title: 'Account',
  intro: (email: string) => `You are signed in as ${email}. What people share with this address is yours to see.`,
  back: 'Back to your account',

  ended: 'That session has ended. Whoever used it must sign in again.',
  endedBefore: 'That session had ended already.',
  othersEnded: (count: number) =>
    count === 0 ? 'There were no others.' : `${counted(count, 'other session')} ended. This browser stays signed in.`,

  asking: 'Before others share with you',
  askFirst: 'Ask me first',
  askFirstHelp: 'What is shared with you from then on waits under Invitations until you accept it.',
  alwaysAsked: 'Here, everything that is shared with you waits for your yes under Invitations.',
  save: 'Save',
  asks: 'From now on, what is shared with you waits for your yes.',
  asksNot: 'From now on, what is shared with you appears in your list by itself.',

  mutes: 'Whom you hear nothing of',
  mutesIntro:
    'You get no letters about what they do. What they share with you is there all the same. Hear of them again, and the letters come from then on.',
  mutedSince: 'muted',
  moreMutes: 'Show more',
  unmute: 'Hear of them again',
  unmuted: (sender: string) => `From now on you get letters about what ${sender} does.`,
  notMuted: (sender: string) => `${sender} was not muted any more.`,

  plan: 'Your plan',
  planIs: (name: string) => `You have the plan ${name}.`,
  until: 'It ends',
  thenBasic: 'then Basic counts.',
  claims: 'Sensors that you own',
  shares: 'Shares that you give',
  used: (count: number, most: number) => `${count.toLocaleString('en')} of ${most.toLocaleString('en')}`,
  perSensor: (most: number) =>
    most === 0
      ? 'This plan does not include sharing.'
      : `Each sensor can be shared with ${counted(most, 'person', 'people')}.`,
  history: (days: number, minutes: number) =>
    `You, and whom you share with, can look back ${counted(days, 'day')}, ${minutes === 1 ? 'minute by minute' : `at one measurement in ${minutes} minutes`}.`,
  code: 'Code for a plan',
  codeHelp: 'If somebody gave you one, like ABCD-EFGH-JKMN-PQRS-TUVW.',
  useCode: 'Use the code',
  noCode: 'Write the code first.',
  codeUsed: (name: string) => `You have the plan ${name} now.`,

  newKey: 'Your new access key',
  newKeyIntro: 'Copy the secret now, and keep it where the program reads it. It is shown this once and never again.',
  keyId: 'Id of the key',
  secret: 'Secret',
  copy: 'Copy',
  copied: 'Copied.',
  keyDone: 'I have kept it',
  revokeTitle: 'Revoke this key?',
  revokeIntro: 'Whatever signs with it is turned away from that moment on. This cannot be undone.',
  doRevoke: 'Revoke it',
  keepKey: 'Keep it',
  revoked: 'The key is revoked. Nothing that was signed with it is let in any more.',
  keyGone: 'That key was revoked already.',

  data: 'Your data',
  dataIntro:
    'All that is kept about you, in one file that programs can read: your account, sensors, shares, history and emails. What your sensors measured is read through the API. You can have it five times a day.',
  download: 'Download my data',

  remove: 'Delete your account',
  removeIntro: 'Your sensors, your shares and your sessions go with it.',
  removeOpen: 'Delete my account …',
  removeTitle: 'Delete your account?',
  removeWhat: [
    'Your sensors are given up, and what they measured is nobody’s any more.',
    'What you share ends at once, and the people who have it are told by letter.',
    'What others share with you ends, too.',
    'Your sessions and access keys end, and your address is forgotten.',
  ],
  removeHow: 'Nothing is deleted yet: we send you a letter with a link, and the account goes when you confirm there.',
  removeType: 'Type your own address',
  removeSend: 'Send me the letter',
  keepAccount: 'Keep my account',
  sentTitle: 'Look into your mailbox',
  sent: (email: string) =>
    `A letter to ${email} is on its way. Its link is good for a day. Until you open it and confirm, nothing is deleted.`,
}
