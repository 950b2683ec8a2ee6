/** What apps keep for a person. */
import type { Database } from '../db/open.ts'
import type { Caller } from './identify.ts'

/** By name; `NAME_lastUpdated` is when NAME was set, in seconds. */
export type Settings = Record<string, string | number>

export async function listSettings(_db: Database, _caller: Caller): Promise<Settings> {
  throw new Error('not built yet')
}

/** Keeps a setting. Refuses with `oldEntry` or `settingsFull`. */
export async function saveSetting(
  _db: Database,
  _caller: Caller,
  _setting: { name: string; value: string; at: number | undefined },
): Promise<'added' | 'updated'> {
  throw new Error('not built yet')
}
