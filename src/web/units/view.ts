/** The part of the account page about units and time. */
import { html } from 'ghtml'
import { humidityUnits, pressureUnits, temperatureUnits, unitSettings, unitsIn } from '../../measurements/units.ts'
import { zoneSetting } from '../../people/time-zone.ts'
import { proof } from '../frame/page.ts'
import { isZone, type Reader } from '../time/view.ts'
import { texts } from './words.ts'

/** The fields of the form: the setting that each saves, and the values that it offers. */
export const fields = {
  temperature: { setting: unitSettings.temperature, values: temperatureUnits },
  humidity: { setting: unitSettings.humidity, values: humidityUnits },
  pressure: { setting: unitSettings.pressure, values: pressureUnits },
} as const

/** Renders the section; `display` has the settings of the person. */
export function unitsSection(
  display: Readonly<Record<string, string>> | undefined,
  token: string,
  reader: Reader,
): string {
  const words = texts[reader.language]
  const { temperature, humidity, pressure } = unitsIn(display)
  return html`<section class="sheet" aria-labelledby="units"><h2 id="units">${words.title}</h2>
<p>${words.intro}</p>
<form class="form" method="post" action="/app/account/units">!${proof(token)}
!${choice('temperature', words.temperature, Object.entries(words.temperatures), temperature)}
!${choice('humidity', words.humidity, Object.entries(words.humidities), humidity)}
!${choice('pressure', words.pressure, Object.entries(words.pressures), pressure)}
!${choice('zone', words.zone, zones(display?.[zoneSetting], reader), display?.[zoneSetting] ?? '')}
<p class="buttons"><button class="quiet">${words.save}</button></p></form></section>`
}

const choice = (name: string, label: string, options: (readonly [value: string, word: string])[], chosen: string) =>
  html`<label for="units-${name}">${label}</label>
<select id="units-${name}" name="${name}">!${options.map(([value, word]) => html`<option value="${value}" !${value === chosen ? 'selected' : ''}>${word}</option>`)}</select>
`

/** Lists the time zones; the chosen one, too, if it has another name in the list. */
function zones(chosen: string | undefined, reader: Reader): (readonly [value: string, word: string])[] {
  const words = texts[reader.language]
  const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])
  if (chosen && isZone(chosen)) known.add(chosen)
  return [['', words.automatic], ...[...known].sort().map(zone => [zone, zone] as const)]
}
