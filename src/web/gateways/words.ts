/** Texts of the page about gateways. */
const sensors = (count: number) => (count === 1 ? '1 sensor' : `${count.toLocaleString('en')} sensors`)

export const words = {
  title: 'Gateways',
  intro: 'Gateways hear your sensors and bring what they measure here. Only gateways that you allow may do that.',
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
  reload: 'Look again',
  none: 'No gateway has called yet.',
  noneHow: 'As soon as one posts to the address above, it stands here, and you can allow it.',

  states: {
    allowed: 'Allowed',
    waiting: 'Waits for you',
    refused: 'Refused',
    open: 'Let in',
    new: 'Allowed, not heard yet',
  },
  stateHelp: {
    refused:
      'It calls, but its signature does not fit the Device ID that it was allowed with. Remove it, and allow it again with the Device ID on its label.',
    open: 'It comes in without being allowed: with a GATEWAY_TOKEN of the settings, or because of GATEWAYS=open.',
    new: 'It comes in with its next post.',
  },
  calls: 'Calls since',
  lastSeen: 'Last seen',
  allowedSince: 'Allowed since',
  firmware: 'Firmware',
  heard: 'Hears',
  sensors,
  unknown: 'not known yet',
  which: 'Which sensors',
  moreSensors: (count: number) => `and ${sensors(count)} more`,

  deviceId: 'Device ID',
  deviceIdHelp: 'On the label of the gateway, like 01:23:45:67:89:AB:CD:EF. You can paste what you scanned.',
  allow: 'Allow',
  allowLabel: (gateway: string) => `Allow ${gateway}`,
  noDeviceId: 'That is no Device ID. It has 16 digits and letters from A to F, like 01:23:45:67:89:AB:CD:EF.',
  isMac: 'That is the MAC address. The Device ID is longer: 16 digits and letters, on the same label.',
  allowed: (gateway: string) => `${gateway} is allowed. What it hears comes in with its next post.`,
  allowedBefore: (gateway: string) => `${gateway} was allowed already. To change its Device ID, remove it first.`,
  gone: (gateway: string) => `${gateway} is no longer in the list. It comes back when it calls again.`,

  remove: 'Remove …',
  removeLabel: (gateway: string) => `Remove ${gateway}`,
  removeTitle: (gateway: string) => `Remove ${gateway}?`,
  removeIntro:
    'It is refused from that moment on. What it has brought stays. You can allow it again at any time, with the Device ID on its label.',
  doRemove: 'Remove it',
  keep: 'Keep it',
  removed: (gateway: string) => `${gateway} is removed, and refused from now on.`,

  phones: 'Phones that forward',
  phonesIntro:
    'Ruuvi Station for Android can forward what it hears, where no gateway is near. Make an address for each phone, and copy it into the app, in its settings for data forwarding. Only sensors that you own are stored, and never where the phone is.',
  noPhones: 'No phone forwards yet.',
  phoneName: 'Name of a new address',
  phoneNameHelp: 'Which phone it is for, like “Phone in the cabin”.',
  makePhone: 'Make an address',
  made: 'made',
  used: 'last used',
  neverUsed: 'not used yet',
  newPhone: 'The new address',
  newPhoneIntro:
    'Copy it into the app now. It is shown this once and never again. Whoever has it can add measurements to your sensors, and nothing else.',
  phoneUrl: 'Address to forward to',
  phoneDone: 'I have copied it',
  revoke: 'Revoke …',
  revokeLabel: (name: string) => `Revoke ${name}`,
  revokeTitle: 'Revoke this address?',
  revokeIntro:
    'What the phone forwards is refused from that moment on. What it has brought stays. This cannot be undone.',
  doRevoke: 'Revoke it',
  revoked: (name: string) => `The address “${name}” is revoked.`,
  phoneGone: 'That address was revoked already.',

  operators: 'Who operates this server',
  operatorsIntro: 'They see this page and decide which gateways may post.',
  bySettings: 'from OPERATORS in the settings',
  since: 'since',
  dismiss: 'Remove',
  dismissLabel: (email: string) => `Remove ${email}`,
  dismissed: (email: string) => `${email} does not operate this server any more.`,
  notOperating: (email: string) => `${email} did not operate this server any more.`,
}
