/** Texts of the pages to remove access and to leave sensors. */
const sensors = (count: number) => (count === 1 ? '1 sensor' : `${count} sensors`)

export const words = {
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
