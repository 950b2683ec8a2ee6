/** Texts of the pages to remove access and to leave sensors. */
import type { Texts } from '../language/texts.ts'

const sensors = (count: number) => (count === 1 ? '1 sensor' : `${count} sensors`)
const people = (count: number) => (count === 1 ? '1 person' : `${count} people`)

const en = {
  unshareTitle: 'Remove access?',
  unshareIntro: 'Selected people lose access and get an email.',
  nobody: 'Nobody else has access.',
  notYours: (owner: string) => `${owner} shares it with you. You can leave it.`,
  unshare: 'Remove access',
  nobodyChosen: 'Nothing has changed. Choose whose access to remove.',
  noneShared: 'None of these are shared.',
  gone: 'Something you chose is no longer there.',
  unshared: 'Access removed',
  lost: (guest: string) => `${guest} no longer has access.`,
  removedOne: (guest: string, sensorCount: number) => `Removed the access of ${guest} to ${sensors(sensorCount)}.`,
  removed: (guestCount: number, sensorCount: number) =>
    `Removed the access of ${people(guestCount)} to ${sensors(sensorCount)}.`,
  undo: 'Undo',
  undoIntro: 'What has ended can be restored for a moment.',
  restoredOne: (guest: string) => `${guest} has access again, as before.`,
  restored: (guestCount: number) => `${people(guestCount)} have access again, as before.`,
  restoredSome: (restored: number, count: number) =>
    `${restored} of ${count} have access again. The others were changed since, or no longer fit your plan.`,
  restoredNone: (reason: string) => `Nothing was restored. ${reason}`,
  undoTooLate: 'This can no longer be undone. You can share again.',
  leaveTitle: (count: number) => (count === 0 ? 'There is nothing to leave' : `Leave ${sensors(count)}?`),
  leaveOne: (name: string) => `Leave ${name}?`,
  leaveIntro: 'You lose access, and the owner gets an email. To get access again, ask the owner to share it again.',
  from: (owner: string) => `shared by ${owner}`,
  isYours: 'You own it. To remove it from your account, open its page.',
  leave: 'Leave',
  noneToLeave: 'None of these are shared with you.',
  left: (count: number) => `You left ${sensors(count)}.`,
  gaveBack: 'You left the sensor.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
