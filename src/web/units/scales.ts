/** How values are named and written in a reader's units and language. */
import { scalesIn, type Units } from '../../measurements/units.ts'
import type { Quantity, Scales } from '../../measurements/values.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

/** Few units in few languages: every card of a list needs them. */
const kept = new Map<string, Scales>()

/** Returns how quantities are named and written in units, for the reader. */
export function scalesFor(units: Units, { language }: Pick<Reader, 'language'>): Scales {
  const key = [language, units.temperature, units.humidity, units.pressure].join(' ')
  const scales = kept.get(key) ?? named(units, language)
  kept.set(key, scales)
  return scales
}

function named(units: Units, language: Reader['language']): Scales {
  const { channels, parts, quantities, moistures } = texts[language]
  const names = { ...quantities, humidity: moistures[units.humidity] }
  const scales = Object.entries(scalesIn(units)).map(([name, scale]) => {
    const quantity = name as Quantity
    return [name, { ...scale, name: names[quantity] ?? `${channels[scale.channel]} ${parts[quantity]}`, language }]
  })
  return Object.fromEntries(scales)
}
