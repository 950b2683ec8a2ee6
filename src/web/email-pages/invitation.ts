/**
 * The pages behind the link of a letter about shares. Opening the link changes nothing, because mail scanners open
 * links.
 */
import { html } from 'ghtml'
import type { Invitation } from '../../sharing/change/answer.ts'
import { Page } from '../frame/page.ts'
import { words } from './invitation-words.ts'

/** Renders the invitation with its answers. */
export function showInvitation(invitation: Invitation, token: string): Page {
  const { sender, recipient, sensors } = invitation
  if (sensors.length === 0) return nothingLeft()
  const isAccepted = sensors.every(({ accepted }) => accepted)
  return new Page(
    words.title(sender, sensors.length),
    html`!${listOf(invitation)}
<p>${words.isFor(recipient)}!${isAccepted ? html` ${words.isAccepted} <a href="/app">${words.see}</a>` : ''}</p>
<form method="post" action="/invitation">
<input type="hidden" name="token" value="${token}">
<p class="buttons">
!${isAccepted ? '' : html`<button name="answer" value="accept">${words.accept}</button>`}
<button class="quiet" name="answer" value="decline">${words.decline}</button>
<button class="quiet" name="answer" value="mute">${words.mute}</button>
</p>
</form>
<p>${words.meaning(sender)}</p>`,
  )
}

/** Says that the invitation is accepted. */
export function accepted(invitation: Invitation): Page {
  const { recipient, joined, sensors } = invitation
  return new Page(
    words.accepted(sensors.length),
    html`!${listOf(invitation)}
<p>${joined ? words.whereToSee(recipient) : words.howToSee(recipient)}</p>
<p class="buttons"><a class="button" href="/app">${joined ? words.see : words.signUp}</a></p>`,
  )
}

/** Says that the invitation is declined. */
export function declined(invitation: Invitation): Page {
  return new Page(
    words.declined(invitation.sensors.length),
    html`!${listOf(invitation)}
<p>${words.gone(invitation.sender)}</p>`,
  )
}

/** Says that the sender is muted. */
export function muted({ sender }: Invitation): Page {
  return new Page(words.muted, html`<p>${words.silence(sender)}</p>`)
}

/** Says that the shares of the invitation have ended. */
export function nothingLeft(): Page {
  return new Page(words.nothingLeft, html`<p>${words.notShared}</p>`)
}

/** Says that the link of the invitation no longer works. */
export function invitationEnded(): Page {
  return new Page(words.ended, html`<p>${words.why} <a href="/app">${words.here}</a>.</p>`, 403)
}

/** Sensor names are written by people, so each is quoted and has a line of its own. */
function listOf({ sensors }: Invitation): string {
  const items = sensors.map(({ id, name }) => (name ? html`<li><q><bdi>${name}</bdi></q></li>` : html`<li>${id}</li>`))
  return html`<ul class="sheet rows">
!${items.join('\n')}
</ul>`
}
