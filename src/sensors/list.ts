/** Lists sensors with all that the apps need of them. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'

type Wanted = { sensor: string | undefined; guests: boolean; others: boolean; measurements: boolean; settings: boolean }

export async function listSensors(_db: Database, _caller: Caller, _wanted: Wanted): Promise<never[]> {
  throw new Error('not built yet')
}

export async function listShared(_db: Database, _caller: Caller): Promise<never[]> {
  throw new Error('not built yet')
}
