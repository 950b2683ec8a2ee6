/** Identifies the caller of a request that was signed with an access key. */
import { sql } from 'kysely'
import { coalesce } from '../db/coalesce.ts'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import { type Key, SeenSecrets, unsealed } from '../keys.ts'
import type { Identified, Scope } from '../people/caller.ts'
import { planNow } from '../plans/plan.ts'
import { Refusal } from '../refusal.ts'
import { perMinute } from './identify.ts'
import { isWorking } from './sessions/sessions.ts'

/** A signed request. */
export type SignedRequest = {
  keyId: string
  isSignedWith(secret: Buffer): boolean
  /** Returns what stands for the request: the second with the same mark is a replay. Called for correct signatures only. */
  mark(): Promise<Buffer>
  /** Tells whether the request may be repeated within ten seconds; undefined: never. */
  repeats: (() => boolean) | undefined
  /** When no process accepts the signature any more. */
  ends: Date
}

type Known = { sealed: string; secret: Buffer | null; email: string }

const secrets = new SeenSecrets<Known>()

/**
 * Finds the person whose key signed a request; null if the key doesn't exist. Refuses with `badKey` a key that
 * doesn't work now, and a wrong or reused signature. The process checks the HMAC with a cached secret; the statement checks revocation, expiry and reuse (see
 * docs/design/sign-in.md). `beforeUse` gets the key owner's address once the HMAC is verified, and may throw.
 */
export async function identifyByKey(
  db: Database,
  sealing: Key,
  { keyId, isSignedWith, mark, repeats, ends }: SignedRequest,
  beforeUse: (email: string) => void = () => {},
): Promise<Identified | null> {
  let known = secrets.get(db, keyId) ?? (await learn(db, sealing, keyId))
  if (!known) return null
  // The secret of a key never changes, so the cached one can't be outdated.
  if (!known.secret || !isSignedWith(known.secret)) throw new Refusal('badKey')
  beforeUse(known.email)
  const signature = (await mark()).toString('hex')
  let found: Used | undefined
  for (;;) {
    found = (await use(db, [{ key: keyId, sealed: known.sealed, signature, ends }]))[0]
    if (found?.id != null) break
    secrets.forget(db, keyId)
    const current = await learn(db, sealing, keyId)
    if (!current) return null
    // It has expired or is switched off. The process doesn't remember that: it can be switched on again.
    if (current.sealed === known.sealed) throw new Refusal('badKey')
    // The same secret, sealed anew since this process read it.
    known = current
  }
  if (!found.isFirst && !(found.isRecent && repeats?.())) {
    throw new Refusal('badKey', 'This signature was used before. Sign every request anew.')
  }
  const { id, email, scope, sensors, perMinute } = found
  return { id, email, accessKey: keyId, scope, sensors, perMinute }
}

async function learn(db: Database, sealing: Key, keyId: string): Promise<Known | undefined> {
  const [found] = await find(db, [{ key: keyId }])
  if (found?.sealed == null) return undefined
  const opened = unsealed(sealing, found.sealed)
  const known = { ...found, secret: opened === null ? null : Buffer.from(opened, 'base64') }
  secrets.remember(db, keyId, known)
  return known
}

type Found = { sealed: string; email: string } | { sealed: null; email: null }

// Lateral lookups: Postgres estimates 100 rows for any JSON list and would scan the table to join that many.
const findAll = statement<[requests: string], Found>(
  'find-access-key',
  requests => sql`
    select sealed_secret as sealed, email
    from ${jsonRows(requests, 'position int, key text collate "C"')}
    left join lateral (select sealed_secret, person_id from access_keys where id = key limit 1) as known on true
    left join lateral (select email from people where id = person_id limit 1) as person on true
    order by position`,
)

const find = coalesce<{ key: string }, Found>(findAll)

type Ask = { key: string; sealed: string; signature: string; ends: Date }
type Granted = { id: number; email: string; scope: Scope; sensors: string[] | null; perMinute: number }
type Used = (Granted & { isFirst: boolean; isRecent: boolean }) | { id: null }

// Signatures are inserted in hash order to prevent deadlocks; the second of two equal signatures waits for the first.
const useAll = statement<[requests: string], Used>(
  'use-signatures',
  requests => sql`
    with found as materialized (
      select
        listed.position, listed.ends, known.id as key_id, known.is_stale, known.scope, known.sensors, person.id, person.email, person.plan, hash,
        row_number() over (partition by hash order by listed.position) = 1 as is_first
      from ${jsonRows(requests, 'position int, key text collate "C", sealed text, signature text, ends timestamptz')}
      cross join lateral (select decode(listed.signature, 'hex') as hash) as decoded
      left join lateral (
        select id, person_id, scope, sensors, (last_used_at < now() - interval '1 minute') is not false as is_stale
        from access_keys
        where id = listed.key and sealed_secret = listed.sealed and ${isWorking}
        limit 1
      ) as known on true
      left join lateral (
        select id, email, ${planNow} as plan from people where id = known.person_id limit 1
      ) as person on true
    ),
    used as (
      insert into used_signatures (hash, expires_at)
      select hash, ends from found where key_id is not null and is_first order by hash
      on conflict (hash) do nothing
      returning hash
    ),
    judged as materialized (
      select
        found.*, is_first and used.hash is not null as "isFirst",
        -- A row that this statement can't see yet was inserted just now.
        coalesce((
          select used_at > now() - interval '10 seconds' from used_signatures where hash = found.hash limit 1
        ), true) as "isRecent"
      from found left join used on used.hash = found.hash
    ),
    -- One write a minute. A key that somebody else is touching just now need not be touched.
    touched as (
      update access_keys set last_used_at = now()
      where id = any (array(
        select id from access_keys
        where id = any (array(select key_id from judged where "isFirst" and is_stale))
        for update skip locked
      ))
    )
    select id, email, scope, sensors, ${perMinute} as "perMinute", "isFirst", "isRecent"
    from judged
    left join plans on plans.name = judged.plan
    order by position`,
)

const use = coalesce<Ask, Used>(useAll)
