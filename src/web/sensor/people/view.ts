/** The guests of a sensor: their list, and the pages to change or end one's share. */
import { html } from 'ghtml'
import type { ShareView } from '../../../sharing/read/shown.ts'
import { icon, type Picture } from '../../frame/icons.ts'
import { nameOr } from '../../frame/names.ts'
import { Page, proof } from '../../frame/page.ts'
import { fieldError } from '../../frame/refused.ts'
import { naming } from '../../frame/sentence.ts'
import { avatar } from '../../parts/avatar.ts'
import { dotsMenu } from '../../parts/menu.ts'
import { termsOf } from '../../terms/view.ts'
import { type Reader, time } from '../../time/view.ts'
import { onTheWall } from '../../time/wall-clock.ts'
import { pathOf } from '../shown/place.ts'
import type { ShareableParts, ShownSensor } from '../shown/read.ts'
import { texts } from './words/words.ts'

/** Guests that are shown before the list is opened. */
const mostShown = 5

/** Renders the owner's list of guests; `next` is the cursor of the next page. */
export function peopleOf(
  sensor: ShownSensor,
  offer: ShareableParts,
  { shares, next }: { shares: ShareView[]; next: string | null },
  reader: Reader,
  token: string,
): string {
  const words = texts[reader.language]
  const rows = shares
    .toSorted((a, b) => Number(b.state === 'live') - Number(a.state === 'live'))
    .map(share => person(sensor, offer, share, reader))
  const [first, rest] = [rows.slice(0, mostShown), rows.slice(mostShown)]
  const list = html`<form method="post" class="sheet guests">!${proof(token)}<ul class="rows">!${first}</ul>
!${rest.length > 0 ? html`<details><summary>${words.others(rest.length)}</summary><ul class="rows">!${rest}</ul></details>` : ''}</form>`
  return html`<section id="people" data-live>
<h2>${words.title}</h2>
!${rows.length > 0 ? list : html`<p class="faint">${words.nobody}</p>`}
!${next ? html`<p><a href="${pathOf(sensor.id)}?after=${next}#people">${words.more}</a></p>` : ''}
</section>`
}

function person({ id }: ShownSensor, offer: ShareableParts, share: ShareView, reader: Reader): string {
  const words = texts[reader.language]
  const { guest, state, note } = share
  const query = html`guest=${encodeURIComponent(guest)}`
  // Buttons with the same text need the guest for screen readers.
  const whom = html`<span class="visually-hidden"> ${guest}</span>`
  const does = (action: string, picture: Picture, text: string) =>
    html`<button class="plain" formaction="${pathOf(id, action)}" name="guest" value="${guest}">!${icon(picture)}<span>${text}!${whom}</span></button>`
  const fate = fateOf(share, reader)
  return html`<li class="person"><div class="somebody">!${avatar(guest)}
<div><p><b><bdi>${guest}</bdi></b> <span class="tag !${state}">${words.states[state]}</span></p>
<p class="faint">!${termsOf(share, reader, offer.channels)}</p>
!${note ? html`<blockquote><bdi>${note}</bdi></blockquote>` : ''}
<p class="faint">${words.since} !${time(share.since, reader)}. !${state === 'pending' ? words.waitsFor : ''} !${fate ? html`<span !${isTrouble(share) ? 'class="wrong"' : ''}>${fate}</span>` : ''}</p></div></div>
<div class="does">
<a class="button quiet small" href="${pathOf(id, 'change')}?!${query}" data-dialog>${words.change}!${whom}</a>
!${dotsMenu(words.menu(guest), [
    state === 'pending'
      ? ''
      : share.paused
        ? does('resume', 'resume', words.resume)
        : does('pause', 'pause', words.pause),
    mayResend(share) ? does('resend', 'letter', words.resend) : '',
    html`<a class="button plain danger" href="${pathOf(id, 'unshare')}?!${query}" data-dialog>!${icon('remove')}<span>${words.unshare}!${whom}</span></a>`,
  ])}
</div></li>`
}

const isTrouble = ({ letter }: ShareView) => letter === 'bounced' || letter === 'suppressed'

/**
 * Returns the fate of the letter. It matters to the owner while the share is pending, or if the letter did not arrive.
 */
function fateOf({ letter, state }: ShareView, reader: Reader): string {
  const words = texts[reader.language]
  if (letter === null) return state === 'pending' ? words.noLetter : ''
  return state === 'pending' || isTrouble({ letter } as ShareView) ? words.fates[letter] : ''
}

/** Tells whether sending the letter again makes sense. */
const mayResend = ({ letter, state }: ShareView) =>
  letter === 'bounced' || (state === 'pending' && (letter === null || letter === 'sent' || letter === 'delivered'))

/** Renders a guest's own share of a sensor. */
export function ownTerms(
  { id }: ShownSensor,
  offer: ShareableParts,
  share: ShareView | undefined,
  reader: Reader,
): string {
  const words = texts[reader.language]
  if (!share) return ''
  return html`<section id="yours" data-live>
<h2>${words.yours}</h2>
<div class="sheet">
<p>${words.terms}: !${termsOf(share, reader, offer.channels)}</p>
!${share.note ? html`<p class="faint">${words.noteOf}</p><blockquote><bdi>${share.note}</bdi></blockquote>` : ''}
<p class="faint">${words.since} !${time(share.since, reader)}. ${words.yourName}</p>
<p class="buttons"><a class="button quiet small" href="/app/rename?sensor=${id}&amp;next=${pathOf(id)}" data-dialog>${words.rename}</a><a class="button quiet small" href="/app/leave?sensor=${id}" data-dialog>${words.leave}</a></p>
</div>
</section>`
}

/** The fields of the form. */
export type Filled = {
  all: boolean
  channels: string[]
  scripting: boolean
  note: string
  startsAt: string
  expiresAt: string
}

/** Fills the form with the terms of a share, its times in a time zone. */
export function filledFrom({ channels, scripting, note, startsAt, expiresAt }: ShareView, zone: string): Filled {
  const local = (at: string | null) => (at === null ? '' : onTheWall(new Date(at), zone))
  return {
    all: channels === null,
    channels: channels ?? [],
    scripting,
    note,
    startsAt: local(startsAt),
    expiresAt: local(expiresAt),
  }
}

/** Renders the form to change the terms of a share. */
export function changePage(
  sensor: ShownSensor,
  { isDevice, channels }: ShareableParts,
  guest: string,
  filled: Filled,
  zone: string,
  reader: Reader,
  wrong?: string,
): Page {
  const words = texts[reader.language]
  const ticks = channels.map(
    ({ channel, name }) =>
      html`<label class="tick"><input type="checkbox" name="channel" value="${channel}" !${filled.all || filled.channels.includes(channel) ? 'checked' : ''}><bdi>${nameOr(name, channel)}</bdi></label>`,
  )
  const at = (name: 'startsAt' | 'expiresAt') =>
    html`<div><label for="${name}">${words[name]}</label><input id="${name}" name="${name}" type="datetime-local" value="${filled[name]}" aria-describedby="times"></div>`
  return new Page(
    reader,
    naming(words.changeTitle, nameOr(sensor.name, sensor.id)),
    token => html`<p>${words.with} <b><bdi>${guest}</bdi></b></p>
!${fieldError(wrong)}
<form method="post" action="${pathOf(sensor.id, 'change')}">!${proof(token)}<input type="hidden" name="guest" value="${guest}">
<fieldset class="choice"><legend>${words.what}</legend>
<label class="tick"><input type="checkbox" name="all" value="yes" data-all !${filled.all ? 'checked' : ''}>${isDevice ? words.alsoLaterServices : words.alsoLater}</label>
<div class="parts">!${ticks}</div>
<p class="faint" data-without-scripts>${words.allCounts}</p>
</fieldset>
<label class="tick"><input type="checkbox" name="scripting" value="yes" aria-describedby="scripting" !${filled.scripting ? 'checked' : ''}>${words.mayScript}</label>
<p class="faint" id="scripting">${words.scriptingMeans}</p>
<label for="note">${words.note}</label>
<textarea id="note" name="note" rows="3" maxlength="500">${filled.note}</textarea>
<div class="pair">!${at('startsAt')}!${at('expiresAt')}</div>
<p class="faint" id="times">${words.timeMeans(zone)}</p>
<p class="buttons"><button>${words.save}</button><a class="button quiet" href="${pathOf(sensor.id)}" data-close>${words.back}</a></p>
</form>`,
    wrong ? 400 : 200,
  )
}

/** Asks before a share ends. */
export function askToUnshare(sensor: ShownSensor, { guest, state }: ShareView, reader: Reader): Page {
  const words = texts[reader.language]
  const isPending = state === 'pending'
  const text = isPending ? words.cancelText : state === 'live' ? words.unshareText : words.unshareSilent
  return new Page(
    reader,
    naming(words.unshareTitle, nameOr(sensor.name, sensor.id)),
    token => html`<p>${text(guest)}</p>
<form method="post" action="${pathOf(sensor.id, 'unshare')}">!${proof(token)}<input type="hidden" name="guest" value="${guest}">
<p class="buttons"><button class="danger">${words.unshare}</button><a class="button quiet" href="${pathOf(sensor.id)}" data-close>${words.keep}</a></p>
</form>`,
  )
}
