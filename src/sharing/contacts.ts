/** Whom somebody shares with. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'

/** `sensors`: how many are shared with them now. */
export type Contact = { email: string; sensors: number; lastSharedAt: string }

/** The people whom the caller shares with or has shared with, the most recent first. */
export async function listContacts(_db: Database, _caller: Caller, _limit: number): Promise<Contact[]> {
  throw new Error('to be written')
}
