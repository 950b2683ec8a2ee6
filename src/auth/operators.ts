/** Decides who is an operator: people who signed in through the link that the start prints, and the addresses in OPERATORS. */
import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Policy } from '../config.ts'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Tables } from '../db/tables.ts'
import { recordAccountEvents } from '../people/account-events.ts'
import type { Caller } from '../people/caller.ts'
import { findEnded } from './sessions/sessions.ts'

/** An operator; `since` is null for an address of the settings. */
export type Operator = { email: string; since: Date | null }

/** Tells whether a person operates this server. */
export const isOperator = ({ operators }: Pick<Policy, 'operators'>, caller: Pick<Caller, 'email' | 'operates'>) =>
  caller.operates === true || operators.includes(caller.email)

/** Makes a person an operator, once with each token of a link. Returns whether they are one now. */
export async function becomeOperator(db: Database, { id }: Caller, token: string): Promise<boolean> {
  const rows = await promote(db, id, createHash('sha256').update(token).digest('hex'))
  return rows.length > 0
}

// The tokens end after a day.
const promote = statement<[id: number, hash: string], { id: number }>(
  'become-operator',
  (id, hash) => sql`
    with used as (
      insert into used_challenges (hash, expires_at) values (decode(${hash}, 'hex'), now() + interval '2 days')
      on conflict do nothing
      returning hash
    )
    update people set operates_since = coalesce(operates_since, now())
    where id = ${id} and (operates_since is not null or exists (select from used))
    returning id`,
)

/** Lists the operators: the addresses of the settings, then those that came by a link. */
export async function listOperators(db: Database, { operators }: Pick<Policy, 'operators'>): Promise<Operator[]> {
  const found = await findOperators(db)
  return [
    ...operators.map(email => ({ email, since: null })),
    ...found.filter(({ email }) => !operators.includes(email)),
  ]
}

const findOperators = statement<[], { email: string; since: Date }>(
  'list-operators',
  () => sql`
    select email, operates_since as since from people where operates_since is not null order by operates_since, id limit 1000`,
)

/** Ends what an operator's link gave a person, and their addresses for phones. Returns whether they were an operator by link. */
export async function dismissOperator(db: Database, email: string): Promise<boolean> {
  return db.transaction().execute(async trx => {
    const [dismissed] = await dismiss(trx, email)
    // A statement of its own: it sees the addresses that were made while the first one waited for the person's row.
    if (dismissed) await revokeForwards(trx, dismissed.id)
    return dismissed !== undefined
  })
}

const dismiss = statement<[email: string], { id: number }>(
  'dismiss-operator',
  email => sql`
    update people set operates_since = null where email = ${email} and operates_since is not null returning id`,
)

const revokeForwards = statement<[person: number], never>(
  'revoke-forward-tokens',
  person => sql`
    with revoked as (
      delete from forward_tokens where person_id = ${person} returning person_id, name
    )
    ${recordAccountEvents(sql`
      select person_id, 'phoneRevoked', null, null, jsonb_build_object('name', name) from revoked`)}`,
)

/**
 * Checks once more, in a transaction that has locked the person's row, that they are signed in and operate this server.
 * Being dismissed and signing out everywhere lock that row, too.
 */
export async function stillOperates(
  trx: Transaction<Tables>,
  { operators }: Pick<Policy, 'operators'>,
  caller: Caller,
): Promise<boolean> {
  if ((await findEnded(trx, [caller])).size > 0) return false
  const [found] = await operatesNow(trx, caller.id)
  return found?.operates === true || operators.includes(caller.email)
}

const operatesNow = statement<[person: number], { operates: boolean }>(
  'operates-now',
  person => sql`select operates_since is not null as operates from people where id = ${person}`,
)
