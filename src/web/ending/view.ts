/** The confirmations before removing access or leaving sensors, and the page of results. */
import { html } from 'ghtml'
import { nameAndId, nameOr } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { naming } from '../frame/sentence.ts'
import { texts as commonTexts, type Words as SensorsWords } from '../sensors/words/words.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

/** A sensor, with the name that the reader sees. */
export type TickedSensor = { sensor: string; name: string }

/** An own sensor with its guests. */
export type Own = TickedSensor & { guests: { email: string; state: keyof SensorsWords['states'] }[] }

/** A sensor shared with the reader. */
export type Got = TickedSensor & { owner: string }

/** Encodes a sensor and a guest as the value of one field. */
export const pairOf = (sensor: string, guest: string) => `${sensor} ${guest}`

const cancel = (reader: Reader) => {
  const common = commonTexts[reader.language]
  return html`<a class="button quiet" href="/app" data-close>${common.cancel}</a>`
}
const back = (reader: Reader) => {
  const common = commonTexts[reader.language]
  return html`<p class="buttons"><a class="button" href="/app" data-close>${common.back}</a></p>`
}

type Question = { own: Own[]; got: Got[]; isMissing: boolean; isUnticked?: boolean }

/** Asks which guests lose access; at first all are ticked. */
export function askWhoLosesAccess({ own, got, isMissing, isUnticked = false }: Question, reader: Reader): Page {
  const words = texts[reader.language]
  const common = commonTexts[reader.language]
  const isPossible = own.some(({ guests }) => guests.length > 0)
  return new Page(
    reader,
    words.unshareTitle,
    token => html`!${isUnticked ? html`<p class="wrong" role="alert">${words.nobodyChosen}</p>` : ''}
<p>${isPossible ? words.unshareIntro : words.noneShared}!${isMissing ? html` ${words.gone}` : ''}</p>
<form method="post" action="/app/unshare">!${proof(token)}
!${own.map(sensor => guestsOf(sensor, !isUnticked, reader))}
!${got.map(({ owner, ...sensor }) => html`<h2>!${nameAndId(sensor)}</h2><p>${words.notYours(owner)} <a href="/app/leave?${new URLSearchParams({ sensor: sensor.sensor })}" data-dialog>${common.leave}</a></p>`)}
<p class="buttons">!${isPossible ? html`<button class="danger">${words.unshare}</button>` : ''}!${cancel(reader)}</p>
</form>`,
  )
}

function guestsOf({ guests, ...sensor }: Own, isTicked: boolean, reader: Reader): string {
  const common = commonTexts[reader.language]
  const words = texts[reader.language]
  const ticks = guests.map(
    ({
      email,
      state,
    }) => html`<label class="tick"><input type="checkbox" name="pair" value="${pairOf(sensor.sensor, email)}" !${isTicked ? 'checked' : ''}>${email}!${state === 'live' ? '' : html` <span class="tag">${common.states[state]}</span>`}</label>
<input type="hidden" name="sensor" value="${sensor.sensor}">`,
  )
  if (guests.length === 0) return html`<h2>!${nameAndId(sensor)}</h2><p>${words.nobody}</p>`
  return html`<fieldset><legend>!${nameAndId(sensor)}</legend>!${ticks}</fieldset>`
}

/** What became of a share that was to end. */
export type EndingOutcome = TickedSensor & {
  /** The guest whose share was to end; undefined if it is the reader's own. */
  guest?: string
  /** Why the share did not end; undefined if it did. */
  refusal: string | undefined
}

/** Shows the result for each share. `undo` is the id of the removal, if something has ended that can be restored. */
export function whatEnded(outcomes: EndingOutcome[], reader: Reader, undo?: string): Page {
  const words = texts[reader.language]
  const items = outcomes.map(
    ({ guest, refusal, ...sensor }) => html`<li>!${nameAndId(sensor)}<br>
<span !${refusal ? 'class="wrong"' : ''}>!${refusal && guest ? html`${guest}: ` : ''}${refusal ?? (guest ? words.lost(guest) : words.gaveBack)}</span></li>`,
  )
  return new Page(
    reader,
    words.unshared,
    token => html`<ul class="sheet rows">!${items}</ul>
!${undo ? html`<form class="row" method="post" action="/app/undo">!${proof(token)}<input type="hidden" name="undo" value="${undo}"><span>${words.undoIntro}</span><button class="quiet small">${words.undo}</button></form>` : ''}
!${back(reader)}`,
  )
}

/** Asks before the reader leaves sensors of others. */
export function askToLeave(
  { own, got, isMissing }: { own: TickedSensor[]; got: Got[]; isMissing: boolean },
  reader: Reader,
): Page {
  const words = texts[reader.language]
  const items = got.map(
    ({ owner, ...sensor }) =>
      html`<li>!${nameAndId(sensor)}<br><small>${words.from(owner)}</small><input type="hidden" name="sensor" value="${sensor.sensor}"></li>`,
  )
  const [only, ...more] = got
  const isPossible = got.length > 0
  return new Page(
    reader,
    only && more.length === 0 ? naming(words.leaveOne, nameOr(only.name, only.sensor)) : words.leaveTitle(got.length),
    token => html`<p>${isPossible ? words.leaveIntro : words.noneToLeave}!${isMissing ? html` ${words.gone}` : ''}</p>
<form method="post" action="/app/leave">!${proof(token)}
<ul class="sheet rows">!${items}</ul>
!${own.map(sensor => html`<h2>!${nameAndId(sensor)}</h2><p>${words.isYours}</p>`)}
<p class="buttons">!${isPossible ? html`<button class="danger">${words.leave}</button>` : ''}!${cancel(reader)}</p>
</form>`,
  )
}
