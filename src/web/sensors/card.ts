/** What a sensor measured last, in the list: as it is rendered with the page, and as it is pushed to open pages. */
import { html } from 'ghtml'
import { isLow, offlineAfter, signalOf } from '../../measurements/health.ts'
import type { Reading } from '../../measurements/series.ts'
import { inUnits, possibleUnits, type Units } from '../../measurements/units.ts'
import { numberFormat, numberOf, type Quantity, type Scales, type Values, written } from '../../measurements/values.ts'
import { ago, type Reader, time } from '../time/view.ts'
import { scalesFor } from '../units/scales.ts'
import { sparkline } from './spark.ts'
import { texts } from './words/words.ts'

/** What is shown of a sensor's last measurement. */
export type LastMeasured = {
  heardAt: Date
  values: Values
  voltage: number | undefined
  rssi: number | undefined
}

/** Quantities for the list in order of preference: the first is large, and the next three are small. */
const shownFirst: Quantity[] = ['temperature', 'humidity', 'pressure', 'co2', 'pm25', 'voc', 'nox', 'luminosity']

/** Renders values, time, battery and signal. */
export function measuredOf({ heardAt, values, voltage, rssi }: LastMeasured, reader: Reader, chosen: Units): string {
  const words = texts[reader.language]
  const units = possibleUnits(chosen, values)
  const [converted, scales] = [inUnits(values, units), scalesFor(units, reader)]
  const [first, ...others] = shownFirst
    .filter(quantity => converted[quantity] !== undefined)
    .slice(0, 4)
    .map((quantity, index) => textOf(quantity, converted[quantity] ?? 0, scales, index === 0))
  const isOffline = reader.now.getTime() - heardAt.getTime() > offlineAfter * 1_000
  return html`!${first ? html`<b class="large">!${first}</b>` : ''}<span>!${others.map(value => html`<b>!${value}</b> `)}</span>
<small>!${isOffline ? html`<span class="offline">${words.offline} !${time(heardAt, reader)}</span>` : ago(heardAt, reader)}!${isOffline ? '' : state(voltage, rssi, values.temperature, reader)}</small>`
}

function textOf(quantity: Quantity, value: number, scales: Scales, isLarge: boolean): string {
  const { unit, name } = scales[quantity]
  if (!isLarge) return html`${unit ? '' : `${name} `}${written(quantity, value, scales)}`
  return html`${unit ? '' : `${name} `}${numberOf(quantity, value, scales)}!${unit ? html`&nbsp;<i>${unit}</i>` : ''}`
}

/** Renders battery and signal, which no share hides: they say nothing of what is measured. */
function state(
  voltage: number | undefined,
  rssi: number | undefined,
  celsius: number | undefined,
  reader: Reader,
): string {
  const words = texts[reader.language]
  const isBad = voltage !== undefined && isLow(voltage, celsius)
  const strength = rssi === undefined ? undefined : signalOf(rssi)
  return html`!${voltage === undefined ? '' : sign('battery', words.battery(isBad, numberFormat(reader.language, 2).format(voltage)))}!${isBad ? html` <span class="wrong">${words.lowBattery}</span>` : ''}!${strength ? sign(`signal-${strength}`, words.signals[strength]) : ''}`
}

const sign = (icon: string, text: string) =>
  html`<svg class="icon" role="img"><title>${text}</title><use href="#i-${icon}"/></svg>`

/** Draws the last day of the quantity that is large. */
export function dayOf(
  day: (only: Quantity[]) => Reading[],
  { heardAt, values }: LastMeasured,
  reader: Reader,
  chosen: Units,
): string {
  const units = possibleUnits(chosen, values)
  const shown = inUnits(values, units)
  const quantity = shownFirst.find(name => shown[name] !== undefined)
  if (!quantity) return ''
  const last = { at: heardAt.getTime() / 1_000, values: only(quantity, values) }
  // Some units of humidity need the temperature.
  const read = day(quantity === 'humidity' ? ['temperature', quantity] : [quantity])
  const readings = read.at(-1)?.at === last.at ? read : [...read, last]
  const converted = readings.map(({ at, values }) => ({ at, values: inUnits(values, units) }))
  return sparkline(quantity, converted, scalesFor(units, reader), reader.now.getTime() / 1_000)
}

/** Keeps a quantity, and the temperature, which some units of humidity need. */
function only(quantity: Quantity, { [quantity]: value, temperature }: Values): Values {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(value !== undefined && { [quantity]: value }),
  }
}
