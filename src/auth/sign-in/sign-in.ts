/** Signs people in with a code. */
import { sql } from 'kysely'
import { notifyOwners } from '../../access/joined.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { type CodeKeys, hashCode } from '../../keys.ts'
import { countTry, forgiveTry, type Limit } from '../../limits/throttle.ts'
import { Refusal, tooMany } from '../../refusal.ts'

/**
 * The proof of an address: a code, with the address it was sent to if the caller gave one; or the id in a letter's
 * signed link.
 */
export type Proof = { code: string; email?: string | undefined } | { link: string }

/** A person who has signed in; `newUser` if they did so for the first time. */
export type SignedIn = { email: string; session: string; newUser: boolean }

/**
 * Uses up a code, marks its address as joined and opens a session. A code without its address works only from the
 * network that requested it. Five wrong tries invalidate the codes they could have meant. Refuses with `badCode` or
 * `tooMany`.
 */
export async function signIn(db: Database, keys: CodeKeys, proof: Proof, network: string): Promise<SignedIn> {
  const byLink = 'link' in proof
  const limits = byLink ? [] : wrongTries(network)
  const [answer] = await useCode(
    db,
    JSON.stringify(limits),
    byLink ? '' : hashCode(keys, proof.code),
    network,
    byLink ? null : (proof.email ?? null),
    byLink ? proof.link : null,
  )
  if (answer?.wait) throw tooMany(answer.wait)
  const { email, session, newUser } = answer ?? {}
  if (!email || !session) throw new Refusal('badCode')
  if (!byLink) await forgiveTry(db, JSON.stringify(limits))
  return { email, session, newUser: newUser ?? false }
}

/** Limits for wrong codes; docs/design/sign-in.md calculates an attacker's chance. */
function wrongTries(network: string): Limit[] {
  return [
    { key: `wrong codes from ${network}`, most: 30, seconds: 3600 },
    { key: 'wrong codes', most: 1000, seconds: 3600 },
  ]
}

type Answer = { wait: number | null; email: string | null; session: string | null; newUser: boolean | null }

const useCode = statement<
  [limits: string, hash: string, network: string, email: string | null, link: string | null],
  Answer
>(
  'use-code',
  (limits, hash, network, email, link) => sql`
    with ${countTry(limits)},
    used as (
      delete from sign_in_codes as code
      where not exists (select from over)
        and (
          link_id = ${link}::uuid
          or hash = decode(${hash}, 'hex') and wrong_tries < 5 and (network = ${network} or email = ${email}::text)
            and (
              select coalesce(sum(wrong_tries), 0) < 20 from sign_in_codes as today
              where today.email = code.email and today.created_at > now() - interval '1 day'
            )
        )
        and expires_at > now()
      returning email
    ),
    joined as (
      insert into people (email, joined_at) select email, now() from used
      on conflict (email) do update set joined_at = coalesce(people.joined_at, excluded.joined_at)
      returning id, email, joined_at, joined_at = now() as is_new
    ),
    session as (
      insert into sessions (person_id) select id from joined returning id
    ),
    wrong as (
      update sign_in_codes set wrong_tries = wrong_tries + 1
      where hash in (
        select hash from sign_in_codes
        where not exists (select from used) and not exists (select from over) and ${link}::uuid is null
          and (network = ${network} or email = ${email}::text) and expires_at > now()
        order by hash
        for update
      )
    )
    select
      (select seconds from over) as wait,
      (select email from joined) as email,
      (select id from session) as session,
      (select is_new from joined) as "newUser",
      ${notifyOwners} as notified`,
)
