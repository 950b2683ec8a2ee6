/** Reads what a sensor measured. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'
import type { Measurement } from './latest.ts'

/** Which measurements: seconds since 1970, both ends included. */
export type Range = {
  sensor: string
  since: number | undefined
  until: number | undefined
  limit: number
  sort: 'asc' | 'desc'
  mode: 'dense' | 'sparse' | 'mixed'
}

export type History = {
  sensor: string
  name: string
  picture: string
  public: boolean
  offsetTemperature: number
  offsetHumidity: number
  offsetPressure: number
  measurements: Measurement[]
}

/** Reads measurements of a sensor that the caller sees, as far back and as fine as its owner's plan allows. Refuses with `notVisible` or `badTimes`. */
export async function read(_db: Database, _caller: Caller, _range: Range): Promise<History> {
  throw new Error('not built yet')
}
