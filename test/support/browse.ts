/**
 * A browser without scripts, for tests: it keeps cookies, follows redirects, reads forms out of pages and sends them as they
 * are filled in.
 *
 *   const olivia = browse(house, await house.person('olivia'))
 *   const list = await olivia.open('/app')
 *   const question = await list.submit('Unshare', { sensor: [sauna] })
 *   const done = await question.submit('Remove access')
 */
import { cookieName } from '../../src/web/frame/cookies.ts'
import type { House, Person } from './house.ts'

/** What a form is filled in with: of tick boxes and the like those that are chosen. */
export type Filled = Record<string, string | string[]>

export type Browser = ReturnType<typeof browse>

/** Opens a browser, in which somebody may have signed in. */
export function browse(
  { app }: Pick<House, 'app'>,
  person?: Pick<Person, 'token'>,
  { language }: { language?: string } = {},
) {
  const cookies = new Map<string, string>()
  if (person) cookies.set(cookieName, person.token)

  /** Follows redirects as browsers do: what comes then is a GET. */
  async function go(method: 'GET' | 'POST', path: string, fields?: [string, string][]): Promise<Shown> {
    const answer = await app.inject({
      method,
      url: path,
      headers: {
        accept: 'text/html',
        ...(language && { 'accept-language': language }),
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(fields && { payload: new URLSearchParams(fields).toString() }),
    })
    for (const { name, value, maxAge, expires } of answer.cookies) {
      if (maxAge === 0 || (expires && expires.getUTCFullYear() === 1970)) cookies.delete(name)
      else cookies.set(name, encodeURIComponent(value))
    }
    const { location } = answer.headers
    if (location && answer.statusCode >= 300 && answer.statusCode < 400) return go('GET', String(location))
    return new Shown(go, path, answer.statusCode, answer.payload)
  }

  return { cookies, open: (path: string) => go('GET', path) }
}

type Go = (method: 'GET' | 'POST', path: string, fields?: [string, string][]) => Promise<Shown>
export type Tag = { name: string; attributes: Record<string, string>; words: string }

/** A page as it is shown. */
export class Shown {
  /** Where it came from after all redirects. */
  readonly path: string
  readonly status: number
  readonly html: string
  readonly #go: Go
  readonly #tags: Tag[]

  constructor(go: Go, path: string, status: number, html: string) {
    this.#go = go
    this.path = path
    this.status = status
    this.html = html
    this.#tags = tagsIn(html)
  }

  /** Its first heading. */
  get title(): string {
    return this.#tags.find(({ name }) => name === 'h1')?.words ?? ''
  }

  /** All words of what it is about. */
  get text(): string {
    return wordsIn(/<main[\s\S]*<\/main>/.exec(this.html)?.[0] ?? '')
  }

  /** Where its links lead, with their words. */
  get links(): { words: string; href: string }[] {
    return this.#tags
      .filter(({ name, attributes }) => name === 'a' && 'href' in attributes)
      .map(({ words, attributes }) => ({ words, href: attributes.href ?? '' }))
  }

  /** The words on all its buttons. */
  get buttons(): string[] {
    return this.#tags.filter(({ name }) => name === 'button').map(({ words, attributes }) => labelOf(words, attributes))
  }

  /** Opens the first link with these words. */
  async follow(words: string): Promise<Shown> {
    const link = this.links.find(link => link.words === words)
    if (!link) throw new Error(`no link says "${words}": ${this.links.map(({ words }) => words).join(', ')}`)
    return this.#go('GET', new URL(link.href, `http://x${this.path}`).href.slice('http://x'.length))
  }

  /** What a form would send that has a button with these words (the nth of them), by that button. */
  fields(button: string, filled: Filled = {}, nth = 0): [string, string][] {
    return this.#read(button, filled, nth).fields
  }

  /** Fills in a form that has a button with these words (the nth of them), and presses that. */
  async submit(button: string, filled: Filled = {}, nth = 0): Promise<Shown> {
    const { method, action, fields } = this.#read(button, filled, nth)
    if (method === 'POST') return this.#go('POST', action, fields)
    return this.#go('GET', `${action.split('?')[0]}?${new URLSearchParams(fields)}`)
  }

  #read(button: string, filled: Filled, nth: number) {
    const forms = formsIn(this.#tags)
    const found = forms.flatMap(form =>
      form.buttons.filter(({ words, attributes }) => labelOf(words, attributes) === button).map(tag => ({ form, tag })),
    )[nth]
    if (!found) throw new Error(`no button says "${button}": ${this.buttons.join(', ')}`)
    const { form, tag } = found
    const { formaction, formmethod, name, value = '' } = tag.attributes
    const fields = fill(form.fields, filled)
    if (name) fields.push([name, value])
    return {
      method: (formmethod ?? form.attributes.method ?? 'get').toUpperCase() as 'GET' | 'POST',
      action: formaction ?? form.attributes.action ?? this.path,
      fields,
    }
  }
}

type Field = { name: string; value: string; kind: 'text' | 'hidden' | 'one of' | 'tick'; isChosen: boolean }
export type Form = { attributes: Record<string, string>; fields: Field[]; buttons: Tag[] }

/** The forms of a page, with what belongs to them wherever it stands. */
export function formsIn(tags: Tag[]): Form[] {
  const forms = tags
    .filter(({ name }) => name === 'form')
    .map(({ attributes }): Form => ({ attributes, fields: [], buttons: [] }))
  const later = [...forms]
  let inside: Form | undefined
  let select: Tag | undefined
  for (const tag of tags) {
    const { name, attributes, words } = tag
    if (name === 'form') inside = later.shift()
    if (name === '/form') inside = undefined
    if (name === 'select') select = tag
    const owner = name === 'option' ? select?.attributes.form : attributes.form
    const form = owner ? forms.find(one => one.attributes.id === owner) : inside
    if (!form || 'disabled' in attributes) continue
    if (name === 'button' && attributes.type !== 'button') form.buttons.push(tag)
    if (name === 'textarea') {
      form.fields.push({ name: attributes.name ?? '', value: words, kind: 'text', isChosen: true })
    }
    if (name === 'option' && select) {
      const value = attributes.value ?? words
      const field = select.attributes.name ?? ''
      const isFirst = !form.fields.some(one => one.name === field)
      if ('selected' in attributes) for (const one of form.fields) if (one.name === field) one.isChosen = false
      form.fields.push({ name: field, value, kind: 'one of', isChosen: isFirst || 'selected' in attributes })
    }
    if (name === 'input') {
      const { type = 'text', name: field = '', value = type === 'checkbox' ? 'on' : '' } = attributes
      // A script fills in hidden fields that are empty.
      const kind =
        type === 'checkbox'
          ? 'tick'
          : type === 'radio'
            ? 'one of'
            : type === 'hidden' && value
              ? 'hidden'
              : ('text' as const)
      const isChosen = kind === 'text' || kind === 'hidden' || 'checked' in attributes
      form.fields.push({ name: field, value, kind, isChosen })
    }
  }
  return forms
}

/** What is sent of fields. What nobody could fill in so is a mistake of the test. */
function fill(fields: Field[], filled: Filled): [string, string][] {
  for (const [name, wanted] of Object.entries(filled)) {
    const those = fields.filter(field => field.name === name && field.kind !== 'hidden')
    if (those.length === 0) throw new Error(`there is no field ${name} to fill in`)
    for (const value of [wanted].flat()) {
      if (!those.some(field => field.kind === 'text' || field.value === value)) {
        throw new Error(`the field ${name} has no choice ${value}`)
      }
    }
  }
  return fields.flatMap(({ name, value, kind, isChosen }): [string, string][] => {
    const wanted = kind === 'hidden' ? undefined : filled[name]
    if (!name) return []
    if (wanted === undefined) return isChosen ? [[name, value]] : []
    if (kind === 'text') return [[name, [wanted].flat()[0] ?? '']]
    return [wanted].flat().includes(value) ? [[name, value]] : []
  })
}

/** The tags of a page in order, each with the words up to its end. */
export function tagsIn(html: string): Tag[] {
  const pattern = /<(\/?[a-z][a-z0-9]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*\/?>/gi
  return [...html.matchAll(pattern)].map(({ 0: all, 1: name = '', 2: list = '', index }) => {
    const start = index + all.length
    const end = html.indexOf(`</${name}>`, start)
    const attributes = Object.fromEntries(
      [...list.matchAll(/([^\s=>"]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, decoded(value)]),
    )
    const content = name.startsWith('/') || end < 0 ? '' : html.slice(start, end)
    return { name, attributes, words: name === 'textarea' ? decoded(content) : wordsIn(content) }
  })
}

const labelOf = (words: string, attributes: Record<string, string>) => attributes['aria-label'] ?? words

/** Words as a screen reader has them: without the initials of people, which are hidden from it. */
const wordsIn = (html: string) =>
  decoded(html.replaceAll(/<span [^>]*aria-hidden="true"[^>]*>[^<]*<\/span>/g, '').replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,:;?])/g, '$1')
    .trim()

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }

const decoded = (text: string) =>
  text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
    if (name) return entities[name] ?? all
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal))
  })
