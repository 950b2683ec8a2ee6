/** Reads and saves a person's preferences. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'

/** A person's preferences. `askFirst`: new shares wait until this person accepts them. */
export type Preferences = { askFirst: boolean }

/** Reads the preferences; refuses with `badToken` if the account is gone. */
export async function readPreferences(db: Database, { id }: Caller): Promise<Preferences> {
  return theirs(await find(db, id))
}

/** Saves the preferences; existing shares stay unchanged. */
export async function savePreferences(db: Database, { id }: Caller, { askFirst }: Preferences): Promise<void> {
  theirs(await save(db, id, askFirst))
}

function theirs([found]: Preferences[]): Preferences {
  // The account was deleted concurrently.
  if (!found) throw new Refusal('badToken')
  return found
}

const find = statement<[id: number], Preferences>(
  'read-preferences',
  id => sql`select asks_first as "askFirst" from people where id = ${id}`,
)

const save = statement<[id: number, askFirst: boolean], Preferences>(
  'save-preferences',
  (id, askFirst) => sql`update people set asks_first = ${askFirst} where id = ${id} returning asks_first as "askFirst"`,
)
