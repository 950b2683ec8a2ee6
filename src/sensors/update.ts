/** Renames a sensor, and so on. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'

export type Changed = {
  sensor: string
  name?: string
  picture?: string
  public?: boolean
  offsetTemperature?: number
  offsetHumidity?: number
  offsetPressure?: number
}

/**
 * Changes what is named and returns it. A guest changes the own name and picture only; what else is named is left as it is.
 * Refuses with `notVisible`, `notYourName` (a guest who names nothing of their own) or `oldEntry`.
 */
export async function update(
  _db: Database,
  _caller: Caller,
  _change: { [Field in keyof Changed]: Changed[Field] | undefined } & { sensor: string; at: number | undefined },
): Promise<Changed> {
  throw new Error('not built yet')
}
