/** Texts of the pages behind the link of an email about shares. */
import type { Texts } from '../language/texts.ts'

const sensors = (count: number) => (count === 1 ? 'a sensor' : `${count} sensors`)
const it = (count: number) => (count === 1 ? 'it' : 'them')

const en = {
  title: (sender: string, count: number) => `${sender} shares ${sensors(count)} with you`,
  wrote: (sender: string) => `${sender} wrote:`,
  isFor: (recipient: string) => `This is for ${recipient}.`,
  isAccepted: 'You have accepted it.',
  see: 'Open your sensors',
  open: (name: string) => `Open ${name}`,
  accept: 'Accept',
  acceptAndOpen: 'Accept and open',
  signsUp: (recipient: string) =>
    `Accepting creates an account for ${recipient} and signs you in on this device. You don’t have to type anything.`,
  signsIn: (recipient: string) => `Next you sign in as ${recipient}.`,
  insteadOf: (reader: string) => `Here you are signed in as ${reader}.`,
  signIn: 'Sign in',
  decline: 'Decline',
  mute: 'Mute this sender',
  meaning: (sender: string) =>
    `If you decline, ${sender} is told and cannot share with you again for 30 days. If you mute them, you get no more emails about what they share.`,
  accepted: (count: number) => `You accepted ${sensors(count)}`,
  notice: (count: number) => `You accepted ${sensors(count)}.`,
  notYet: (count: number) => `You accepted ${sensors(count)}. The owner has not started sharing ${it(count)} yet.`,
  whereToSee: (recipient: string) => `You see it here or in your app when you are signed in as ${recipient}.`,
  howToSee: (recipient: string) => `To see it, sign up with ${recipient}, here or in your app.`,
  otherAccount: (reader: string, recipient: string) =>
    `Here you are signed in as ${reader}. Sign out, and sign in as ${recipient} to see it.`,
  signUp: 'Sign up here',
  declined: (count: number) => `You declined ${sensors(count)}`,
  gone: (sender: string) => `You have no access. ${sender} is told and cannot share with you again for 30 days.`,
  muted: 'Sender muted',
  silence: (sender: string) =>
    `You get no more emails about what ${sender} shares. You still have access to it. You can unmute them under Account.`,
  nothingLeft: 'This share has ended',
  notShared: 'What this email was about is no longer shared with you.',
  ended: 'This link has ended',
  why: 'It is older than 30 days, or incomplete. What is shared with you is in your app, and',
  here: 'here',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
