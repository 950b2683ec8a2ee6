/** Changes the terms of a share, pauses and resumes it. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'
import type { Listed } from './list.ts'
import type { Terms } from './terms.ts'

/** Only what is named is changed. */
export type Change = Partial<Terms> & { paused?: boolean }

/** Returns the share as it is then, and the names of what is different now. Refuses with `notOwner`, `noSuchGuest`, or what the terms are refused with. */
export async function changeShare(
  _db: Database,
  _caller: Caller,
  _share: { sensor: string; guest: string },
  _change: Change,
): Promise<Listed & { changed: string[] }> {
  throw new Error('to be written')
}
