/** Whether to believe what comes in a gateway's name. */
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { SeenSecrets, unsealed } from '../keys.ts'
import { isSignedWith, type Signed } from './signature.ts'

/** How a call was taken: `sealed` is the secret that counted for the gateway, null when it is not on the white list. */
export type Taken = { sealed: string | null; trusted: boolean }

type Secret = { sealed: string; opened: string | null }

const seen = new SeenSecrets<Secret>()

/**
 * Takes a call of a gateway. `take` is given the sealed secret that the call is signed with, as far as this process knows, and
 * decides in the database whether that is the one that counts (see `judged`): so a secret that is changed or taken away
 * counts at once, in every process. When the call turns out to be signed with another one, it is taken once more.
 */
export async function takeSigned<Answer extends Taken>(
  db: Database,
  key: Buffer,
  gateway: string,
  signed: Signed,
  take: (signedWith: string | null) => Promise<Answer>,
): Promise<Answer> {
  const fits = (secret: Secret | undefined) => (secret?.opened ? isSignedWith(secret.opened, signed) : false)
  const known = seen.get(db, gateway)
  const first = await take(known && fits(known) ? known.sealed : null)
  if (first.trusted || first.sealed === null || first.sealed === known?.sealed) return first
  const current = { sealed: first.sealed, opened: unsealed(key, first.sealed) }
  seen.remember(db, gateway, current)
  return fits(current) ? take(current.sealed) : first
}

/**
 * One row about a gateway that calls: `sealed_secret`; `is_trusted`; and `is_stale`, whether it is to be written down that it called,
 * which is once a minute. `signedWith` is the sealed secret that the call is signed with; `openToUnlisted` tells whether one that is
 * not on the white list is trusted without.
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
