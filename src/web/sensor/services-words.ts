/** Texts about the services of a device. */
export const words = {
  title: 'Services',
  none: 'It offers nothing yet.',
  noneYet: 'No service yet',
  whatFor:
    'Name what can be used of it on its own, like its shell or a page that it serves. Then you can share one service, and keep the others.',
  full: 'It has as many services as there is room for.',
  add: 'Add a service',
  rename: 'Rename',
  remove: 'Remove',

  addTitle: (device: string) => `Add a service to ${device}`,
  addIntro: 'Who has all of the device has this, too. Of the others nobody has it until you share it with them.',
  id: 'Id of the service',
  idHint: 'Eight pairs of hex digits, like 80:00:00:00:12:34:56:79.',
  name: 'Name',
  nameHint: 'What you call it, like ssh. Those whom you share it with see this name.',
  badId: 'That is no id of a service. Write eight pairs of hex digits, like 80:00:00:00:12:34:56:79.',
  isThere: (name: string) => `The device has a service with this id: “${name}”. Rename that, or write another id.`,
  added: (name: string) => `${name} is there now. Share it with whom you like.`,

  renameTitle: (name: string) => `Rename ${name}`,
  renameHint: 'Everybody who has it sees this name.',
  renamed: (name: string) => `It is called ${name} now.`,

  removeTitle: (name: string) => `Remove ${name}?`,
  nobodyHas: 'Nobody but you has it.',
  lose: (people: string, count: number) =>
    `${people} ${count === 1 ? 'loses it at once, and keeps' : 'lose it at once, and keep'} what else you share of the device.`,
  end: (people: string) =>
    `It is all that ${people} may use of the device, so the share ends. Whoever could use it is told by letter.`,
  more: (count: number) => `${count} more`,
  keep: 'Keep it',
  removed: (name: string) => `${name} is removed.`,
  gone: 'The device does not have that service any more.',
  cancel: 'Cancel',
}
