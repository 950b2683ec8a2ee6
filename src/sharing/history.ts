/** What happened to sensors and shares, as those see it whom it concerns. */
import type { Database } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'
import type { Caller } from '../people/identify.ts'

export type Happened = {
  id: number
  at: string
  action: Tables['events']['action']
  sensor: string
  name: string
  owner: string | null
  guest: string | null
  actor: string | null
  words: string
  data: Record<string, unknown>
}

export type Filter = {
  sensor: string | undefined
  person: string | undefined
  before: number | undefined
  limit: number
}

export async function listHistory(
  _db: Database,
  _caller: Caller,
  _filter: Filter,
): Promise<{ events: Happened[]; next: number | null }> {
  throw new Error('to be written')
}
