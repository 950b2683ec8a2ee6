/** The pages behind a letter about shares. Opening the link changes nothing: mail scanners open links. */
import { html } from 'ghtml'
import type { Invitation } from '../../sharing/answer.ts'
import { Page } from '../page.ts'

export function showInvitation(invitation: Invitation, token: string): Page {
  const { sender, recipient, sensors } = invitation
  if (sensors.length === 0) return nothingLeft()
  const isAccepted = sensors.every(({ accepted }) => accepted)
  return new Page(
    `${sender} shares ${count(invitation)} with you`,
    html`!${listOf(invitation)}
<p>This is for ${recipient}.!${isAccepted ? ' You have accepted it. <a href="/app">See it here</a>' : ''}</p>
<form method="post" action="/invitation">
<input type="hidden" name="token" value="${token}">
<p class="buttons">
!${isAccepted ? '' : '<button name="answer" value="accept">Accept</button>'}
<button class="quiet" name="answer" value="decline">Decline</button>
<button class="quiet" name="answer" value="mute">Mute this sender</button>
</p>
</form>
<p>Decline, and ${sender} is told that you do not want it, and cannot share with you again for 30 days. Mute, and you get no more letters about what they do.</p>`,
  )
}

export function accepted(invitation: Invitation): Page {
  const { recipient, joined } = invitation
  return new Page(
    `You accepted ${count(invitation)}`,
    html`!${listOf(invitation)}
<p>${joined ? `You see it here or in your app, signed in as ${recipient}.` : `To see it, sign up with ${recipient}, here or in your app: it is there when you do.`}</p>
<p class="buttons"><a class="button" href="/app">${joined ? 'See it here' : 'Sign up here'}</a></p>`,
  )
}

export function declined(invitation: Invitation): Page {
  return new Page(
    `You declined ${count(invitation)}`,
    html`!${listOf(invitation)}
<p>You do not see it any more. ${invitation.sender} is told, and cannot share with you again for 30 days.</p>`,
  )
}

export function muted({ sender }: Invitation): Page {
  return new Page(
    'You hear no more of this sender',
    html`<p>You get no more letters about what ${sender} does. What they share with you is still there.</p>`,
  )
}

export function nothingLeft(): Page {
  return new Page('This has ended', html`<p>What this letter was about is not shared with you any more.</p>`)
}

export function invitationEnded(): Page {
  return new Page(
    'This link has ended',
    html`<p>It is older than 30 days, or not whole. What is shared with you is in your app, and <a href="/app">here</a>.</p>`,
    403,
  )
}

const count = ({ sensors }: Invitation) => (sensors.length === 1 ? 'a sensor' : `${sensors.length} sensors`)

/** Names are written by people: they stand in quotation marks, and each in a line of its own. */
function listOf({ sensors }: Invitation): string {
  const items = sensors.map(({ id, name }) => (name ? html`<li><q><bdi>${name}</bdi></q></li>` : html`<li>${id}</li>`))
  return html`<ul class="sheet rows">
!${items.join('\n')}
</ul>`
}
