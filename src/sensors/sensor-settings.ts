/** What apps keep for a person about a sensor that they see. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'
import type { Settings } from '../people/settings.ts'

/** Lists the settings of every sensor that the caller sees, or of one. Refuses with `notVisible`. */
export async function listSensorSettings(
  _db: Database,
  _caller: Caller,
  _sensor: string | undefined,
): Promise<{ sensor: string; settings: Settings }[]> {
  throw new Error('not built yet')
}

/** Keeps settings, all or none. Refuses with `notVisible`, `oldEntry` or `settingsFull`. */
export async function saveSensorSettings(
  _db: Database,
  _caller: Caller,
  _change: { sensor: string; entries: { name: string; value: string }[]; at: number | undefined },
): Promise<'added' | 'updated'> {
  throw new Error('not built yet')
}
