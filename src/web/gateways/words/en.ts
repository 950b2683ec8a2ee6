/** Texts of the page about gateways, in English. */
import { counts } from '../../language/counts.ts'

const sensors = (count: number) => counts.en(count, '# sensor', `${count.toLocaleString('en')} sensors`)

export const en = {
  title: 'Gateways',
  intro: 'Gateways receive the readings of your sensors and send them here. Only gateways you allow can do that.',
  open: 'This server runs with GATEWAYS=open: any gateway may post, and those that you allow must sign.',

  setUp: 'Set up a gateway',
  steps: [
    'Open the settings of the Ruuvi Gateway in your browser, and choose a custom server where it asks where to send the data.',
    'Choose HTTP(S), the data format “raw” or “raw and decoded”, and no authentication. Copy these two addresses into it.',
    'The gateway calls within a minute. Load this page again, and allow it with the Device ID on its label.',
  ],
  dataUrl: 'Address for the data',
  statusUrl: 'Address for the statistics',
  copy: 'Copy',
  copied: 'Copied.',
  onlyHere: (host: string) =>
    `Other machines can’t reach ${host}. Start the server with HOST=0.0.0.0, and open this page at the address that this machine has in your network.`,

  list: 'Gateways that have called',
  reload: 'Refresh',
  pages: 'Pages of gateways',
  previous: 'Previous',
  next: 'Next',
  none: 'No gateway has called yet.',
  noneHow: 'A gateway appears here as soon as it posts to the address above. Then you can allow it.',

  states: {
    allowed: 'Allowed',
    waiting: 'Awaiting approval',
    refused: 'Refused',
    open: 'Let in',
    new: 'Allowed, no data yet',
  },
  stateHelp: {
    refused: 'It calls, but its posts are refused. Check its clock and its data format (“raw”).',
    open: 'It comes in without being allowed: with a GATEWAY_TOKEN of the settings, or because of GATEWAYS=open.',
    new: 'It comes in with its next post.',
  },
  wrongSecret: 'Somebody called with a wrong secret:',
  calledFrom: (network: string) => `from ${network}.`,
  wrongSecretHelp:
    'If it was this gateway and the Device ID was mistyped, remove the gateway and allow it again with the one on its label. Or restart the gateway: it may use a key that this server no longer has.',
  calls: 'Calls since',
  lastSeen: 'Last seen',
  allowedSince: 'Allowed since',
  firmware: 'Firmware',
  heard: 'Receives',
  sensors,
  unknown: 'not known yet',
  which: 'Which sensors',
  moreSensors: (count: number) => `and ${sensors(count)} more`,

  deviceId: 'Device ID',
  deviceIdHelp: 'On the label of the gateway, like 01:23:45:67:89:AB:CD:EF. You can paste what you scanned.',
  allow: 'Allow',
  allowLabel: (gateway: string) => `Allow ${gateway}`,
  noDeviceId: 'That is not a valid Device ID. It has 16 digits and letters from A to F, like 01:23:45:67:89:AB:CD:EF.',
  isMac: 'That is the MAC address. The Device ID is longer: 16 digits and letters, on the same label.',
  allowed: (gateway: string) => `${gateway} is allowed. Its readings arrive with its next post.`,
  allowedBefore: (gateway: string) => `${gateway} is already allowed. To change its Device ID, remove it first.`,
  gone: (gateway: string) => `${gateway} is no longer in the list. It comes back when it calls again.`,

  remove: 'Remove …',
  removeLabel: (gateway: string) => `Remove ${gateway}`,
  removeTitle: (gateway: string) => `Remove ${gateway}?`,
  removeIntro:
    'Its posts are refused from now on, unless GATEWAYS=open or a GATEWAY_TOKEN lets it in. Readings that it has sent are kept. You can allow it again at any time with the Device ID on its label.',
  doRemove: 'Remove',
  keep: 'Cancel',
  removed: (gateway: string) => `${gateway} is removed.`,

  phones: 'Phones that forward',
  phonesIntro:
    'Where no gateway is near, Ruuvi Station for Android can forward readings. Create an address for each phone and copy it into the app’s data forwarding settings. Only readings of sensors you own are stored, and never where the phone is.',
  noPhones: 'No phone forwards yet.',
  phoneName: 'Name of the new address',
  phoneNameHelp: 'For example “Phone in the cabin”.',
  makePhone: 'Create an address',
  made: 'created',
  used: 'last used',
  neverUsed: 'not used yet',
  newPhone: 'The new address',
  newPhoneIntro:
    'Copy it into the app now. It won’t be shown again. It lets a phone add readings to your sensors, and nothing else.',
  phoneUrl: 'Address to forward to',
  phoneDone: 'Done, I’ve copied it',
  revoke: 'Revoke …',
  revokeLabel: (name: string) => `Revoke ${name}`,
  revokeTitle: 'Revoke this address?',
  revokeIntro:
    'What the phone forwards is refused from now on. Readings that it has sent are kept. This cannot be undone.',
  doRevoke: 'Revoke',
  revoked: (name: string) => `The address “${name}” is revoked.`,
  phoneGone: 'That address was already revoked.',

  operators: 'Operators of this server',
  operatorsIntro: 'They see this page and decide which gateways may post.',
  bySettings: 'from the setting OPERATORS',
  since: 'since',
  dismiss: 'Remove',
  dismissLabel: (email: string) => `Remove ${email}`,
  dismissed: (email: string) => `${email} is no longer an operator.`,
  notOperating: (email: string) => `${email} was no longer an operator.`,
}

/** What every language has. */
export type Words = typeof en
