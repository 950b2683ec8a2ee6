/** Decides whether a call really comes from the gateway that it names. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { type Key, SeenSecrets, unsealed } from '../keys.ts'
import { isSignedWith, type SignedBody, type SignedCall } from './signature.ts'

/** Outcome of a call. `sealed`: the gateway's current secret, encrypted; null if it is not on the white list. */
export type Taken = { sealed: string | null; trusted: boolean }

type Secret = { sealed: string; opened: string | null }

const knownSecrets = new SeenSecrets<Secret>()

/**
 * Checks whether a call was signed with the secret of the gateway in it, as far as this process knows. Doesn't parse it,
 * and asks the database for the secrets only once: they may have been seen before this process started.
 */
export function isOfKnown(db: Database, key: Key, { body, signature }: SignedBody): boolean {
  if (!signature) return false
  if (!taught.has(db)) {
    taught.add(db)
    // A gateway that is refused meanwhile posts again soon.
    learnSecrets(db, key).catch(() => taught.delete(db))
  }
  const [, gateway = ''] = gatewayInBody.exec(body.toString('latin1')) ?? []
  const known = knownSecrets.get(db, gateway.toUpperCase())
  return known?.opened ? isSignedWith(known.opened, { body, signature }) : false
}

const gatewayInBody = /"(?:gw_mac|gwmac|DEVICE_ADDR)"\s*:\s*"([\dA-Fa-f:]{17})"/

/** Databases whose secrets this process has learned. */
const taught = new WeakSet<Database>()

async function learnSecrets(db: Database, key: Key): Promise<void> {
  for (const { id, sealed } of await findSecrets(db)) {
    if (knownSecrets.get(db, id)?.sealed === sealed) continue
    knownSecrets.remember(db, id, { sealed, opened: unsealed(key, sealed) })
  }
}

const findSecrets = statement<[], { id: string; sealed: string }>(
  'find-gateway-secrets',
  () => sql`
    select id, sealed_secret as sealed from gateways
    where sealed_secret is not null
    order by last_seen_at desc nulls last
    limit 10000`,
)

/**
 * Processes a call of a gateway. `take` gets the encrypted secret that the call is signed with, as far as this process
 * knows; the database decides whether that is the current one (see `judged`). So a changed or removed secret counts at
 * once in every process. If the call is signed with a newer secret, or the secret was sealed anew, `take` runs again.
 */
export async function takeSigned<Answer extends Taken>(
  db: Database,
  key: Key,
  gateway: string,
  signed: SignedCall,
  take: (signedWith: string | null) => Promise<Answer>,
): Promise<Answer> {
  const fits = (secret: Secret | undefined) => (secret?.opened ? isSignedWith(secret.opened, signed) : false)
  let known = knownSecrets.get(db, gateway)
  let taken = await take(known && fits(known) ? known.sealed : null)
  while (!taken.trusted && taken.sealed !== null && taken.sealed !== known?.sealed) {
    known = { sealed: taken.sealed, opened: unsealed(key, taken.sealed) }
    knownSecrets.remember(db, gateway, known)
    if (!fits(known)) break
    taken = await take(known.sealed)
  }
  if (taken.trusted) signed.forgive()
  return taken
}

/**
 * Selects one row about the calling gateway: `sealed_secret`, `is_trusted`, and `is_stale` (no call was recorded in the
 * last minute, so this one must be). `signedWith` is the encrypted secret of the signature; `openToUnlisted` trusts
 * gateways that are not on the white list.
 */
export const judged = (gateway: string, signedWith: string | null, openToUnlisted: boolean) => sql`
  select
    sealed_secret, case when sealed_secret is null then ${openToUnlisted}::boolean else sealed_secret is not distinct from ${signedWith} end as is_trusted,
    last_seen_at is null or last_seen_at < now() - interval '1 minute' as is_stale
  from (select) as call
  left join (select sealed_secret, last_seen_at from gateways where id = ${gateway}) as known on true`
