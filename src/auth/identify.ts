/** Identifies the caller from the claims of a token. */
import { sql } from 'kysely'
import { notifyOwners } from '../access/joined.ts'
import { inBackground } from '../db/background.ts'
import { coalesce } from '../db/coalesce.ts'
import type { Database } from '../db/open.ts'
import { bytesIn, jsonRows, statement } from '../db/statement.ts'
import { hashAddress, type Key } from '../keys.ts'
import type { Identified, Identity } from '../people/caller.ts'
import { canonicalEmail, isEmail } from '../people/email.ts'
import { planNow } from '../plans/plan.ts'
import { orRefusal } from '../refusal.ts'
import { isUnnoted, isUsed, noteUse } from './sessions/session-use.ts'

/** Days after which a token without a session has ended, whatever it says: so long deletions of accounts are remembered. */
export const mostTokenDays = 365

/**
 * What proves a session's token: a secret signed it (`isSigned`), or one of its `digests` with each secret is stored.
 * The first digest is stored under the id `secret`, that of the first secret. Without digests, that secret signed it.
 */
export type TokenProof = { digests: string[]; isSigned: boolean; secret: string }

/** Checks that a value is a UUID, in any case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value)
}

/** Reads the identity in the claims of a verified token; null if they contain none. */
export function identityIn(claims: unknown): Identity | null {
  const { email, sid } = Object(claims) as Record<string, unknown>
  if (typeof email !== 'string' || !isEmail(email)) return null
  if (sid !== undefined && !isUuid(sid)) return null
  return { email: canonicalEmail(email), session: sid?.toLowerCase() ?? null }
}

/** Reads when a token was issued, in seconds; 0 if it doesn't say so: then it is older than any sign-out. */
export function issuedIn(claims: unknown): number {
  const { iat } = Object(claims) as { iat?: unknown }
  return typeof iat === 'number' ? iat : 0
}

/**
 * Returns the person that a verified token names; null if it names nobody, its session is over, or they signed out
 * everywhere after it was issued. With a `proof`, the token of a session passes if one of our secrets signed it or the
 * session has its digest; the digest is then stored under the first secret. With the key of `addresses`, a token
 * without a session is refused if its address's account was deleted after it was issued. The use of a session in a
 * `network` is noted without waiting for it.
 */
export async function identify(
  db: Database,
  claims: unknown,
  proof?: TokenProof,
  { addresses, network }: { addresses?: Key; network?: () => string } = {},
): Promise<Identified | null> {
  const name = identityIn(claims)
  if (!name) return null
  const { email, session } = name
  return session === null
    ? bearerOf(db, { email, issued: issuedIn(claims), hashes: addresses ? hashAddress(addresses, email) : [] })
    : holderOf(db, { email, session, ...proof }, network)
}

/** Finds the person whose session a token is for. */
async function holderOf(db: Database, token: SessionToken, network?: () => string): Promise<Identified | null> {
  const { email, session } = token
  const [found] = await findSession(db, [token])
  if (!found?.live) return null
  if (found.isUnnoted && network) inBackground(db, () => noteUse(db, { session, network: network() }))
  return { id: found.id, email, session, perMinute: found.perMinute, ...optional(found) }
}

/** Finds the person whom a token without a session names. It comes from a trusted issuer: they join at first use. */
async function bearerOf(db: Database, token: PlainToken): Promise<Identified | null> {
  const [found] = await findPerson(db, [token])
  if (found?.departed || (found?.joined && !found.accepted)) return null
  const { id, perMinute } = found?.joined ? found : await join(db, token)
  return { id, email: token.email, perMinute, ...(found && optional(found)) }
}

type Optional = { operates: boolean; display: Readonly<Record<string, string>> | null }

const optional = ({ operates, display }: Optional): Pick<Identified, 'operates' | 'display'> => ({
  ...(operates && { operates }),
  ...(display && { display }),
})

/** Requests per minute that a plan allows, by Ruuvi Cloud's formula: 209 on Basic. */
export const perMinute = sql`round(8 * max_claims + 0.1 * max_history_days)::int`

/** A token of a session, with what proves it. */
type SessionToken = { email: string; session: string } & Partial<TokenProof>

type FoundSession = Optional & { id: number; live: boolean; isUnnoted: boolean; perMinute: number }

// Lateral lookups: Postgres estimates 100 rows for any JSON list and would scan the table to join that many.
const findSession = coalesce<SessionToken, FoundSession>(
  statement<[tokens: string], FoundSession>(
    'identify-by-session',
    tokens => sql`
      with found as materialized (
        select
          listed.position, person.id, person.plan, person.operates, person.display,
          live.id as session_id, live.is_unnoted, live.is_behind, digests[1] as digest, secret
        from ${jsonRows(
          tokens,
          'position int, email text collate "C", session uuid, digests text[], "isSigned" boolean, secret text collate "C"',
        )}
        left join lateral (
          select id, operates_since is not null as operates, display, ${planNow} as plan from people where email = listed.email limit 1
        ) as person on true
        left join lateral (
          select
            id, ${isUnnoted} as is_unnoted,
            secret is not null and token_secret is distinct from secret as is_behind
          from sessions
          where id = listed.session and person_id = person.id and ${isUsed}
            and ("isSigned" is not false or encode(token_digest, 'hex') = any (digests))
          limit 1
        ) as live on true
      ),
      -- A session that somebody else is writing to just now is written to the next time.
      taken_over as (
        update sessions set token_digest = decode(digest, 'hex'), token_secret = secret
        from (select distinct on (session_id) session_id, digest, secret from found where is_behind order by session_id) as used
        where id = session_id and id = any (array(
          select id from sessions where id = any (array(select session_id from found where is_behind)) for update skip locked
        ))
      )
      select
        found.id, session_id is not null as live, is_unnoted as "isUnnoted", operates, display, ${perMinute} as "perMinute"
      from found
      left join plans on plans.name = found.plan
      order by position`,
  ),
)

/** A token without a session: when it was issued, and the hashes under which deletions of its address are remembered. */
type PlainToken = { email: string; issued: number; hashes: string[] }

type FoundPerson = Optional & {
  id: number
  joined: boolean
  accepted: boolean
  departed: boolean
  perMinute: number
}

const findPerson = coalesce<PlainToken, FoundPerson>(
  statement<[tokens: string], FoundPerson>(
    'identify-by-address',
    tokens => sql`
      select
        person.id, person.joined_at is not null as joined, (listed.issued < person.tokens_from) is not true as accepted,
        -- Somebody who joined before the token was issued has not been deleted since.
        (person.joined_at < to_timestamp(listed.issued)) is not true and exists (
          select from departures
          where hash = any (${bytesIn(sql`listed.hashes`)}) and at >= to_timestamp(listed.issued)
        ) as departed,
        person.operates_since is not null as operates, person.display,
        ${perMinute} as "perMinute"
      from ${jsonRows(tokens, 'position int, email text collate "C", issued float8, hashes jsonb')}
      left join lateral (
        select id, joined_at, tokens_from, operates_since, display, ${planNow} as plan from people where email = listed.email limit 1
      ) as person on true
      left join plans on plans.name = person.plan
      order by position`,
  ),
)

/**
 * Creates the person if necessary and marks them as joined. Nothing is converted: their shares stop being pending.
 */
async function join(db: Database, { email, hashes, issued }: PlainToken): Promise<Joined> {
  const [row] = await orRefusal(joinOne(db, email, JSON.stringify(hashes), issued))
  if (!row) throw new Error('an upsert returned no row')
  return row
}

type Joined = Pick<FoundPerson, 'id' | 'perMinute'>

// A deletion that this statement waited for is not in its snapshot, but `departed_since` sees it.
const joinOne = statement<[email: string, hashes: string, issued: number], Joined>(
  'join',
  (email, hashes, issued) => sql`
    with joined as (
      insert into people (email, joined_at) values (${email}, now())
      on conflict (email) do update set joined_at = coalesce(people.joined_at, excluded.joined_at)
      returning id, joined_at, joined_at = now() as is_new, (select ${perMinute} from plans where plans.name = ${planNow}) as "perMinute"
    )
    select
      id, "perMinute", ${notifyOwners} as notified,
      case when departed_since(${bytesIn(hashes)}, to_timestamp(${issued}::float8)) then refuse('badToken') end as refused
    from joined`,
)
