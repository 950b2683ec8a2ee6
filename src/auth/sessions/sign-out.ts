/** Signs a person out everywhere: ends all sessions, keys, passkeys and addresses for phones, and all tokens issued before. */
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { recordAccountEvents } from '../../people/account-events.ts'
import type { Caller } from '../../people/caller.ts'
import { lockPerson } from '../../people/lock-person.ts'
import { Refusal } from '../../refusal.ts'

/** How many sessions, access keys, passkeys and addresses for phones that forward have ended. */
export type SignedOut = { sessions: number; keys: number; passkeys: number; phones: number }

/** Signs the caller out everywhere. Refuses with `needsSignIn`: whoever stole a key must not sign out its owner. */
export async function signOutEverywhere(db: Database, { id, accessKey }: Caller): Promise<SignedOut> {
  if (accessKey !== undefined) throw new Refusal('needsSignIn')
  return signOutPerson(db, id)
}

/**
 * Signs a person out everywhere by order of the operator; `email` is canonical. Returns undefined if nobody has the address.
 */
export async function signOutByOperator(db: Database, email: string): Promise<SignedOut | undefined> {
  return db.transaction().execute(async trx => {
    const [person] = await lockByEmail(trx, email)
    return person && (await endAll(trx, person.id, true))[0]
  })
}

const lockByEmail = statement<[email: string], { id: number }>(
  'lock-person-by-email',
  email => sql`select id from people where email = ${email} for no key update`,
)

/**
 * Signs a person out everywhere. Signing in and making a key or passkey lock the person's row first, so each happens before
 * this and is undone, or after it. Refuses with `badToken` if the account is gone.
 */
export async function signOutPerson(db: Database, person: number): Promise<SignedOut> {
  return db.transaction().execute(async trx => {
    await lockPerson(trx, person)
    const [ended] = await endAll(trx, person, false)
    return ended ?? { sessions: 0, keys: 0, passkeys: 0, phones: 0 }
  })
}

/**
 * Tokens carry whole seconds, and one of this second may be from before: so they count from the next second on. Never
 * moves back, whatever the clock does.
 */
const endAll = statement<[person: number, byOperator: boolean], SignedOut>(
  'sign-out-everywhere',
  (person, byOperator) => sql`
    with sessions_ended as (
      delete from sessions where person_id = ${person} returning id
    ),
    keys_ended as (
      delete from access_keys where person_id = ${person} returning id
    ),
    passkeys_ended as (
      delete from passkeys where person_id = ${person} returning id
    ),
    phones_ended as (
      delete from forward_tokens where person_id = ${person} returning id
    ),
    counts as materialized (
      select
        (select count(*) from sessions_ended)::int as sessions,
        (select count(*) from keys_ended)::int as keys,
        (select count(*) from passkeys_ended)::int as passkeys,
        (select count(*) from phones_ended)::int as phones
    ),
    refused as (
      update people set
        tokens_from = greatest(tokens_from, floor(extract(epoch from clock_timestamp()))::bigint + 1)
      where id = ${person}
    ),
    recorded as (${recordAccountEvents(sql`
      select ${person}::bigint, 'signedOutEverywhere', null, null, jsonb_build_object('sessions', sessions, 'keys', keys, 'passkeys', passkeys, 'phones', phones)
        || case when ${byOperator}::boolean then '{"by": "operator"}'::jsonb else '{}' end
      from counts`)}
    )
    -- Streams of tokens without a session end, too.
    select sessions, keys, passkeys, phones, pg_notify('ended', ${person}::bigint::text) as notified from counts`,
)
