/** A letter of each kind, and some that are hard to write. */
import type { Letter, Links } from '../../src/mail/letters/letter.ts'
import type { Manner } from '../../src/mail/letters/write.ts'

export const links: Links = {
  home: 'https://sensors.example.com/',
  signOut: person => `https://sensors.example.com/app/sign-out-everywhere?token=${person}`,
  stopCodes: link => `https://sensors.example.com/stop?token=${link}`,
  signIn: link => `https://sensors.example.com/sign-in?token=${link}`,
  deletion: person => `https://sensors.example.com/verify-delete?token=person-${person}`,
  invitation: letter => `https://sensors.example.com/app/invitation?token=letter-${letter}`,
  signUp: letter => `https://sensors.example.com/app/invitation?token=sign-up-${letter}`,
  see: (recipient, sensor) =>
    `https://sensors.example.com/see/${sensor ?? 'list'}?for=${encodeURIComponent(recipient)}`,
  settings: 'https://sensors.example.com/app/account#emails',
}

/** How letters are written for somebody who has chosen nothing. */
export const inEnglish: Manner = { language: 'en', zone: 'UTC' }

const id = (count: number) => `C6:F1:E7:D3:DA:${count.toString(16).toUpperCase().padStart(2, '0')}`
const sauna = { id: id(1), name: 'Sauna' }
const fridge = { id: id(2), name: 'Fridge in the summer house' }
const olivia = 'olivia@example.com'
const gary = 'gary@example.com'
const toGary = { recipient: gary, sender: olivia }

/** One of each kind. */
export const each: Record<Letter['kind'], Letter> = {
  code: {
    id: 1,
    kind: 'code',
    recipient: gary,
    sender: null,
    content: { code: 'K7QM', link: '0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9' },
  },
  invitation: {
    id: 2,
    kind: 'invitation',
    ...toGary,
    content: { sensors: [sauna, fridge], note: 'Hi Gary,\nso you know when the sauna is warm.\n\nOlivia' },
  },
  shared: { id: 3, kind: 'shared', ...toGary, content: { sensors: [sauna] } },
  unshared: { id: 4, kind: 'unshared', ...toGary, content: { sensors: [sauna] } },
  left: { id: 5, kind: 'left', recipient: olivia, sender: gary, content: { sensors: [sauna] } },
  unclaimed: { id: 6, kind: 'unclaimed', ...toGary, content: { sensors: [sauna, fridge] } },
  contested: { id: 7, kind: 'contested', recipient: olivia, sender: null, content: { sensors: [sauna] } },
  expiring: {
    id: 8,
    kind: 'expiring',
    ...toGary,
    content: { sensors: [sauna], guest: gary, expiresAt: '2027-01-31T17:30:00.000Z' },
  },
  declined: { id: 11, kind: 'declined', recipient: olivia, sender: gary, content: { sensors: [sauna] } },
  accepted: { id: 15, kind: 'accepted', recipient: olivia, sender: gary, content: { sensors: [sauna] } },
  newSignIn: {
    id: 12,
    kind: 'newSignIn',
    recipient: gary,
    sender: null,
    content: { person: 17, network: '203.0.113.0/24', device: 'Firefox on Windows', at: '2027-01-31T17:30:00.000Z' },
  },
  newKey: {
    id: 13,
    kind: 'newKey',
    recipient: gary,
    sender: null,
    content: { person: 17, name: 'Heating at the cabin', at: '2027-01-31T17:30:00.000Z' },
  },
  newPasskey: {
    id: 14,
    kind: 'newPasskey',
    recipient: gary,
    sender: null,
    content: { person: 17, name: 'My phone', at: '2027-01-31T17:30:00.000Z' },
  },
  newPhone: {
    id: 16,
    kind: 'newPhone',
    recipient: gary,
    sender: null,
    content: { person: 17, name: 'Phone in the cabin', at: '2027-01-31T17:30:00.000Z' },
  },
  deletion: { id: 9, kind: 'deletion', recipient: gary, sender: null, content: { person: 17 } },
}

const named = (...names: string[]): Letter => ({
  id: 10,
  kind: 'shared',
  ...toGary,
  content: { sensors: names.map((name, index) => ({ id: id(index), name })) },
})

/** Those that are hard to write. */
export const hard: Record<string, Letter> = {
  'with a beginning and an end': {
    ...each.shared,
    content: { sensors: [sauna], startsAt: '2027-01-01T08:00:00.000Z', expiresAt: '2027-01-31T17:30:00.000Z' },
  } as Letter,
  'an invitation with an end': {
    ...each.invitation,
    content: { sensors: [sauna, fridge], expiresAt: '2027-01-31T17:30:00.000Z' },
  } as Letter,
  'expiring, to its owner': { ...each.expiring, recipient: olivia } as Letter,
  'expiring, several': {
    ...each.expiring,
    content: { sensors: [sauna, fridge], guest: gary, expiresAt: '2027-01-31T17:30:00.000Z' },
  } as Letter,
  'expiring, several, to their owner': {
    ...each.expiring,
    recipient: olivia,
    content: { sensors: [sauna, fridge], guest: gary, expiresAt: '2027-01-31T17:30:00.000Z' },
  } as Letter,
  'shared, if its guest wants it': { ...each.shared, content: { sensors: [sauna], asked: true } } as Letter,
  'ten sensors': named(...Array.from({ length: 10 }, (_, index) => `Room ${index + 1}`)),
  'a hundred sensors': named(...Array.from({ length: 100 }, (_, index) => `Room ${index + 1}`)),
  'a hundred and one sensors': named(...Array.from({ length: 101 }, (_, index) => `Room ${index + 1}`)),
  'markup in a name': named('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '&amp; $(1) `!`'),
  'line breaks in a name': named('Sauna\r\nBcc: everybody@example.com\r\n\r\n<p>hello', 'Tab\tand\u0000nul\u001b[31m'),
  'only one name with line breaks': named('Sauna\r\nBcc: everybody@example.com\n\nYour account is locked'),
  'right to left': named('סאונה', 'ساونا في الصيف', 'The sauna (סאונה) 2.5 m'),
  'turned round': named('\u202Egnihtyna\u202C', '\u2066open\u2067never closed', '\u200Fmark'),
  emoji: named('🧖🏽‍♀️ Sauna 👨‍👩‍👧‍👦', '❤️', '🇫🇮'),
  'an overlong name': named('Sauna '.repeat(200), 'x'.repeat(5_000), '👨‍👩‍👧‍👦'.repeat(500)),
  'one overlong name': named('Donaudampfschifffahrtsgesellschaftskapitänskajütentemperaturfühler '.repeat(9)),
  'towers of accents': named(`Z${'\u0301'.repeat(500)}a${'\u0488\u0489'.repeat(300)}lgo`),
  'no name': named('', '   ', '\u200B\u2060\uFEFF', '\u3164\u2800', '\u0000'),
  'links in a name': named(
    'Log in at https://evil.example.com/a?b=c',
    'www.evil.example.com',
    'evil.com',
    'mail me@evil.example.com',
    'Room 2.5',
    'javascript:alert(1)',
  ),
  'a name that ends the quotation': named('Sauna” was stopped. Write to us: “help', 'my „best“ «one»'),
  'a note that is not ours': {
    ...each.invitation,
    content: {
      sensors: [sauna],
      note: `sensor-share: your account is locked.\r\nOpen http://evil.example.com or www.evil.com now!\n\n\n\n<b>bold</b>\n> quoted\n-- \nsensor-share\n${'\n'.repeat(50)}end`,
    },
  } as Letter,
  'a note from right to left': {
    ...each.invitation,
    content: { sensors: [sauna], note: 'שלום גארי!\n🔥🔥' },
  } as Letter,
  'an overlong note': {
    ...each.invitation,
    content: { sensors: [sauna], note: 'all work and no play '.repeat(500) },
  } as Letter,
  'overlong addresses': {
    ...each.shared,
    recipient: `${'g'.repeat(64)}@${'example.'.repeat(20)}com`,
    sender: `${'o'.repeat(64)}@${'example.'.repeat(20)}com`,
  },
}
