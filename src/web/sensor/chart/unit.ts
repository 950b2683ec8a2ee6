/** The units in which the pages of a sensor show quantities. The only place of these pages that applies a unit. */
import { numberOf, type Quantity, quantities, written } from '../../../measurements/values.ts'

/** The name, unit and decimals of a quantity as the page shows it. */
export const scaleOf = (name: Quantity): { channel: string; name: string; unit: string; decimals: number } =>
  quantities[name]

/** Converts a value from its stored unit to the one shown. */
export const shownValue = (name: Quantity, stored: number): number => stored / quantities[name].per

const storedValue = (name: Quantity, shown: number) => shown * quantities[name].per

/** Writes a value that is in the unit shown: with its unit, or as a number alone. */
export const valueText = (name: Quantity, shown: number): string => written(name, storedValue(name, shown))
export const numberText = (name: Quantity, shown: number): string => numberOf(name, storedValue(name, shown))
