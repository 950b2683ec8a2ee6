/** Access keys: programs sign their requests with them in the name of a person. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { type Key, seal } from '../keys.ts'
import type { Caller } from '../people/caller.ts'
import { lockPerson } from '../people/lock-person.ts'
import { Refusal } from '../refusal.ts'

/** An access key as its owner sees it, without its secret. */
export type AccessKey = { id: string; name: string; created: string; lastUsed: string | null }

/** A new access key; its secret is shown only once. */
export type NewAccessKey = { id: string; name: string; created: string; secret: string }

/** Maximum number of keys per person. */
const most = 20

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 100 random bits: an id is never issued twice, so it never refers to another secret. */
const makeId = () => Array.from(randomBytes(20), byte => letters[byte % letters.length]).join('')

/** Checks whether a text has the form of a key id. */
export function isKeyId(text: string): boolean {
  return /^[A-Z2-7]{20}$/.test(text)
}

/**
 * Creates a key and returns it with its secret, which is never shown again. Only for callers with a token: a stolen key
 * must not be able to create keys that outlive it. Refuses with `needsSignIn`, or with `keysFull` at the maximum.
 */
export async function createAccessKey(
  db: Database,
  sealing: Key,
  { id: person, accessKey }: Caller,
  name: string,
): Promise<NewAccessKey> {
  if (accessKey !== undefined) throw new Refusal('needsSignIn')
  const id = makeId()
  const secret = randomBytes(32).toString('base64')
  const wellFormed = name.toWellFormed()
  const [row] = await db.transaction().execute(async trx => {
    await lockPerson(trx, person)
    const made = await insert(trx, id, person, wellFormed, seal(sealing, secret))
    if (made.some(({ others }) => others >= most)) throw new Refusal('keysFull')
    return made
  })
  if (!row) throw new Error('an insert returned no row')
  return { id, name: wellFormed, created: row.createdAt.toISOString(), secret }
}

// `others` doesn't count the new key: the subquery reads the statement's snapshot, taken before the insert.
const insert = statement<
  [id: string, person: number, name: string, sealed: string],
  { createdAt: Date; others: number }
>(
  'create-access-key',
  (id, person, name, sealed) => sql`
    insert into access_keys (id, person_id, name, sealed_secret) values (${id}, ${person}, ${name}, ${sealed})
    returning created_at as "createdAt", (select count(*) from access_keys where person_id = ${person}) as others`,
)

/** Lists the caller's keys, newest first. */
export async function listAccessKeys(db: Database, { id }: Caller): Promise<AccessKey[]> {
  const found = await findKeys(db, id)
  return found.map(({ createdAt, lastUsedAt, ...key }) => ({
    ...key,
    created: createdAt.toISOString(),
    lastUsed: lastUsedAt?.toISOString() ?? null,
  }))
}

const findKeys = statement<[person: number], { id: string; name: string; createdAt: Date; lastUsedAt: Date | null }>(
  'list-access-keys',
  person => sql`
    select id, name, created_at as "createdAt", last_used_at as "lastUsedAt"
    from access_keys
    where person_id = ${person}
    order by created_at desc, id`,
)

/** Revokes a key of the caller with immediate effect. Refuses with `noSuchKey`. */
export async function revokeAccessKey(db: Database, { id: person }: Caller, id: string): Promise<void> {
  if (!isKeyId(id)) throw new Refusal('noSuchKey')
  const revoked = await deleteKey(db, person, id)
  if (revoked.length === 0) throw new Refusal('noSuchKey')
}

const deleteKey = statement<[person: number, id: string], { id: string }>(
  'revoke-access-key',
  (person, id) => sql`delete from access_keys where person_id = ${person} and id = ${id} returning id`,
)
