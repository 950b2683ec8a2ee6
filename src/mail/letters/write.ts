/** Renders a letter from its row: the subject, the text and the HTML. */
import { deviceIn } from '../../people/device-name.ts'
import type { Language } from '../../people/language.ts'
import { settingOf } from '../email-settings.ts'
import { clean, isolate, noteLines, shorten, unlinked } from './chosen.ts'
import type { Draft } from './draft.ts'
import { english } from './english.ts'
import { finnish } from './finnish.ts'
import { htmlOf } from './frame.ts'
import { german } from './german.ts'
import type { Letter, Links, NamedSensor, RenderedLetter } from './letter.ts'
import { plain } from './plain.ts'
import { swedish } from './swedish.ts'
import type { News, Texts, Words } from './texts.ts'
import { timesIn } from './times.ts'

/** The most sensors that a letter lists by name; of the others it gives only the number. */
const mostNamed = 100

/** In which language and time zone a letter is written. */
export type Manner = { language: Language; zone: string }

const textsIn: Record<Language, Texts> = { en: english, fi: finnish, de: german, sv: swedish }

/** Renders a letter: its subject, text, HTML and links. */
export function write(letter: Letter, links: Links, manner: Manner): RenderedLetter {
  const draft = sketch(letter, links, manner)
  const { button, other, settings } = draft
  return {
    letter: letter.id,
    kind: letter.kind,
    to: letter.recipient,
    ...(letter.sender && letter.sender !== letter.recipient && { replyTo: letter.sender }),
    ...(isNamed(letter) && { fromName: `${letter.senderName} (sensor-share)` }),
    subject: draft.subject,
    text: plain(draft),
    html: htmlOf(draft),
    links: Object.fromEntries([button, other, settings].flatMap(link => (link ? [[link.purpose, link.url]] : []))),
  }
}

/** Tells whether a letter names the person who caused it, beyond their address. */
const isNamed = ({ sender, senderName, recipient }: Letter) =>
  sender !== null && sender !== recipient && senderName !== undefined

function sketch(letter: Letter, links: Links, { language, zone }: Manner): Draft {
  const { kind, content, recipient } = letter
  const texts = textsIn[language]
  const sensors = 'sensors' in content ? content.sensors : []
  const note = 'note' in content && content.note ? noteLines(content.note) : []
  const sender = clean(letter.sender ?? texts.somebody)
  const count = sensors.length
  const guest = clean('guest' in content ? content.guest : recipient)
  const from = 'startsAt' in content && content.startsAt ? new Date(content.startsAt) : undefined
  const until = 'expiresAt' in content && content.expiresAt ? new Date(content.expiresAt) : undefined

  /**
   * Returns the quoted name, cut to `most` characters; or, if nothing in it is visible, the id, which no user chose.
   */
  function naming({ id, name }: NamedSensor, most: number, mend = (name: string) => name): string {
    const chosen = shorten(clean(name), most)
    return chosen ? texts.quote(isolate(mend(chosen))) : id
  }
  const [first] = sensors
  const words = (sender: string): Words =>
    texts.kinds[kind]({
      sender,
      what: texts.what(count, first ? naming(first, 30) : ''),
      count,
      guest,
      mustAccept: mustAccept(letter),
      from,
      until,
      expiresAt: until ?? new Date(0),
      isStrange: letter.kind === 'code' && letter.content.strange === true,
      toSender: letter.sender === recipient,
      news: newsOf(letter, language),
      times: timesIn(texts, zone),
    })
  // Whatever somebody calls themselves is quoted, and their address stands beside it.
  const label = isNamed(letter) ? `${texts.quote(isolate(letter.senderName ?? ''))} (${sender})` : sender
  const { before, after, button, unexpected, other } = words(sender)

  return {
    language,
    subject: words(shorten(sender, 40)).subject,
    title: words(label).title,
    before,
    sensors: sensors.slice(0, mostNamed).map(sensor => naming(sensor, 80, unlinked)),
    after,
    button: { label: button, ...target(letter, links) },
    danger: kind === 'deletion' || kind === 'newSignIn' || isOfName(letter),
    unexpected,
    footer: [texts.sentTo(recipient), ...(count ? [texts.chosen] : [])],
    ...('code' in content && { code: content.code }),
    ...(count > mostNamed && { more: texts.more(count - mostNamed) }),
    ...(note.length && { note: { by: texts.noteBy(sender), lines: note.map(unlinked) } }),
    ...(canChoose(letter) && { settings: { purpose: 'settings', label: texts.settings, url: links.settings } }),
    ...(other && { other: { label: other, ...second(letter, links) } }),
  }
}

/** Returns what a letter about the safety of an account tells: the name in it was written by a person. */
function newsOf({ kind, content }: Letter, language: Language): News {
  const at = 'at' in content ? new Date(content.at) : new Date(0)
  if (kind === 'newSignIn') return { at, device: deviceIn(language, content.device), network: content.network, key: '' }
  const name = 'name' in content ? content.name : ''
  return { at, device: '', network: '', key: unlinked(shorten(clean(name), 80)) }
}

/** Tests whether a letter is about something that was made in the account, under a name. */
const isOfName = ({ kind }: Letter) => kind === 'newKey' || kind === 'newPasskey' || kind === 'newPhone'

/** Returns where the less prominent link of a letter leads. */
function second(letter: Letter, links: Links): { purpose: string; url: string } {
  if (letter.kind === 'code') return { purpose: 'stopCodes', url: links.stopCodes(letter.content.link) }
  return { purpose: 'invitation', url: links.invitation(letter.id) }
}

/** Tells whether the reader can switch off emails of this kind. People who are invited have no account yet. */
const canChoose = ({ kind }: Letter) => kind !== 'invitation' && settingOf(kind) !== undefined

/** Whether the reader must accept the shares first. */
const mustAccept = ({ content }: Letter) => 'asked' in content && content.asked === true

/** Returns the id of the sensor, if the letter is about one that its reader can see at once. */
const onlySensor = ({ sensors: [first, ...others], startsAt }: { sensors: NamedSensor[]; startsAt?: string }) =>
  others.length > 0 || startsAt ? undefined : first?.id

/** Returns where the button of a letter leads. */
function target(letter: Letter, links: Links): { purpose: string; url: string } {
  switch (letter.kind) {
    case 'code':
      return { purpose: 'signIn', url: links.signIn(letter.content.link) }
    case 'deletion':
      return { purpose: 'deletion', url: links.deletion(letter.content.person) }
    case 'newSignIn':
    case 'newKey':
    case 'newPasskey':
    case 'newPhone':
      return { purpose: 'signOut', url: links.signOut(letter.content.person) }
    case 'invitation':
      return { purpose: 'invitation', url: links.signUp(letter.id) }
    default:
      if (mustAccept(letter)) return { purpose: 'invitation', url: links.invitation(letter.id) }
      if (letter.kind === 'shared')
        return { purpose: 'sensors', url: links.see(letter.recipient, onlySensor(letter.content)) }
      return { purpose: 'home', url: links.home }
  }
}
