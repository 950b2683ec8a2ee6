/** Texts of the contact pages. */
const sensors = (count: number) => (count === 1 ? '1 sensor' : `${count} sensors`)

export const words = {
  title: 'Contacts',
  search: 'Search',
  searchHelp: 'An address, or a part of it',
  find: 'Find',
  none: 'You have shared nothing yet. Whom you share with stands here, with what they have.',
  share: 'Share a sensor',
  notFound: (text: string) => `Nobody you share with has “${text}” in their address.`,
  all: 'See all',
  has: (count: number) => (count === 0 ? 'has nothing of yours now' : `has ${sensors(count)} of yours`),
  last: 'shared last',
  more: (count: number) => `and ${count} more`,
  since: 'since',
  shareMore: 'Share more with them',
  endAll: 'Stop sharing with them',
  nothingNow: (email: string) => `${email} has nothing of yours now.`,
  back: 'All contacts',
  old: (most: number) => `These are the ${most} that you have shared with last. Search finds only them.`,

  endTitle: (email: string) => `Stop sharing with ${email}?`,
  endIntro: (count: number) =>
    count === 1 ? 'They lose this sensor at once:' : `They lose these ${count} sensors at once:`,
  endTold: 'Where they could see it already, a letter tells them. You can share it again at any time.',
  end: (count: number) => `Stop sharing ${sensors(count)}`,
  keep: 'Keep it as it is',
  ended: (email: string, count: number) =>
    count === 0 ? `${email} had nothing of that any more.` : `You no longer share ${sensors(count)} with ${email}.`,
}
