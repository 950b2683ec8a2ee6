/** The pages of sharing: the form, the preview, and the result. */

import { html } from 'ghtml'
import type { Subscription } from '../../plans/subscriptions.ts'
import type { DeviceView } from '../../sensors/read/page.ts'
import type { Service } from '../../sensors/read/services.ts'
import { isDevice } from '../../sharing/channels.ts'
import { nameOf, nameOr } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { fieldError } from '../frame/refused.ts'
import { naming } from '../frame/sentence.ts'
import { avatar } from '../parts/avatar.ts'
import { texts as termTexts } from '../terms/words.ts'
import { type Reader, time } from '../time/view.ts'
import { channelOf, choiceOf, type Typed, type Wrong, whatOf } from './form.ts'
import type { Group, Outcome } from './outcome.ts'
import { texts } from './words/words.ts'

/** What the share form shows. */
export type ShareForm = {
  typed: Typed
  /** The caller's own sensors to choose from: those in the link, or all. */
  sensors: DeviceView[]
  fromAll: boolean
  /** Services by device. A device is missing if the form has no room for its services. */
  services: Map<string, Service[]>
  /** Channels that the Ruuvi sensors have measured, and those in use; undefined: nothing is known, so all are offered. */
  channels: ReadonlySet<string> | undefined
  /** Number of selected sensors. */
  chosen: number
  /** Requested sensors that the caller cannot share; `owner` is undefined if the caller cannot see the sensor. */
  leftOut: { sensor: string; name: string; owner: string | undefined }[]
  /** Guests of earlier shares, the newest first. `has` is how many of the selected sensors they have. */
  contacts: { email: string; has: number }[]
  reader: Reader
  wrong?: Wrong
  preview?: { outcome: Outcome; advice: Advice; left?: { used: number; most: number } }
}

/** What helps with refused shares: the plan to outgrow, and from when on people can be invited `again`. */
export type Advice = { plan: Subscription | undefined; again: Map<string, Date | undefined> }

/** Renders the share form. */
export function askWhatToShare(offer: ShareForm): Page {
  const words = texts[offer.reader.language]
  const { typed, sensors, leftOut, wrong = {}, preview } = offer
  if (sensors.length === 0) return nothingToShare(leftOut, offer.reader)
  const [only] = sensors
  const title =
    sensors.length > 1
      ? offer.chosen > 1
        ? words.titleOfMany(offer.chosen)
        : words.title
      : naming(words.titleOf, only ? nameOr(only.name, only.sensor) : '')
  const { label, isOff } = buttonOf(offer)
  return new Page(
    offer.reader,
    title,
    token => html`!${leftOutOf(leftOut, offer.reader)}
<share-form data-words="${JSON.stringify(words.script)}">
<form class="form" method="post" action="/app/share" novalidate data-keep>!${proof(token)}
<p class="kept" role="status" data-kept hidden>${words.kept} <button type="button" class="quiet small" data-discard>${words.discard}</button></p>
!${mustChoose(offer) ? sensorsIn(offer) : summaryOf(offer)}
!${peopleIn(offer)}
<label for="note">${words.note}</label>
<textarea id="note" name="note" rows="2" maxlength="500" aria-describedby="note-help">
${typed.note}</textarea>
<small id="note-help">${words.noteHelp}</small>
!${fieldError(wrong.note)}
<details class="more" !${hasOptions(offer) ? 'open' : ''}><summary>${words.more}</summary>
!${mustChoose(offer) ? '' : sensorsIn(offer)}
!${whatIn(offer)}
!${whenIn(offer)}
</details>
<div data-preview>!${preview ? previewOf(preview, offer) : ''}</div>
<div class="foot"><p data-lack role="status"></p>
<p class="buttons"><button data-go !${isOff ? 'disabled' : ''}>${label}</button>
<button class="quiet" formaction="/app/share/preview" data-look>${words.look}</button>
<a class="button quiet" href="/app" data-close>${words.cancel}</a></p></div>
</form>
</share-form>`,
    Object.keys(wrong).length > 0 ? 400 : 200,
  )
}

/** Labels the button with the number of the preview. */
function buttonOf({ chosen, preview, reader }: ShareForm): { label: string; isOff: boolean } {
  const words = texts[reader.language]
  if (!preview) return { label: chosen > 0 ? words.shareOf(chosen) : words.share, isOff: false }
  const { shared, pairs, sensors, people } = preview.outcome
  if (shared === 0) return { label: words.share, isOff: true }
  return { label: shared === pairs ? words.shareWith(sensors, people) : words.shareNew(shared), isOff: false }
}

/** Tells whether the form is about all sensors, or none of them is chosen: then they are chosen first. */
const mustChoose = ({ fromAll, chosen }: ShareForm) => fromAll || chosen === 0

/** Tells whether anything under "More options" differs from the defaults, or is wrong. */
function hasOptions({ typed, sensors, chosen, wrong = {}, fromAll }: ShareForm): boolean {
  const { what, ofDevices, scripting, from, until, untilAt } = typed
  const isPartial = what.onlySome || [...ofDevices.values()].some(({ onlySome }) => onlySome)
  const isWrong = Boolean(wrong.channels ?? wrong.from ?? wrong.until)
  return (
    isPartial || scripting || `${from}${until}${untilAt}` !== '' || isWrong || (!fromAll && chosen < sensors.length)
  )
}

/** Names the chosen sensors, at most four of them. A single one is in the title. */
function summaryOf({ sensors, typed, reader }: ShareForm): string {
  const words = texts[reader.language]
  const chosen = sensors.filter(({ sensor }) => typed.sensors.includes(sensor))
  if (sensors.length === 1) return ''
  const names = chosen.slice(0, 4).map(view => nameOf(view))
  const more = chosen.length - names.length
  return html`<p class="faint">!${names.join(' · ')}!${more > 0 ? html` · ${words.done.andMore(more)}` : ''}</p>`
}

function nothingToShare(leftOut: ShareForm['leftOut'], reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.title,
    html`!${leftOutOf(leftOut, reader)}
<p>${words.noSensors}</p>
<p class="buttons"><a class="button" href="/app">${words.toSensors}</a></p>`,
  )
}

function leftOutOf(leftOut: ShareForm['leftOut'], reader: Reader): string {
  const words = texts[reader.language]
  if (leftOut.length === 0) return ''
  const items = leftOut.map(
    ({ sensor, name, owner }) =>
      html`<li>!${nameOf({ sensor, name })}: ${owner ? words.notYours(owner) : words.notThere}</li>`,
  )
  return html`<div class="notice bad" role="status"><div><p>${words.leftOut}</p><ul>!${items}</ul></div></div>`
}

function sensorsIn({ sensors, fromAll, typed, wrong = {}, reader }: ShareForm): string {
  const words = texts[reader.language]
  const [only] = sensors
  const offered = fromAll
    ? '<input type="hidden" name="fromAll" value="1">'
    : sensors.map(({ sensor }) => html`<input type="hidden" name="offered" value="${sensor}">`).join('')
  // A single sensor in the link needs no tick box.
  if (sensors.length === 1 && only && typed.sensors.includes(only.sensor)) {
    return html`!${offered}<input type="hidden" name="sensor" value="${only.sensor}">`
  }
  const ticks = sensors.map(
    ({ sensor, name }) =>
      html`<label class="tick"><input type="checkbox" name="sensor" value="${sensor}" !${typed.sensors.includes(sensor) ? 'checked' : ''}><span>!${nameOf({ sensor, name })}</span></label>`,
  )
  return html`!${offered}<fieldset><legend>${fromAll ? words.chooseSensors : words.sensors}</legend>
<div class="choices long">!${ticks}</div></fieldset>
!${fieldError(wrong.sensors)}`
}

/** Number of contacts shown without opening the list of the others. */
const newest = 8

function peopleIn({ typed, contacts, chosen, wrong = {}, reader }: ShareForm): string {
  const words = texts[reader.language]
  const ticks = contacts.map(({ email, has }) => {
    const already = has === 0 ? '' : has === chosen ? words.hasAll(chosen) : words.hasSome(has, chosen)
    return html`<label class="tick"><input type="checkbox" name="person" value="${email}" !${typed.ticked.includes(email) ? 'checked' : ''}>!${avatar(email, '', 'tiny')}<span>${email} !${already ? html`<small>${already}</small>` : ''}</span></label>`
  })
  const others = ticks.slice(newest)
  return html`<label for="with-whom">${words.people}</label>
<textarea id="with-whom" name="people" rows="2" autocomplete="off" autocapitalize="none" spellcheck="false" autofocus aria-describedby="people-help" !${wrong.people ? 'aria-invalid="true"' : ''}>
${typed.people}</textarea>
<small id="people-help">${words.peopleHelp}</small>
!${fieldError(wrong.people)}
!${
    ticks.length > 0
      ? html`<fieldset data-before><legend>${words.before}</legend><div class="choices">!${ticks.slice(0, newest)}</div>
!${others.length > 0 ? html`<details><summary>${words.others(others.length)}</summary><div class="choices long">!${others}</div></details>` : ''}</fieldset>`
      : ''
  }`
}

function whatIn(offer: ShareForm): string {
  const words = texts[offer.reader.language]
  const { typed, sensors, services, wrong = {} } = offer
  const devices = sensors.filter(({ sensor }) => isDevice(sensor))
  const detailed = devices.filter(({ sensor }) => services.has(sensor))
  const ofDevice = ({ sensor, name }: DeviceView): Part => ({
    device: sensor,
    legend: nameOf({ sensor, name }),
    everything: words.everyService,
    choices: services.get(sensor)?.map(({ channel, name }) => ({ channel, name: nameOr(name, channel) })) ?? [],
  })
  const parts = [
    ...(devices.length < sensors.length ? [ofSensors(offer.channels, offer.reader)] : []),
    ...detailed.map(ofDevice),
  ]
  const [only] = parts
  const sections = parts.map(part => partOf(part, typed, offer.reader))
  const content =
    only && parts.length === 1
      ? partOf({ ...only, legend: words.what }, typed, offer.reader)
      : html`<fieldset data-parts><legend>${words.what}</legend>!${sections}</fieldset>`
  return html`!${content}
!${detailed.length < devices.length ? html`<small>${words.onlyWhole(devices.length - detailed.length)}</small>` : ''}
!${fieldError(wrong.channels)}
<label class="tick"><input type="checkbox" name="scripting" value="yes" aria-describedby="scripting-help" !${typed.scripting ? 'checked' : ''}><span>${words.scripting}</span></label>
<small id="scripting-help">${words.scriptingHelp}</small>`
}

/** One "What can they see?" section: of a device, or of all Ruuvi sensors together (`device` is empty). */
type Part = { device: string; legend: string; everything: string; choices: { channel: string; name: string }[] }

const ofSensors = (channels: ShareForm['channels'], reader: Reader): Part => {
  const words = texts[reader.language]
  const termWords = termTexts[reader.language]
  return {
    device: '',
    legend: words.ofSensors,
    everything: words.everything,
    choices: Object.entries(termWords.channels)
      .filter(([channel]) => channels === undefined || channels.has(channel))
      .map(([channel, name]) => ({ channel, name: capital(name) })),
  }
}

function partOf({ device, legend, everything, choices }: Part, typed: Typed, reader: Reader): string {
  const words = texts[reader.language]
  const { onlySome, channels } = choiceOf(typed, device)
  const start = html`<fieldset data-what="${device}"><legend>!${legend}</legend>`
  if (choices.length === 0) return html`!${start}<small>${words.noServices}</small></fieldset>`
  const choice = (value: string, isChosen: boolean, words: string) =>
    html`<label class="tick"><input type="radio" name="${whatOf(device)}" value="${value}" !${isChosen ? 'checked' : ''}><span>${words}</span></label>`
  // All are ticked at first, so that people untick what they want to keep to themselves.
  const ticks = choices.map(
    ({ channel, name }) =>
      html`<label class="tick"><input type="checkbox" name="${channelOf(device)}" value="${channel}" !${!onlySome || channels.includes(channel) ? 'checked' : ''}><span>${name}</span></label>`,
  )
  return html`!${start}
!${choice('all', !onlySome, everything)}
!${choice('some', onlySome, words.some)}
<div class="choices inner">!${ticks}</div></fieldset>`
}

/** Capitalises words that may also stand within a sentence. */
function capital(words: string): string {
  return words.replace(/^./, letter => letter.toUpperCase())
}

function whenIn({ typed, reader, wrong = {} }: ShareForm): string {
  const words = texts[reader.language]
  const options = Object.entries(words.untils).map(
    ([value, name]) =>
      html`<option value="${value}" !${typed.until === value ? 'selected' : ''}>${capital(name)}</option>`,
  )
  const zone = html`<small>${words.zone(reader.zone)}</small>`
  return html`<div class="pair" data-until><div><label for="until">${words.until}</label>
<select id="until" name="until">!${options}</select></div>
<div data-until-at><label for="until-at">${words.untilAt}</label>
<input id="until-at" name="untilAt" type="datetime-local" value="${typed.untilAt}">!${zone}</div></div>
!${fieldError(wrong.until)}
<label for="from">${words.later}</label>
<input id="from" name="from" type="datetime-local" value="${typed.from}">!${zone}
!${fieldError(wrong.from)}`
}

type Names = Map<string, { name: string; sensor: string }>

const namesOf = (sensors: DeviceView[]): Names => new Map(sensors.map(view => [view.sensor, view]))

function previewOf({ outcome, advice, left }: NonNullable<ShareForm['preview']>, offer: ShareForm): string {
  const words = texts[offer.reader.language]
  const { sensors, reader } = offer
  const { groups, pairs } = outcome
  const say = words.preview
  const count = (kind: string) => groups.find(group => group.kind === kind)?.lines.length ?? 0
  const sentences = [
    countsOf(outcome, pairs, offer.reader),
    count('invited') > 0 ? say.invited(count('invited')) : '',
    count('asked') > 0 ? say.asked(count('asked')) : '',
    count('untold') > 0 ? say.untold(count('untold')) : '',
    left ? say.left(Math.max(0, left.most - left.used), left.most) : '',
  ]
  const names = namesOf(sensors)
  const { label, isOff } = buttonOf(offer)
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
