/** The pages of invitations: received and sent ones, and the confirmations before one is declined or cancelled. */
import { html } from 'ghtml'
import type { Service } from '../../sensors/read/services.ts'
import type { ListedShare } from '../../sharing/read/list.ts'
import type { ShareView } from '../../sharing/read/shown.ts'
import { nameOf, personOf } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { avatar } from '../parts/avatar.ts'
import { emptyState } from '../parts/empty.ts'
import { noteOf, termsOf } from '../terms/view.ts'
import { type Reader, time } from '../time/view.ts'
import { texts } from './words.ts'

/** What rendering the terms of shares needs. */
type Known = { services: Service[]; reader: Reader }
type Listing = { shares: ListedShare[]; next: string | null }

/** Renders the invitations that wait for the reader, and those that the reader sent. */
export function invitationsPage(
  { got, given, known }: { got: Listing; given: Listing; known: Known },
  reader: Reader,
): Page {
  const words = texts[reader.language]
  const owners = new Map<string, ListedShare[]>()
  for (const share of got.shares) owners.set(share.owner, [...(owners.get(share.owner) ?? []), share])
  return new Page(
    reader,
    words.title,
    token => html`<div id="invitations" data-live>
<h2>${words.toMe}</h2>
!${
      owners.size === 0
        ? emptyState('invitations', html`<p>${words.noneToMe}</p>`)
        : html`!${[...owners].map(([owner, shares]) => ofOwner(owner, shares, token, known))}<p class="faint">${words.meaning}</p>`
    }
!${got.next ? html`<p><a href="/app/invitations?afterGot=${got.next}">${words.more}</a></p>` : ''}
<h2>${words.fromMe}</h2>
!${
      given.shares.length === 0
        ? html`<p class="faint">${words.noneFromMe}</p>`
        : html`<ul class="sheet rows">!${given.shares.map(share => toGuest(share, token, known))}</ul>`
    }
!${given.next ? html`<p><a href="/app/invitations?afterGiven=${given.next}">${words.more}</a></p>` : ''}
</div>`,
  )
}

/** Renders the invitations of one owner, to answer one at a time or all at once. */
function ofOwner(owner: string, shares: ListedShare[], token: string, { reader }: Known): string {
  const words = texts[reader.language]
  const name = shares[0]?.ownerName
  const notes = [...new Set(shares.map(({ note }) => note).filter(Boolean))]
  const rows = shares.map(
    share => html`<li class="row"><div>!${nameOf(share)} <small>!${termsOf(share, reader)}</small></div>
!${shares.length > 1 ? answers([share], token, reader) : ''}</li>`,
  )
  return html`<section class="sheet"><div class="somebody">!${avatar(owner, name)}<h3>${words.from(personOf(owner, name, reader), shares.length)}</h3></div>
!${notes.map(note => html`<p class="faint">${words.wrote(owner)}</p>!${noteOf({ note })}`)}
<ul class="rows">!${rows}</ul>
!${answers(shares, token, reader, true)}
</section>`
}

function answers(shares: ShareView[], token: string, reader: Reader, isAll = false): string {
  const words = texts[reader.language]
  const fields = shares.map(({ sensor }) => html`<input type="hidden" name="sensor" value="${sensor}">`)
  const [small, count] = [isAll ? '' : 'small', shares.length]
  // Buttons with the same text need the name of their sensor for screen readers.
  const about = isAll ? '' : html`<span class="visually-hidden"> !${shares.map(nameOf)}</span>`
  return html`<div class="buttons !${isAll ? '' : 'tight'}"><form method="post" action="/app/invitations/accept">!${proof(token)}!${fields}<button class="!${isAll ? '' : 'quiet small'}">${count > 1 ? words.acceptAll(count) : words.accept}!${about}</button></form>
<form method="get" action="/app/invitations/decline" data-dialog>!${fields}<button class="quiet !${small}">${count > 1 ? words.declineAll(count) : words.decline}!${about}</button></form></div>`
}

/** Renders an invitation that its guest has not answered. */
function toGuest(share: ShareView, token: string, { services, reader }: Known): string {
  const words = texts[reader.language]
  const { sensor, guest, letter, since } = share
  const fields = html`<input type="hidden" name="sensor" value="${sensor}"><input type="hidden" name="person" value="${guest}">`
  const isLost = letter === 'bounced' || letter === 'suppressed' || letter === 'muted'
  return html`<li class="row"><div class="somebody">!${avatar(guest)}<div><strong>${guest}</strong> · !${nameOf(share)}
<small>!${termsOf(share, reader, services)} · ${words.since} !${time(since, reader)}</small>
!${letter ? html`<small class="!${isLost ? 'wrong' : ''}">${words.letters[letter]}</small>` : ''}</div></div>
<div class="buttons tight"><form method="post" action="/app/invitations/resend">!${proof(token)}!${fields}<button class="quiet small">${words.resend}<span class="visually-hidden"> ${guest}, !${nameOf(share)}</span></button></form>
<form method="get" action="/app/invitations/cancel" data-dialog>!${fields}<button class="quiet small">${words.cancel}<span class="visually-hidden"> ${guest}, !${nameOf(share)}</span></button></form></div></li>`
}

/** Asks before invitations are declined. */
export function askToDecline(shares: ShareView[], reader: Reader): Page {
  const words = texts[reader.language]
  const owners = [...new Set(shares.map(({ owner }) => owner))]
  const items = shares.map(
    share =>
      html`<li>!${nameOf(share)} <small>${share.owner}</small><input type="hidden" name="sensor" value="${share.sensor}"></li>`,
  )
  return new Page(
    reader,
    words.declineTitle,
    token => html`<form method="post" action="/app/invitations/decline">!${proof(token)}
<ul class="sheet rows">!${items}</ul>
!${owners.map(owner => html`<p>${words.declineIntro(owner, shares.filter(share => share.owner === owner).length)}</p>`)}
<p class="buttons"><button class="danger">${shares.length > 1 ? words.declineAll(shares.length) : words.decline}</button>
<a class="button quiet" href="/app/invitations" data-close>${words.keep}</a></p>
</form>`,
  )
}

/** Asks before an invitation is taken back. */
export function askToCancel(share: ShareView, { services, reader }: Known): Page {
  const words = texts[reader.language]
  const { sensor, guest } = share
  return new Page(
    reader,
    words.cancelTitle,
    token => html`<form method="post" action="/app/invitations/cancel">!${proof(token)}<input type="hidden" name="sensor" value="${sensor}"><input type="hidden" name="person" value="${guest}">
<ul class="sheet rows"><li>!${nameOf(share)} <small>!${termsOf(share, reader, services)}</small></li></ul>
<p>${words.cancelIntro(guest)}</p>
<p class="buttons"><button class="danger">${words.cancel}</button>
<a class="button quiet" href="/app/invitations" data-close>${words.keep}</a></p>
</form>`,
  )
}
