/** The page of the share form. */
import { html } from 'ghtml'
import type { DeviceView } from '../../sensors/read/page.ts'
import type { Service } from '../../sensors/read/services.ts'
import { isDevice } from '../../sharing/channels.ts'
import { nameOf, nameOr } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { fieldError } from '../frame/refused.ts'
import { naming } from '../frame/sentence.ts'
import { avatar } from '../parts/avatar.ts'
import { texts as termTexts } from '../terms/words.ts'
import type { Reader } from '../time/view.ts'
import { channelOf, choiceOf, type Typed, type Wrong, whatOf } from './form.ts'
import { type Preview, previewOf } from './result-view.ts'
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
  preview?: Preview
}

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
<div data-preview>!${preview ? previewOf(preview, { ...buttonOf(offer), sensors: offer.sensors, reader: offer.reader }) : ''}</div>
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
