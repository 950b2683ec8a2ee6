/** Texts about the services of a device. */
import type { Texts } from '../../language/texts.ts'

const en = {
  title: 'Services',
  none: 'No services yet.',
  noneYet: 'No services yet',
  whatFor:
    'A service is a part that can be shared on its own, like a shell or a web page. Add services to share one and keep the others.',
  full: 'Service limit reached.',
  add: 'Add a service',
  rename: 'Rename',
  remove: 'Remove',

  addTitle: (device: string) => `Add a service to ${device}`,
  addIntro: 'People with full access get this service; others don’t.',
  id: 'Service ID',
  idHint: 'Eight pairs of hex digits, like 80:00:00:00:12:34:56:79.',
  name: 'Name',
  nameHint: 'For example ssh. People you share it with see this name.',
  badId: 'That is not a valid service ID. Write eight pairs of hex digits, like 80:00:00:00:12:34:56:79.',
  isThere: (name: string) =>
    `The device already has a service with this ID: “${name}”. Rename that one, or use another ID.`,
  added: (name: string) => `Added ${name}.`,

  renameTitle: (name: string) => `Rename ${name}`,
  renameHint: 'Everybody with access sees this name.',
  renamed: (name: string) => `Renamed to ${name}.`,

  removeTitle: (name: string) => `Remove ${name}?`,
  nobodyHas: 'Only you have access to it.',
  lose: (people: string, count: number) =>
    `${people} ${count === 1 ? 'loses' : 'lose'} access to this service at once, and ${count === 1 ? 'keeps' : 'keep'} access to the rest.`,
  end: (people: string) =>
    `It is all that ${people} can use of the device, so the share ends. People who had access get an email.`,
  more: (count: number) => `${count} more`,
  keep: 'Cancel',
  removed: (name: string) => `Removed ${name}.`,
  gone: 'The device no longer has that service.',
  cancel: 'Cancel',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
