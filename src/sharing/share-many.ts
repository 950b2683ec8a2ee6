/** Shares many sensors with many people in one call. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/identify.ts'
import type { Refusal } from '../refusal.ts'
import type { Terms } from './terms.ts'

export type Many = Partial<Terms> & {
  /** Ids in upper case. */
  sensors: string[]
  /** Addresses in lower case. */
  guests: string[]
  notify: boolean
  /** Whether each pair is judged by itself, or all are shared or none. */
  mode: 'each' | 'all'
  dryRun: boolean
}

export type SharedMany = {
  verdicts: { sensor: string; guest: string; verdict: { invited: boolean; pending: boolean } | Refusal }[]
  letters: { guest: string; kind: 'shared' | 'invitation'; sensors: number }[]
  limits?: { shares: Use; sensors: ({ sensor: string } & Use)[] }
}
type Use = { used: number; most: number }

/** Shares every sensor with every guest. With mode `all` throws the first refusal, which names its pair. */
export async function shareMany(_db: Database, _caller: Caller, _many: Many): Promise<SharedMany> {
  throw new Error('to be written')
}
