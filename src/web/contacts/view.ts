/** The pages of contacts: the list, one person, and the confirmation before all their access ends. */
import { html } from 'ghtml'
import type { Service } from '../../sensors/read/services.ts'
import type { Contact } from '../../sharing/read/contacts.ts'
import type { ShareView } from '../../sharing/read/shown.ts'
import { icon } from '../frame/icons.ts'
import { nameOf } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { avatar } from '../parts/avatar.ts'
import { art, emptyState } from '../parts/empty.ts'
import { noteOf, stateOf, termsOf } from '../terms/view.ts'
import { ago, type Reader, time } from '../time/view.ts'
import { texts } from './words.ts'

/** What rendering the terms of shares needs. */
type Known = { services: Service[]; reader: Reader }
type Found = {
  search: string
  contacts: Contact[]
  found: Contact[]
  shares: ShareView[]
  most: number
  reader: Reader
}

const to = (path: string, person: string) => `/app/${path}?person=${encodeURIComponent(person)}`

/** Renders the list of contacts. */
export function contactsPage({ search, contacts, found, shares, most, reader }: Found): Page {
  const words = texts[reader.language]
  if (contacts.length === 0) {
    return new Page(
      reader,
      words.title,
      html`<div class="sheet empty" id="contacts" data-live>!${art('contacts')}<p>${words.none}</p>
<p><a class="button" href="/app/share" data-dialog>${words.share}</a></p></div>`,
    )
  }
  const has = new Map<string, ShareView[]>()
  for (const share of shares) has.set(share.guest, [...(has.get(share.guest) ?? []), share])
  const rows = found.map(
    ({ email, sensors, lastSharedAt }) =>
      html`<li class="contact">!${avatar(email)}<div><a class="title" href="${to('contacts/person', email)}">${email}</a>
<small>!${sensors === 0 ? html`${words.has(0)}` : namesOf(has.get(email) ?? [], sensors, reader)}</small></div>
<small class="when">${words.last} !${ago(lastSharedAt, reader)}</small></li>`,
  )
  return new Page(
    reader,
    words.title,
    html`<form class="find" role="search" method="get" action="/app/contacts">
<label class="visually-hidden" for="search">${words.search}</label>
<input id="search" name="search" type="search" value="${search}" placeholder="${words.searchHelp}" autocapitalize="none" spellcheck="false">
<button class="quiet">!${icon('search')}${words.find}</button></form>
<div id="contacts" data-live>
!${
      rows.length === 0
        ? emptyState(
            'search',
            html`<p>${words.notFound(search)}</p><p><a class="button quiet" href="/app/contacts">${words.all}</a></p>`,
          )
        : html`<ul class="sheet rows">!${rows}</ul>`
    }
!${contacts.length >= most ? html`<p class="faint">${words.old(most)}</p>` : ''}
</div>`,
  )
}

/** Lists the first four names, and the number of the others. */
function namesOf(shares: ShareView[], count: number, reader: Reader): string {
  const words = texts[reader.language]
  const shown = shares.slice(0, 4).map(share => nameOf(share))
  if (shown.length === 0) return html`${words.has(count)}`
  return html`!${shown.join(' · ')}!${count > shown.length ? html` · ${words.more(count - shown.length)}` : ''}`
}

/** Renders a contact with the shares given to them. */
export function contactPage(person: string, shares: ShareView[], known: Known): Page {
  const words = texts[known.reader.language]
  const buttons = html`<p class="buttons"><a class="button" href="${to('share', person)}" data-dialog>!${icon('share', 'out')}${words.shareMore}</a>
!${shares.length > 0 ? html`<a class="button quiet danger" href="${to('contacts/end', person)}" data-dialog>${words.endAll}</a>` : ''}</p>`
  const list =
    shares.length === 0
      ? emptyState('sensors', html`<p>${words.nothingNow(person)}</p>`)
      : html`<ul class="sheet rows">!${shares.map(share => shareRow(share, known))}</ul>`
  return new Page(
    known.reader,
    person,
    html`<div id="contact" data-live>
!${list}
!${buttons}
</div>`,
    200,
    { above: html`<p class="back"><a href="/app/contacts">${words.back}</a></p>`, beside: avatar(person, '', 'huge') },
  )
}

const shareRow = (share: ShareView, { services, reader }: Known) => {
  const words = texts[reader.language]
  return html`<li class="given"><a class="title" href="/app/sensors/${share.sensor}#people"><span>!${nameOf(share)}</span></a> !${stateOf(share, reader)}
<small>!${termsOf(share, reader, services)} · ${words.since} !${time(share.since, reader)}</small>
!${noteOf(share)}</li>`
}

/** Asks before all shares with a contact end. */
export function askToEnd(person: string, shares: ShareView[], { services, reader }: Known): Page {
  const words = texts[reader.language]
  const items = shares.map(
    share =>
      html`<li>!${nameOf(share)} !${stateOf(share, reader)} <small>!${termsOf(share, reader, services)}</small><input type="hidden" name="sensor" value="${share.sensor}"></li>`,
  )
  return new Page(
    reader,
    words.endTitle(person),
    token => html`<form method="post" action="/app/contacts/end">!${proof(token)}<input type="hidden" name="person" value="${person}">
<p>${words.endIntro(shares.length)}</p>
<ul class="sheet rows">!${items}</ul>
<p>${words.endTold}</p>
<p class="buttons"><button class="danger">${words.end(shares.length)}</button>
<a class="button quiet" href="${to('contacts/person', person)}" data-close>${words.keep}</a></p>
</form>`,
  )
}
