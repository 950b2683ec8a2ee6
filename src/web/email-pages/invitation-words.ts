/** Texts of the pages behind the link of a letter about shares. */
const sensors = (count: number) => (count === 1 ? 'a sensor' : `${count} sensors`)

export const words = {
  title: (sender: string, count: number) => `${sender} shares ${sensors(count)} with you`,
  isFor: (recipient: string) => `This is for ${recipient}.`,
  isAccepted: 'You have accepted it.',
  see: 'See it here',
  accept: 'Accept',
  decline: 'Decline',
  mute: 'Mute this sender',
  meaning: (sender: string) =>
    `Decline, and ${sender} is told that you do not want it, and cannot share with you again for 30 days. Mute, and you get no more letters about what they do.`,
  accepted: (count: number) => `You accepted ${sensors(count)}`,
  whereToSee: (recipient: string) => `You see it here or in your app, signed in as ${recipient}.`,
  howToSee: (recipient: string) =>
    `To see it, sign up with ${recipient}, here or in your app: it is there when you do.`,
  signUp: 'Sign up here',
  declined: (count: number) => `You declined ${sensors(count)}`,
  gone: (sender: string) =>
    `You do not see it any more. ${sender} is told, and cannot share with you again for 30 days.`,
  muted: 'You hear no more of this sender',
  silence: (sender: string) =>
    `You get no more letters about what ${sender} does. What they share with you is still there. Under Account you can take this back.`,
  nothingLeft: 'This has ended',
  notShared: 'What this letter was about is not shared with you any more.',
  ended: 'This link has ended',
  why: 'It is older than 30 days, or not whole. What is shared with you is in your app, and',
  here: 'here',
}
