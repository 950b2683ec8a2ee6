/** Decides whether a call really comes from the gateway that it names. */
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { type Key, SeenSecrets, unsealed } from '../keys.ts'
import { isSignedWith, type SignedBody } from './signature.ts'

/** Outcome of a call. `sealed`: the gateway's current secret, encrypted; null if it is not on the white list. */
export type Taken = { sealed: string | null; trusted: boolean }

type Secret = { sealed: string; opened: string | null }

const knownSecrets = new SeenSecrets<Secret>()

/**
 * Processes a call of a gateway. `take` gets the encrypted secret that the call is signed with, as far as this process
 * knows; the database decides whether that is the current one (see `judged`). So a changed or removed secret counts at
 * once in every process. If the call is signed with a newer secret, `take` runs once more.
 */
export async function takeSigned<Answer extends Taken>(
  db: Database,
  key: Key,
  gateway: string,
  signed: SignedBody,
  take: (signedWith: string | null) => Promise<Answer>,
): Promise<Answer> {
  const fits = (secret: Secret | undefined) => (secret?.opened ? isSignedWith(secret.opened, signed) : false)
  const known = knownSecrets.get(db, gateway)
  const first = await take(known && fits(known) ? known.sealed : null)
  if (first.trusted || first.sealed === null || first.sealed === known?.sealed) return first
  const current = { sealed: first.sealed, opened: unsealed(key, first.sealed) }
  knownSecrets.remember(db, gateway, current)
  return fits(current) ? take(current.sealed) : first
}

/**
 * Selects one row about the calling gateway: `sealed_secret`, `is_trusted`, and `is_stale` (no call was recorded in the
 * last minute, so this one must be). `signedWith` is the encrypted secret of the signature; `openToUnlisted` trusts
 * gateways that are not on the white list.
 */
export const judged = (
  gateway: string,
  signedWith: string | null,
  openToUnlisted: RawBuilder<unknown> | boolean,
) => sql`
  select
    sealed_secret, case when sealed_secret is null then ${openToUnlisted}::boolean else sealed_secret is not distinct from ${signedWith} end as is_trusted,
    last_seen_at is null or last_seen_at < now() - interval '1 minute' as is_stale
  from (select) as call
  left join (select sealed_secret, last_seen_at from gateways where id = ${gateway}) as known on true`
