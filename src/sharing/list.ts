/** Lists shares, given and got, page by page. */
import type { Database } from '../db/open.ts'
import type { Fate } from '../mail/fate.ts'
import type { Caller } from '../people/identify.ts'
import type { State } from './permission.ts'
import type { Terms } from './terms.ts'

export type Listed = Terms & {
  sensor: string
  name: string
  direction: 'given' | 'got'
  owner: string
  guest: string
  state: State
  paused: boolean
  since: string
  letter: Fate | null
}

export type Filter = {
  sensor: string | undefined
  person: string | undefined
  direction: Listed['direction'] | undefined
  state: State | undefined
  after: string | undefined
  limit: number
}

/** Refuses an `after` that is none with `malformed`. */
export async function listShares(
  _db: Database,
  _caller: Caller,
  _filter: Filter,
): Promise<{ shares: Listed[]; next: string | null }> {
  throw new Error('to be written')
}
