/** Texts of the account pages, in English. */
import { counts } from '../../language/counts.ts'

const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

export const en = {
  title: 'Account',
  intro: (email: string) => `You are signed in as ${email}.`,
  back: 'Back to your account',
  operates: 'You operate this server.',
  gateways: 'See its gateways',

  ended: 'That session has ended. Whoever used it must sign in again.',
  endedBefore: 'That session has already ended.',
  othersEnded: (count: number) =>
    count === 0
      ? 'There were no other sessions.'
      : `${counted(count, 'other session')} ended. This browser stays signed in.`,

  asking: 'Invitations',
  askFirst: 'Ask me first',
  askFirstHelp: 'New shares wait under Invitations until you accept them.',
  alwaysAsked: 'On this service, all shares wait under Invitations until you accept them.',
  save: 'Save',
  asks: 'From now on, new shares wait until you accept them.',
  asksNot: 'From now on, new shares appear in your list at once.',

  mutes: 'Muted people',
  mutesIntro: 'You get no emails about what they share. You still have access to it.',
  mutedSince: 'muted',
  moreMutes: 'Show more',
  unmute: 'Unmute',
  unmuted: (sender: string) => `${sender} is unmuted. You get emails about what they share again.`,
  notMuted: (sender: string) => `${sender} is not muted.`,

  plan: 'Your plan',
  planIs: (name: string) => `You have the plan ${name}.`,
  until: 'It ends',
  thenBasic: 'then you have Basic.',
  claims: 'Sensors you own',
  shares: 'Shares',
  used: (count: number, most: number) => `${count.toLocaleString('en')} of ${most.toLocaleString('en')}`,
  perSensor: (most: number) =>
    most === 0
      ? 'This plan does not include sharing.'
      : `Each sensor can be shared with ${counted(most, 'person', 'people')}.`,
  history: (days: number, minutes: number) =>
    `You and people with access can look back ${counted(days, 'day')}, ${counts.en(minutes, 'minute by minute', 'at one measurement in # minutes')}.`,
  code: 'Plan code',
  codeHelp: 'If somebody gave you one, like ABCD-EFGH.',
  useCode: 'Use the code',
  noCode: 'Enter the code first.',
  codeUsed: (name: string) => `You have the plan ${name} now.`,

  newKey: 'Your new access key',
  newKeyIntro: 'Copy the secret now and store it where the program reads it. It won’t be shown again.',
  keyId: 'Key ID',
  secret: 'Secret',
  copy: 'Copy',
  copied: 'Copied.',
  keyDone: 'Done, I’ve saved it',
  revokeTitle: 'Revoke this key?',
  revokeIntro: 'Programs that use it stop working at once. This cannot be undone.',
  doRevoke: 'Revoke',
  keepKey: 'Cancel',
  revoked: 'The key is revoked. Programs that use it no longer have access.',
  keyGone: 'That key was already revoked.',

  data: 'Your data',
  dataIntro:
    'Everything that is stored about you in one JSON file: your account, sensors, shares, history and emails. Readings are available through the API. Up to five downloads a day.',
  download: 'Download my data',

  remove: 'Delete your account',
  removeIntro: 'This also deletes your sensors, shares and sessions.',
  removeOpen: 'Delete my account …',
  removeTitle: 'Delete your account?',
  removeWhat: [
    'Your sensors are removed from your account, and nobody has access to their readings any more.',
    'People you share with lose access at once and get an email.',
    'You lose access to what others share with you.',
    'Your sessions and access keys end, and your address is deleted.',
  ],
  removeHow: 'Nothing is deleted yet: we send you an email with a link, and you confirm there.',
  removeType: 'Your email address',
  removeSend: 'Send me the email',
  keepAccount: 'Keep my account',
  sentTitle: 'Check your email',
  sent: (email: string) =>
    `We are sending an email to ${email}. Its link works for a day. Nothing is deleted until you open it and confirm.`,
}

/** What every language has. */
export type Words = typeof en
