/** Sends the letter of a share anew. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'

/** Refuses with `notOwner`, `noSuchGuest`, or `tooMany` within an hour of the last time. */
export async function resend(_db: Database, _caller: Caller, _share: { sensor: string; guest: string }): Promise<void> {
  throw new Error('to be written')
}
