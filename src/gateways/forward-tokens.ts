/** Tokens of the addresses that phones forward to: a kind of secret of its own, which can only add measurements. */
import { createHash, randomBytes } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Tables } from '../db/tables.ts'
import { lockOwner, recordAccountEvents } from '../people/account-events.ts'
import type { Caller } from '../people/caller.ts'
import { lockPerson } from '../people/lock-person.ts'
import { Refusal } from '../refusal.ts'

/** A token as its person sees it. */
export type ForwardToken = { id: number; name: string; created: Date; lastUsed: Date | null }

/** Maximum number of tokens per person. */
const most = 20

/** What belongs to the making of a token, in its transaction. */
type Within = {
  mayStill: (trx: Transaction<Tables>) => Promise<boolean>
  tell: (trx: Transaction<Tables>) => Promise<unknown>
}

/** Hashes a token, in hex. No key is needed: there are too many tokens to try. */
export const hashForwardToken = (token: string) => createHash('sha256').update(token).digest('hex')

/**
 * Makes a token, which is never shown again. `mayStill` judges the caller once more, with their row locked: until then
 * they may have signed out, or lost the right. `tell` tells them of it. Refuses with `badToken` or `forwardsFull`.
 */
export async function makeForwardToken(
  db: Database,
  { id }: Pick<Caller, 'id'>,
  name: string,
  { mayStill, tell }: Within,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db.transaction().execute(async trx => {
    await lockPerson(trx, id)
    if (!(await mayStill(trx))) throw new Refusal('badToken')
    const [made] = await insert(trx, id, name, hashForwardToken(token))
    if (!made || made.others >= most) throw new Refusal('forwardsFull')
    await tell(trx)
  })
  return token
}

// `others` doesn't count the new token: the subquery reads the statement's snapshot, taken before the insert.
const insert = statement<[person: number, name: string, hash: string], { others: number }>(
  'make-forward-token',
  (person, name, hash) => sql`
    insert into forward_tokens (person_id, name, hash) values (${person}, ${name}, decode(${hash}, 'hex'))
    returning (select count(*) from forward_tokens where person_id = ${person}) as others`,
)

/** Lists a person's tokens, the newest first. */
export const listForwardTokens = statement<[person: number], ForwardToken>(
  'list-forward-tokens',
  person => sql`
    select id, name, created_at as created, last_used_at as "lastUsed"
    from forward_tokens
    where person_id = ${person}
    order by created_at desc, id desc`,
)

const recordRevoked = recordAccountEvents(sql`
  select person_id, 'phoneRevoked', null, null, jsonb_build_object('name', name) from revoked`)

/** Revokes a token of a person. Returns whether they had it. */
export async function revokeForwardToken(db: Database, { id }: Caller, token: number): Promise<boolean> {
  return (await remove(db, id, token)).length > 0
}

const remove = statement<[person: number, token: number], { id: number }>(
  'revoke-forward-token',
  (person, token) => sql`
    with ${lockOwner(sql`${person}`)},
    revoked as (
      delete from forward_tokens
      where person_id = (select id from owner) and id = ${token}
      returning id, person_id, name
    ),
    recorded as (${recordRevoked})
    select id from revoked`,
)

/** The tokens that this process has seen work, by their hashes: their calls need not be counted with strangers'. */
const seen = new WeakMap<Database, Set<string>>()
const mostSeen = 10_000

/** Tells whether a token worked when this process saw it last. */
export const isKnownForward = (db: Database, hash: string) => seen.get(db)?.has(hash) ?? false

/** Remembers whether a token works. */
export function noteForward(db: Database, hash: string, works: boolean) {
  const hashes = seen.get(db) ?? new Set()
  seen.set(db, hashes)
  hashes.delete(hash)
  if (works) hashes.add(hash)
  const [oldest] = hashes
  if (hashes.size > mostSeen && oldest !== undefined) hashes.delete(oldest)
}
