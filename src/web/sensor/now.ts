/** What a sensor measured last, and how it is: its age, battery and signal. */
import { html } from 'ghtml'
import { isLow, offlineAfter, signalOf } from '../../measurements/health.ts'
import { inUnits, possibleUnits, type Units } from '../../measurements/units.ts'
import { numberFormat, numberOf, type Quantity, quantities, type Scales } from '../../measurements/values.ts'
import { icon } from '../frame/icons.ts'
import { ago, type Reader, time } from '../time/view.ts'
import { scalesFor } from '../units/scales.ts'
import type { Latest, ShownSensor } from './shown/read.ts'
import { texts } from './words/words.ts'

/** Renders the latest values of a sensor. */
export function nowPart({ id, role }: ShownSensor, latest: Latest | undefined, wanted: Units, reader: Reader): string {
  const words = texts[reader.language]
  if (!latest) {
    return html`<section id="now" class="sheet empty" data-live data-measures="${id}">
<h2>${words.nothingYet}</h2>
<p>${role === 'owner' ? words.howItComesIn : words.guestSeesNothing}</p>
</section>`
  }
  const order = Object.keys(quantities)
  const units = possibleUnits(wanted, latest.values)
  const scales = scalesFor(units, reader)
  const items = (Object.entries(inUnits(latest.values, units)) as [Quantity, number][])
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(
      ([name, value]) =>
        html`<div class="q-${scales[name].channel}"><dt>${scales[name].name}</dt><dd>!${big(name, value, scales)}</dd></div>`,
    )
  return html`<section id="now" data-live data-measures="${id}">
<h2 class="visually-hidden">${words.now}</h2>
!${items.length > 0 ? html`<dl class="sheet values">!${items}</dl>` : html`<p>${words.unknownFormat}</p>`}
!${health(latest, reader)}
</section>`
}

/** Renders a large number with a small unit. */
function big(name: Quantity, value: number, scales: Scales): string {
  return html`${numberOf(name, value, scales)} <small>${scales[name].unit}</small>`
}

function health({ at, battery, rssi, values }: Latest, reader: Reader): string {
  const words = texts[reader.language]
  const measuredAt = new Date(at * 1000)
  const isOffline = reader.now.getTime() / 1000 - at > offlineAfter
  const age = isOffline
    ? html`<span class="wrong">!${icon('clock')}${words.offline} !${time(measuredAt, reader)}</span>`
    : html`<span>!${icon('clock')}${words.heard} !${ago(measuredAt, reader)}</span>`
  const isBatteryLow = battery !== undefined && isLow(battery, values.temperature)
  const charge =
    battery === undefined
      ? ''
      : html`<span !${isBatteryLow ? 'class="wrong"' : ''}>!${icon('battery')}${isBatteryLow ? words.batteryLow : words.battery} ${words.volts(numberFormat(reader.language, 2).format(battery))}</span>`
  const strength = signalOf(rssi)
  const signal = strength
    ? html`<span title="${rssi} dBm">!${icon('sensor')}${words.signal} ${words.signals[strength]}</span>`
    : ''
  return html`<p class="health faint">!${age}!${charge}!${signal}</p>`
}
