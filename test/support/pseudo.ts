/**
 * A language for tests only, made from English: accented, 40 % longer, and between ⟦ and ⟧. What has no marks on a page is
 * text that nobody can translate. It takes the place of Swedish in the texts of the pages, in this process.
 */
import { readdir } from 'node:fs/promises'

const web = new URL('../../src/web/', import.meta.url)
const accents: Record<string, string> = {
  a: 'å',
  e: 'é',
  i: 'ï',
  o: 'ö',
  u: 'ü',
  c: 'ç',
  n: 'ñ',
  s: 'š',
  y: 'ý',
  z: 'ž',
}

/** The language that stands aside for it. */
export const pseudoLanguage = 'sv'

/** Puts it into all texts of the pages. Returns how many files of texts there are. */
export async function speakPseudo(): Promise<number> {
  const names = (await readdir(web, { recursive: true })).filter(name => /(^|[/-])words\.ts$/.test(name))
  for (const name of names) {
    const { texts } = await import(new URL(name, web).href)
    if (!texts) throw new Error(`${name} has no texts`)
    texts[pseudoLanguage] = pseudo(texts.en)
  }
  return names.length
}

/** Makes the pseudo-language of a text, of what writes one, or of all texts of an object. */
export function pseudo(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : marked(value, [])
  if (typeof value === 'function') {
    return (...given: unknown[]) =>
      marked(
        String(value(...given)),
        given.filter(part => typeof part === 'string'),
      )
  }
  if (Array.isArray(value)) return value.map(pseudo)
  // Formats of Intl stay: what they write is nobody's text.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, pseudo(text)]))
}

/** Marks a text. What was given to it is no text of ours, and what scripts fill in has to keep its name. */
function marked(text: string, given: string[]): string {
  const kept = [
    ...given.filter(Boolean).map(part => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')),
    '\\{\\w+\\}',
    '\\0',
  ]
  const accented = text
    .split(new RegExp(`(${kept.join('|')})`))
    .map((part, index) => (index % 2 === 0 ? part.replaceAll(/[a-z]/g, letter => accents[letter] ?? letter) : part))
    .join('')
  return `⟦${accented}${' łøñg'.repeat(Math.ceil((text.length * 0.4) / 5))}⟧`
}

/** Attributes that people read or hear, or that scripts show. */
const spoken = [
  'title',
  'alt',
  'placeholder',
  'aria-label',
  'label',
  'data-say',
  'data-why',
  'data-label',
  'data-words',
]
const tag = /<!--[\s\S]*?-->|<\/?[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>|<![^>]*>/g
const skipped = /^(script|style|time|pre|iframe)$/

/**
 * Returns the texts of a page that stand outside of the marks, without those that `isData` knows. Times, ids and the labels of
 * axes are data.
 */
export function unmarkedIn(page: string, isData: (text: string) => boolean): string[] {
  const found: string[] = []
  const note = (outside: string) => {
    const text = plain(outside).replaceAll(/\s+/g, ' ').trim()
    if (/\p{L}{2}/u.test(text) && !isData(text)) found.push(text)
  }
  const open: { name: string; isSkipped: boolean }[] = []
  let depth = 0
  let at = 0
  const read = (text: string) => {
    if (!open.at(-1)?.isSkipped) depth = outsideOf(text, depth, note)
  }
  for (const { 0: piece, index } of page.matchAll(tag)) {
    read(page.slice(at, index))
    at = index + piece.length
    const [, slash, name = ''] = /^<(\/?)([a-zA-Z]\w*)/.exec(piece) ?? []
    if (slash) {
      const opened = open.findLastIndex(element => element.name === name)
      if (opened >= 0) open.splice(opened)
    } else if (name) {
      for (const [, attribute = '', value = ''] of piece.matchAll(/([a-z-]+)="([^"]*)"/g))
        if (spoken.includes(attribute)) readAttribute(attribute, value, note)
      const isSkipped =
        open.at(-1)?.isSkipped || skipped.test(name) || /class="[^"]*\b(id|avatar|scale|graph|brand)\b/.test(piece)
      const isEmpty = /^(meta|link|input|br|img|hr|use|path|circle|rect|line|stop)$/.test(name) || piece.endsWith('/>')
      if (!isEmpty) open.push({ name, isSkipped: Boolean(isSkipped) })
    }
  }
  return found
}

function readAttribute(name: string, value: string, note: (text: string) => void) {
  if (name !== 'data-words') return void outsideOf(value, 0, note)
  for (const text of textsIn(JSON.parse(plain(value)))) outsideOf(text, 0, note)
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(textsIn)

/** Hands on what stands outside of the marks, and returns how deep in marks the text ends. */
function outsideOf(text: string, depth: number, note: (outside: string) => void): number {
  let now = depth
  for (const part of text.split(/(?=[⟦⟧])/)) {
    const [first] = part
    if (first === '⟦') now += 1
    else if (first === '⟧') now -= 1
    if (now === 0) note(part.replace('⟧', ''))
  }
  return now
}

const plain = (text: string) =>
  text
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
