/**
 * The pages behind the link of a letter about shares. Opening the link changes nothing, because mail scanners open
 * links.
 */
import { html } from 'ghtml'
import { chosenName } from '../../people/display-name.ts'
import type { Invitation, OfferedSensor } from '../../sharing/change/answer.ts'
import { personOf } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { noteOf, termsOf } from '../terms/view.ts'
import { type Reader, type ReaderRequest, readerOf } from '../time/view.ts'
import { texts } from './invitation-words.ts'

/** How the reader goes on after accepting. */
export type Onward = {
  /** The path that the forms are sent to. */
  action: '/invitation' | '/app/invitation'
  /** Whether accepting creates the recipient's account and signs them in. */
  signsUp: boolean
  /** Who is signed in here. */
  signedInAs: string | undefined
  reader: Reader
}

/** Returns the reader of an invitation: its recipient, whoever is signed in here, as far as they have chosen anything. */
export const recipientOf = ({ cookies, headers, caller }: ReaderRequest, { display }: Invitation): Reader =>
  readerOf({ ...(cookies && { cookies }), headers, caller: display ? { display } : (caller ?? null) })

/** Renders the invitation with its answers. */
export function showInvitation(invitation: Invitation, token: string, onward: Onward): Page {
  const words = texts[onward.reader.language]
  const { sender, recipient, sensors } = invitation
  if (sensors.length === 0) return nothingLeft(onward.reader)
  const { action, signsUp, reader } = onward
  const isAccepted = sensors.every(({ accepted }) => accepted)
  const notes = [...new Set(sensors.map(({ note }) => note).filter(Boolean))]
  return new Page(
    onward.reader,
    words.title(personOf(sender, chosenName(invitation.senderDisplay), reader), sensors.length),
    csrf => html`!${listOf(sensors, reader)}
!${notes.length > 0 ? html`<p>${words.wrote(sender)}</p>!${notes.map(note => noteOf({ note }))}` : ''}
<p>${signsUp ? '' : words.isFor(recipient)}!${isAccepted ? html` ${words.isAccepted}` : ''} !${nextStep(invitation, isAccepted, onward)}</p>
<form method="post" action="!${action}">!${csrf ? proof(csrf) : ''}
<input type="hidden" name="token" value="${token}">
<p class="buttons">
!${isAccepted && !signsUp ? '' : html`<button name="answer" value="accept">${signsUp ? words.acceptAndOpen : words.accept}</button>`}
<button class="quiet" name="answer" value="decline">${words.decline}</button>
<button class="quiet" name="answer" value="mute">${words.mute}</button>
</p>
</form>
<p class="faint">${words.meaning(sender)}</p>`,
  )
}

/** Says what the button does beyond accepting; a link, if everything is accepted. */
function nextStep(
  invitation: Invitation,
  isAccepted: boolean,
  { action, signsUp, signedInAs, reader }: Onward,
): string {
  const words = texts[reader.language]
  const { recipient, sensors } = invitation
  const [first] = sensors
  const instead = signedInAs && signedInAs !== recipient ? html`${words.insteadOf(signedInAs)} ` : ''
  if (signsUp) return html`!${instead}${words.signsUp(recipient)}`
  if (isAccepted) {
    const name = sensors.length === 1 && first?.name.trim() ? words.open(first.name) : words.see
    return html`!${instead}<a href="${signedInAs === recipient ? placeOf(sensors) : signInPlace(invitation)}">${name}</a>`
  }
  if (signedInAs === recipient || action === '/invitation') return ''
  return html`!${instead}${words.signsIn(recipient)}`
}

/** Returns where somebody sees what they have accepted: the sensor, if it is one that is open to them now. */
export function placeOf(sensors: OfferedSensor[]): string {
  const [first] = sensors
  return sensors.length === 1 && first?.isOpen ? `/app/sensors/${first.id}` : '/app'
}

/** Returns the usual sign-in page, with the address filled in. */
export const signInPlace = ({ recipient, sensors }: Invitation) =>
  `/app/sign-in?${new URLSearchParams({ email: recipient, next: placeOf(sensors) })}`

/** Says that the invitation is accepted; `signedInAs` is another address with which somebody is signed in here. */
export function accepted(invitation: Invitation, reader: Reader, signedInAs?: string): Page {
  const words = texts[reader.language]
  const { recipient, joined, sensors } = invitation
  const how = joined ? words.whereToSee(recipient) : words.howToSee(recipient)
  return new Page(
    reader,
    words.accepted(sensors.length),
    html`!${listOf(sensors, reader)}
!${
      signedInAs
        ? html`<p>${words.otherAccount(signedInAs, recipient)}</p>`
        : html`<p>${how}</p>
<p class="buttons"><a class="button" href="${signInPlace(invitation)}">${joined ? words.see : words.signUp}</a></p>`
    }`,
  )
}

/** Says that the invitation is declined. */
export function declined({ sender, sensors }: Invitation, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.declined(sensors.length),
    html`!${listOf(sensors, reader)}
<p>${words.gone(sender)}</p>`,
  )
}

/** Says that the sender is muted. */
export function muted({ sender }: Invitation, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(reader, words.muted, html`<p>${words.silence(sender)}</p>`)
}

/** Says that the shares of the invitation have ended. */
export function nothingLeft(reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(reader, words.nothingLeft, html`<p>${words.notShared}</p>`)
}

/** Says that the link of the invitation no longer works. */
export function invitationEnded(reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(reader, words.ended, html`<p>${words.why} <a href="/app">${words.here}</a>.</p>`, 403)
}

/** Sensor names are written by people, so each is quoted and has a line of its own. */
function listOf(sensors: OfferedSensor[], reader: Reader): string {
  const items = sensors.map(sensor => {
    const { id, name } = sensor
    const terms = termsOf({ ...sensor, sensor: id, direction: 'got' }, reader)
    return html`<li>!${name.trim() ? html`<q><bdi>${name}</bdi></q>` : html`${id}`} <small>!${terms}</small></li>`
  })
  return html`<ul class="sheet rows">
!${items.join('\n')}
</ul>`
}
