/** What people wish of the service. */
import type { Database } from '../db/open.ts'
import type { Caller } from './identify.ts'

/** `askFirst`: shares with them wait for their yes. */
export type Preferences = { askFirst: boolean }

export async function readPreferences(_db: Database, _caller: Caller): Promise<Preferences> {
  throw new Error('to be written')
}

export async function savePreferences(_db: Database, _caller: Caller, _wishes: Preferences): Promise<void> {
  throw new Error('to be written')
}
