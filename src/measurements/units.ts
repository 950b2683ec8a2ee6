/** The units in which a person reads values: the settings of Ruuvi's apps, so that apps and pages agree. */
import { quantities, type Scales, type Values } from './values.ts'

/** Units by quantity, as the apps store them. */
export type Units = { temperature: TemperatureUnit; humidity: HumidityUnit; pressure: PressureUnit }

/** °C, °F or K. */
export const temperatureUnits = ['C', 'F', 'K'] as const
/** Relative humidity, absolute humidity, or the dew point. */
export const humidityUnits = ['0', '1', '2'] as const
/** Pa, hPa, mmHg or inHg. */
export const pressureUnits = ['0', '1', '2', '3'] as const

type TemperatureUnit = (typeof temperatureUnits)[number]
type HumidityUnit = (typeof humidityUnits)[number]
type PressureUnit = (typeof pressureUnits)[number]

/** The names of the settings. */
export const unitSettings = {
  temperature: 'UNIT_TEMPERATURE',
  humidity: 'UNIT_HUMIDITY',
  pressure: 'UNIT_PRESSURE',
} as const

/** What somebody sees who has chosen nothing. */
export const standardUnits: Units = { temperature: 'C', humidity: '0', pressure: '1' }

/** Returns the units that settings name; apps may store anything, and what is unknown counts as not set. */
export function unitsIn(settings: Readonly<Record<string, string>> | undefined): Units {
  const chosen = <Unit extends string>(name: string, known: readonly Unit[], standard: Unit): Unit =>
    known.find(unit => settings !== undefined && Object.hasOwn(settings, name) && settings[name] === unit) ?? standard
  return {
    temperature: chosen(unitSettings.temperature, temperatureUnits, standardUnits.temperature),
    humidity: chosen(unitSettings.humidity, humidityUnits, standardUnits.humidity),
    pressure: chosen(unitSettings.pressure, pressureUnits, standardUnits.pressure),
  }
}

/** Returns units in which these values can be shown: without a temperature, humidity stays relative. */
export function possibleUnits(units: Units, { temperature, humidity }: Values): Units {
  return humidity !== undefined && temperature === undefined ? { ...units, humidity: '0' } : units
}

/** Converts values to units. A value that cannot be converted is left out. Pressure stays in Pa: its scale divides it. */
export function inUnits(values: Values, units: Units): Values {
  const { temperature, humidity, ...others } = values
  const converted: Values = { ...others }
  if (temperature !== undefined) converted.temperature = degrees(temperature, units.temperature)
  const moisture = humidityIn(humidity, temperature, units)
  if (moisture !== undefined) converted.humidity = moisture
  return converted
}

/** Returns how quantities are named and written in units: a table like `quantities`, for converted values. */
export function scalesIn({ temperature, humidity, pressure }: Units): Scales {
  const unit = degreeSigns[temperature]
  const moistures = {
    0: quantities.humidity,
    1: { ...quantities.humidity, name: 'Absolute humidity', unit: 'g/m³' },
    2: { ...quantities.humidity, name: 'Dew point', unit },
  }
  return {
    ...quantities,
    temperature: { ...quantities.temperature, unit },
    humidity: moistures[humidity],
    pressure: { ...quantities.pressure, ...pressures[pressure] },
  }
}

const degreeSigns = { C: '°C', F: '°F', K: 'K' } as const

const pressures = {
  0: { unit: 'Pa', decimals: 0, per: 1 },
  1: { unit: 'hPa', decimals: 1, per: 100 },
  2: { unit: 'mmHg', decimals: 1, per: 133.322387 },
  3: { unit: 'inHg', decimals: 2, per: 3386.389 },
} as const

function degrees(celsius: number, unit: TemperatureUnit): number {
  if (unit === 'F') return celsius * 1.8 + 32
  return unit === 'K' ? celsius + 273.15 : celsius
}

function humidityIn(relative: number | undefined, celsius: number | undefined, units: Units): number | undefined {
  if (relative === undefined || units.humidity === '0') return relative
  if (celsius === undefined) return undefined
  // The Magnus formula, with the constants of Ruuvi's apps.
  const exponent = (17.62 * celsius) / (243.12 + celsius)
  if (units.humidity === '1') return (216.7 * ((relative / 100) * 6.112 * Math.exp(exponent))) / (273.15 + celsius)
  const reach = Math.log(relative / 100) + exponent
  // Without any moisture there is no dew point.
  return relative > 0 ? degrees((243.12 * reach) / (17.62 - reach), units.temperature) : undefined
}
