/** What sharing would do, and what it did: the preview in the form, and the page of the result. */
import { html } from 'ghtml'
import type { Subscription } from '../../plans/subscriptions.ts'
import type { DeviceView } from '../../sensors/read/page.ts'
import { nameOf } from '../frame/names.ts'
import { Page } from '../frame/page.ts'
import { type Reader, time } from '../time/view.ts'
import type { Group, Outcome } from './outcome.ts'
import { texts } from './words/words.ts'

/** What helps with refused shares: the plan to outgrow, and from when on people can be invited `again`. */
export type Advice = { plan: Subscription | undefined; again: Map<string, Date | undefined> }

type Names = Map<string, { name: string; sensor: string }>

const namesOf = (sensors: DeviceView[]): Names => new Map(sensors.map(view => [view.sensor, view]))

/** The outcome that sharing would have, and how many shares the plan has `left` for the sensor or the owner. */
export type Preview = { outcome: Outcome; advice: Advice; left?: { used: number; most: number } }

/** Where a preview is shown: the chosen sensors, and the button of the form. */
type Place = { sensors: DeviceView[]; label: string; isOff: boolean; reader: Reader }

/** Renders what sharing would do. */
export function previewOf({ outcome, advice, left }: Preview, { sensors, label, isOff, reader }: Place): string {
  const words = texts[reader.language]
  const { groups, pairs } = outcome
  const say = words.preview
  const count = (kind: string) => groups.find(group => group.kind === kind)?.lines.length ?? 0
  const sentences = [
    countsOf(outcome, pairs, reader),
    count('invited') > 0 ? say.invited(count('invited')) : '',
    count('asked') > 0 ? say.asked(count('asked')) : '',
    count('untold') > 0 ? say.untold(count('untold')) : '',
    left ? say.left(Math.max(0, left.most - left.used), left.most) : '',
  ]
  const names = namesOf(sensors)
  const not = groups
    .filter(({ isShared }) => !isShared)
    .map(group => groupOf(group, { names, advice, reader, most: 5 }))
  return html`<section class="preview" aria-label="${say.title}" data-label="${label}" !${isOff ? 'data-off' : ''}><p>${sentences.filter(Boolean).join(' ')}</p>
!${not}</section>`
}

/** Counts the pairs of the kind that changes nothing. */
const oldOf = ({ groups }: Outcome) =>
  groups.find(({ kind }) => kind === 'alreadyShared')?.lines.reduce((sum, { sensors }) => sum + sensors.length, 0) ?? 0

/** Says how many shares are new, how many exist, and how many are refused. `pairs` counts all of them. */
function countsOf(outcome: Outcome, pairs: number, reader: Reader): string {
  const words = texts[reader.language]
  const say = words.preview
  const { shared } = outcome
  const old = oldOf(outcome)
  if (old === pairs) return say.allOld
  if (shared === pairs) return say.all(outcome.sensors, outcome.people)
  if (shared + old === pairs) return say.some(shared, old)
  if (shared === 0) return say.none
  return old > 0 ? say.someNot(shared, old, pairs - shared - old) : say.notAll(shared, pairs - shared)
}

type Telling = { names: Names; advice: Advice; reader: Reader; most: number }

/** Renders the shares with the same result: what it means, and for which guests and sensors. */
function groupOf({ kind, lines }: Group, { names, advice, reader, most }: Telling): string {
  const words = texts[reader.language]
  const items = lines.slice(0, most).map(({ guest, sensors }) => {
    const again = kind === 'declinedBefore' ? advice.again.get(guest) : undefined
    const labels = sensors.map(sensor => {
      const name = nameOf(names.get(sensor) ?? { sensor, name: '' })
      return kind === 'alreadyShared' ? html`<a href="/app/sensors/${sensor}#people">!${name}</a>` : name
    })
    return html`<li><span class="who-gets">${guest}</span> <span>!${labels.join(' · ')}!${again ? html` (${words.again} !${time(again, reader)})` : ''}</span></li>`
  })
  const more = lines.length - items.length
  return html`<section data-group="${kind}" class="group">
<h2>${words.groups[kind] ?? kind}</h2>
<p>${meaningOf(kind, advice, reader)} !${linkOf(kind, reader)}</p>
<ul class="rows">!${items}</ul>
!${more > 0 ? html`<p class="faint">${words.done.andMore(more)}</p>` : ''}
</section>`
}

function meaningOf(kind: Group['kind'], { plan }: Advice, reader: Reader): string {
  const words = texts[reader.language]
  if (kind === 'sensorFull' && plan) return words.sensorFull(plan.subscriptionName, plan.maxSharesPerSensor)
  if (kind === 'planFull' && plan) return words.planFull(plan.subscriptionName, plan.maxShares)
  if (kind === 'planForbids' && plan) return words.planForbids(plan.subscriptionName)
  return words.meaning[kind] ?? ''
}

function linkOf(kind: Group['kind'], reader: Reader): string {
  const words = texts[reader.language]
  const plan = html`<a href="/app/account">${words.done.plan}</a>`
  if (kind === 'planForbids') return plan
  if (kind !== 'sensorFull' && kind !== 'planFull') return ''
  return html`<a href="/app/contacts">${words.done.takeBack}</a> · !${plan}`
}

/** Renders the result. `before` counts the pieces of the same share that a script sent earlier. */
export function whatWasShared({
  outcome,
  advice,
  before,
  mine,
  reader,
}: {
  outcome: Outcome
  advice: Advice
  before: { shared: number; pairs: number }
  mine: DeviceView[]
  reader: Reader
}): Page {
  const words = texts[reader.language]
  const { groups } = outcome
  const [shared, pairs] = [outcome.shared + before.shared, outcome.pairs + before.pairs]
  const chosen = new Set(groups.flatMap(({ lines }) => lines.flatMap(({ sensors }) => sensors)))
  const again = [...chosen].slice(0, 100).map(sensor => `sensor=${encodeURIComponent(sensor)}`)
  const telling = { names: namesOf(mine), advice, reader, most: Number.POSITIVE_INFINITY }
  return new Page(
    reader,
    titleOf(outcome, shared, pairs, before.pairs > 0, reader),
    html`<div class="outcome" data-outcome data-shared="${shared}" data-pairs="${pairs}">
!${groups.map(group => groupOf(group, telling))}
</div>
<p class="buttons"><a class="button" href="/app" data-close>${words.done.back}</a>
<a class="button quiet" href="/app/share?${again.join('&')}" data-dialog>${words.done.same}</a>
<a class="button quiet" href="/app/contacts">${words.done.contacts}</a></p>`,
  )
}

function titleOf(outcome: Outcome, shared: number, pairs: number, inPieces: boolean, reader: Reader): string {
  const words = texts[reader.language]
  const say = words.done
  const { groups, sensors, people } = outcome
  if (shared === 0) return groups.every(({ kind }) => kind === 'alreadyShared') ? say.titleOfOld : say.titleOfNothing
  // What exists already is no failure.
  if (!inPieces && shared + oldOf(outcome) === pairs && shared < pairs) return say.titleOfNew(shared, pairs - shared)
  if (shared < pairs) return say.titleOfSome(shared, pairs)
  return inPieces ? say.titleOfPieces(shared) : say.title(sensors, people)
}
