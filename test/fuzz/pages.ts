/** Requests to the pages: their addresses, and the forms that they show, filled in as nobody should. */
import type { LightMyRequestResponse } from 'fastify'
import { cookieName } from '../../src/web/frame/cookies.ts'
import { type Form, formsIn, tagsIn } from '../support/browse.ts'
import type { Dice } from '../support/dice.ts'
import type { Known, Scene } from './known.ts'
import { inHeader, type Mode, network, type Secrets, type Sent, tokenOf } from './send.ts'
import { ill, instant, niceTexts } from './values.ts'

/** A browser of one person; `nobody` is that of whoever has not signed in. */
type Browser = { cookies: Map<string, string>; forms: { form: Form; button: number }[]; links: string[] }

const nobody = 'nobody'
const formType = 'application/x-www-form-urlencoded'

const places = (sensor: string, guest: string) => [
  ...[
    '',
    '/claim',
    '/contacts',
    '/invitations',
    '/history',
    '/account',
    '/account/delete',
    '/sign-in',
    '/live',
    '/nothing',
  ],
  ...['', '/change', '/unshare', '/give-up'].map(page => `/sensors/${sensor}${page}?guest=${guest}&span=day`),
  ...['/share', '/unshare', '/leave', '/rename'].map(page => `${page}?sensor=${sensor}`),
  ...[`/contacts/person?person=${guest}`, `/contacts/end?person=${guest}`, `/history?person=${guest}&sensor=${sensor}`],
  ...[`/invitations/decline?sensor=${sensor}`, `/invitations/cancel?sensor=${sensor}&guest=${guest}`],
]

export class Pages {
  readonly #browsers = new Map<string, Browser>()

  /** Makes a request: opens a page, or sends a form of one that was opened before. */
  request(dice: Dice, known: Known, secrets: Secrets, mode: Mode): Sent {
    const found = known.scene(dice, dice.one(['', 'changeShare', 'answerShare']))
    const scene = dice.falls(0.1) ? { ...found, caller: nobody } : found
    const browser = this.#browserOf(scene.caller, secrets)
    const isForm = browser.forms.length > 0 && dice.falls(0.6)
    const { method, url, fields } = isForm
      ? sendForm(dice, known, scene, mode, browser)
      : openPage(dice, known, scene, mode, browser)
    const jar = new Map(browser.cookies)
    if (mode === 'hostile' && dice.falls(0.2))
      jar.set(dice.one([...jar.keys(), 'tz', 'sensor_share_notice']), oddCookie(dice))
    return {
      face: 'pages',
      about: `${method} ${nameOf(url)}`,
      mode,
      entry: 'open',
      caller: scene.caller,
      request: {
        method,
        url,
        remoteAddress: network(dice),
        headers: {
          accept: 'text/html',
          cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(dice.falls(0.1) && { 'x-fetched': '1' }),
          ...(fields && {
            'content-type': mode === 'hostile' && dice.falls(0.05) ? inHeader(dice.one(ill)) : formType,
          }),
        },
        ...(fields && { payload: fields }),
      },
    }
  }

  #browserOf(caller: string, { secret }: Secrets): Browser {
    const found = this.#browsers.get(caller)
    if (found) return found
    const cookies = new Map(caller === nobody ? [] : [[cookieName, tokenOf(secret, caller)]])
    const browser = { cookies, forms: [], links: [] }
    this.#browsers.set(caller, browser)
    return browser
  }

  /** Keeps what a page brought: cookies, forms and links. */
  learn({ caller }: Sent, answer: LightMyRequestResponse, html: string) {
    const browser = this.#browsers.get(caller)
    if (!browser) return
    for (const { name, value, maxAge, expires } of answer.cookies) {
      // Whoever is sent away by a page does not lose the token that the fuzz gave them.
      if (name === cookieName) continue
      if (maxAge === 0 || (expires && expires.getUTCFullYear() === 1970)) browser.cookies.delete(name)
      else browser.cookies.set(name, encodeURIComponent(value))
    }
    const tags = tagsIn(html)
    const forms = formsIn(tags).flatMap(form => form.buttons.map((_, button) => ({ form, button })))
    const links = tags.flatMap(({ name, attributes: { href } }) =>
      name === 'a' && href?.startsWith('/app') ? [href] : [],
    )
    browser.forms = [...browser.forms, ...forms].slice(-150)
    browser.links = [...browser.links, ...links].slice(-60)
  }
}

/** The page that an address leads to, whatever it is about. */
function nameOf(url: string): string {
  const path = url.split('?')[0]?.replace(/\/sensors\/[^/]+/, '/sensors/:id') ?? ''
  return /^\/app(\/(:id|[a-z-]{3,14})){0,3}$/.test(path) ? path : 'elsewhere'
}

type Page = { method: string; url: string; fields?: string }

function openPage(dice: Dice, known: Known, scene: Scene, mode: Mode, { links }: Browser): Page {
  const token = known.links['/app/sign-in/link']
  const url =
    links.length > 0 && dice.falls(0.4)
      ? dice.one(links)
      : `/app${dice.one([...places(scene.sensor, encodeURIComponent(scene.guest)), ...token.map(one => `/sign-in/link?token=${one}`)])}`
  if (mode === 'valid') return { method: 'GET', url }
  const odd = () => encodeURIComponent(dice.one(ill).slice(0, 3000).toWellFormed())
  const names = [
    'sensor',
    'person',
    'guest',
    'q',
    'page',
    'sort',
    'show',
    'span',
    'after',
    'before',
    'next',
    'search',
    'key',
  ]
  const [path = '', query = ''] = url.split('?')
  const pairs = query.split('&').map(pair => (dice.falls(0.5) ? `${pair.split('=')[0]}=${odd()}` : pair))
  const others = dice.times(0, 3, () => `${dice.one(names)}=${odd()}`)
  const where = dice.falls(0.1) ? path.replace(/[^/]+$/, odd()) : path
  return { method: dice.falls(0.05) ? 'DELETE' : 'GET', url: `${where}?${[...pairs, ...others].join('&')}` }
}

function sendForm(dice: Dice, known: Known, scene: Scene, mode: Mode, { forms }: Browser): Page {
  // Every page has the form to sign out.
  const all = [...new Set(forms.map(({ form }) => form.attributes.action))]
  const others = all.filter(action => action !== '/app/sign-out')
  const actions = others.length > 0 && dice.falls(0.97) ? others : all
  const chosen = dice.one(actions)
  const { form, button } = dice.one(forms.filter(({ form }) => form.attributes.action === chosen))
  const { formaction, formmethod, name = '', value = '' } = form.buttons[button]?.attributes ?? {}
  const action = formaction ?? form.attributes.action ?? '/app'
  const method = (formmethod ?? form.attributes.method ?? 'get').toUpperCase()
  const meaning = known.meaning(dice, scene, 'form')
  const filled = form.fields.flatMap(({ name, value, kind, isChosen }): [string, string][] => {
    if (!name) return []
    if (mode === 'hostile' && dice.falls(name === '_csrf' ? 0.05 : 0.3)) return oddField(dice, name, value)
    if (name === '_csrf' || kind === 'hidden') return [[name, value]]
    if (kind === 'text') return [[name, value && dice.falls(0.3) ? value : typed(dice, scene, name, meaning(name))]]
    return isChosen === dice.falls(0.6) || (kind === 'tick' && dice.falls(0.5)) ? [[name, value]] : []
  })
  const pairs: [string, string][] = name ? [...filled, [name, value]] : filled
  if (mode === 'nearly' && pairs.length > 0) {
    const at = dice.number(0, pairs.length - 1)
    const [name, value] = pairs[at] as [string, string]
    pairs.splice(at, 1, ...oddField(dice, name, value))
  }
  const text = pairs
    .map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`)
    .join('&')
  if (method === 'GET') return { method, url: `${action.split('?')[0]}?${text}` }
  return { method, url: action, fields: text }
}

/** What somebody may type into a field. */
function typed(dice: Dice, { sensor, guest }: Scene, name: string, meant: unknown): string {
  const words: Record<string, () => string> = {
    people: () => dice.one([guest, `"Guest, A" <${guest}>; x@example.com`, `${guest}\nnobody`, '']),
    note: () => dice.one(['', 'Have fun', '温度计']),
    startsAt: () => dice.one(['', instant(dice).slice(0, 16)]),
    expiresAt: () => dice.one(['', '2030-01-01T12:00']),
    until: () => dice.one(['2027-01-01', instant(dice).slice(0, 10), '']),
    from: () => dice.one([instant(dice).slice(0, 16), '']),
    id: () => sensor,
    q: () => dice.one(['sau', guest, '']),
    search: () => dice.one(['sau', guest, '']),
  }
  return words[name]?.() ?? (typeof meant === 'string' ? meant : dice.one(niceTexts))
}

/** A field wrong, several times, or not at all. */
function oddField(dice: Dice, name: string, value: string): [string, string][] {
  return dice.one<() => [string, string][]>([
    () => [],
    () => [[name, '']],
    () => [[name, dice.one(ill)]],
    () => [[name, value + dice.one(ill)]],
    () => [
      [name, value],
      [name, dice.one(ill)],
    ],
    () => [[`${name}[]`, value]],
    () => [[dice.one(ill), value]],
    () => dice.times(0, 1_200, () => [name, value]),
  ])()
}

const oddCookie = (dice: Dice) =>
  dice.one([
    ...['', 'x', '%00', '%', 'Europe/Helsinki', 'Nowhere/Land', '"', 'eyJ0ZXh0Ijo3fQ', 'bnVsbA', 'e30'],
    Buffer.from(JSON.stringify({ text: dice.one(ill), undo: dice.one(ill) })).toString('base64url'),
  ])
