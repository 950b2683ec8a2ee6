/** The frame around the content of every page. It works on phones, in dark mode and without scripts. */
import { html } from 'ghtml'
import { HtmlAnswer } from '../../http/html-answer.ts'
import type { Caller } from '../../people/caller.ts'
import { chosenName } from '../../people/display-name.ts'
import { avatar } from '../parts/avatar.ts'
import { logo } from '../parts/logo.ts'
import type { Reader } from '../time/view.ts'
import { icon } from './icons.ts'
import type { Notice } from './notice.ts'
import { asHtml, asText, type Sentence } from './sentence.ts'
import { staticPath } from './statics.ts'
import { texts } from './words.ts'

/** What the frame needs to know of the request. */
type Around = {
  /** The signed-in person; undefined without a session. */
  caller: Caller | undefined
  /** Whether they operate this server. */
  isOperating: boolean
  /** The URL of the page. */
  path: string
  /** The CSRF token for the forms. */
  token: string
  notice: Notice | undefined
  /** How many invitations wait for the signed-in person, and what else is new for them. */
  waiting: number
  news: string
}

/** What may stand around the title, as HTML: above it, e.g. a link back, and beside it, e.g. who the page is about. */
type Lead = { above?: string; beside?: string }

/** A page as the answer to a request. A body with forms is a function of the CSRF token. */
export class Page extends HtmlAnswer {
  readonly title: Sentence
  readonly status: number
  readonly #reader: Reader
  readonly #lead: Lead
  readonly #body: string | ((token: string) => string)

  constructor(
    reader: Reader,
    title: Sentence,
    body: string | ((token: string) => string),
    status = 200,
    lead: Lead = {},
  ) {
    super()
    this.#reader = reader
    this.#lead = lead
    this.title = title
    this.status = status
    this.#body = body
  }

  /**
   * The page without header and CSRF token, for links in letters: it needs no session, and its forms carry the link's
   * token.
   */
  override get html(): string {
    return document(
      this.#reader,
      this.title,
      html`<main class="alone">
!${brand}
!${this.#head}
!${this.#content('')}
</main>`,
    )
  }

  /** Renders the page with the header and notice of the app. */
  write({ caller, isOperating, path, token, notice, waiting, news }: Around): string {
    return document(
      this.#reader,
      this.title,
      html`<a class="skip" href="#main">${texts[this.#reader.language].skip}</a>
!${caller ? header(this.#reader, { caller, isOperating, path, token, waiting }) : ''}
<main id="main" !${caller ? '' : 'class="alone"'}>
!${caller ? '' : brand}
!${notice ? renderNotice(this.#reader, notice, path, token) : ''}
!${news}
!${this.#head}
!${this.#content(token)}
</main>
!${caller ? html`<dialog id="dialog" aria-labelledby="dialog-title" data-words="${JSON.stringify(texts[this.#reader.language].dialog)}"></dialog>` : ''}
<p id="status" class="visually-hidden" role="status"></p>`,
    )
  }

  get #head(): string {
    const { above = '', beside } = this.#lead
    const title = html`<h1>!${asHtml(this.title)}</h1>`
    return html`!${above}
!${beside ? html`<div class="somebody lead">!${beside}!${title}</div>` : title}`
  }

  #content(token: string): string {
    return typeof this.#body === 'string' ? this.#body : this.#body(token)
  }
}

/** Renders the hidden field with the CSRF token. */
export const proof = (token: string) => html`<input type="hidden" name="_csrf" value="${token}">`

function document({ language }: Reader, title: Sentence, body: string): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${asText(title)} · sensor-share</title>
<meta name="theme-color" content="#f4f3ee" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0e1513" media="(prefers-color-scheme: dark)">
<link rel="icon" type="image/svg+xml" href="!${staticPath}/icon.svg">
<link rel="manifest" href="!${staticPath}/app.webmanifest">
<link rel="stylesheet" href="!${staticPath}/style.css">
<script type="module" src="!${staticPath}/app.js"></script>
</head>
<body>
!${body}
</body>
</html>
`
}

const brand = html`<a class="brand" href="/app">!${logo}<span>sensor-share</span></a>`

const placeOfInvitations = '/app/invitations'

const places = (reader: Reader) => {
  const words = texts[reader.language]
  return [
    ['/app', words.sensors, 'sensor'],
    ['/app/contacts', words.contacts, 'person'],
    [placeOfInvitations, words.invitations, 'letter'],
    ['/app/history', words.history, 'clock'],
    ['/app/account', words.account, 'key'],
  ] as const
}

/** On phones, where it would need a second line, the account page leads there. */
const placeOfOperators = (reader: Reader) => {
  const words = texts[reader.language]
  return ['/app/gateways', words.gateways, 'gateway'] as const
}

type Header = { caller: Pick<Caller, 'email' | 'display'> } & Pick<Around, 'isOperating' | 'path' | 'token' | 'waiting'>

function header(reader: Reader, { caller, isOperating, path, token, waiting }: Header): string {
  const { email, display } = caller
  const words = texts[reader.language]
  const here = path.split('?')[0]
  const links = (isOperating ? [...places(reader), placeOfOperators(reader)] : places(reader)).map(
    ([place, title, picture]) =>
      html`<li !${place === '/app/gateways' ? 'class="wide"' : ''}><a href="${place}" !${here === place ? 'aria-current="page"' : ''}>!${icon(picture)}<span>${title}</span>!${place === placeOfInvitations ? badge(waiting, reader) : ''}</a></li>`,
  )
  return html`<header class="top">
!${brand}
<nav aria-label="${words.places}"><ul>
!${links}
</ul></nav>
<details class="menu right me"><summary class="button plain round" aria-label="${words.me(email)}">!${avatar(email, chosenName(display))}</summary>
<div class="sheet"><p>${email}</p><form method="post" action="/app/sign-out">!${proof(token)}<button class="plain">!${icon('leave')}${words.signOut}</button></form></div></details>
</header>`
}

/** Renders the number of waiting invitations; without any its place, so that it can come live. */
const badge = (waiting: number, reader: Reader) => {
  const words = texts[reader.language]
  return html`<span id="waiting" data-live>!${waiting > 0 ? html`<b class="badge" aria-hidden="true">${waiting > 99 ? '99+' : waiting}</b><span class="visually-hidden"> ${words.waiting(waiting)}</span>` : ''}</span>`
}

function renderNotice(reader: Reader, { text, isBad, undo }: Notice, path: string, token: string): string {
  const classes = ['notice', ...(isBad ? ['bad'] : []), ...(undo ? ['toast'] : [])].join(' ')
  return html`<div class="${classes}" role="${isBad ? 'alert' : 'status'}">
<p>!${asHtml(text)}</p>
!${undo ? undoForm(undo, path, token, reader) : ''}
</div>`
}

/** Renders the form of a toast: a script removes it when its time is over, and says so to screen readers. */
function undoForm(undo: string, path: string, token: string, reader: Reader): string {
  const words = texts[reader.language]
  return html`<form method="post" action="/app/undo" data-say="${words.undoHow}">!${proof(token)}<input type="hidden" name="undo" value="${undo}"><input type="hidden" name="next" value="${path}"><button class="quiet small" aria-keyshortcuts="Control+Z">${words.undo}</button></form>
<span class="time-left" aria-hidden="true"></span>`
}
