/** Texts of the pages to remove access and to leave sensors. */
const sensors = (count: number) => (count === 1 ? '1 sensor' : `${count} sensors`)

export const words = {
  unshareTitle: 'Stop sharing?',
  unshareIntro: 'Those who are ticked lose the sensor at once. Who could use it is told by letter.',
  nobody: 'Nobody has it.',
  notYours: (owner: string) => `It is not yours: ${owner} shares it with you. You can give it back.`,
  unshare: 'Stop sharing',
  nobodyChosen: 'Nobody was ticked, so nothing was changed. Tick who shall lose a sensor.',
  noneShared: 'Of what you ticked nothing is shared with anybody.',
  gone: 'Something that you ticked is not there any more.',
  unshared: 'This is what was done',
  lost: (guest: string) => `${guest} does not have it any more.`,
  leaveTitle: (count: number) => (count === 0 ? 'There is nothing to give back' : `Give ${sensors(count)} back?`),
  leaveOne: (name: string) => `Give ${name} back?`,
  leaveIntro:
    'You do not see it any more from then on, and its owner is told by letter. To have it again, ask them to share it anew.',
  from: (owner: string) => `from ${owner}`,
  isYours: 'It is yours. To have nothing to do with it any more, give it up on its page.',
  leave: 'Give back',
  noneToLeave: 'Of what you ticked nothing is shared with you.',
  left: (count: number) => `You gave ${sensors(count)} back.`,
  gaveBack: 'You gave it back.',
}
