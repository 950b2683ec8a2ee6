/** Decides whether a call really comes from the gateway that it names. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { type Key, SeenSecrets, seal, unsealed } from '../keys.ts'
import type { GatewayRules } from './gateways.ts'
import { keepOwnKey, makeOwnKey, ownKeyIn } from './own-key.ts'
import { deviceIdIn, isSignedWith, type SignedBody, type SignedCall } from './signature.ts'

/** A gateway's encrypted secrets, as stored. `sealed` is null if the gateway is not on the white list. */
type Sealed = { sealed: string | null; sealedKey: string | null }

/** Outcome of a call, with the gateway's current secrets. */
export type Taken = Sealed & { trusted: boolean }

/** Columns of a refused call and their values: see `is_refused` of `judged`. */
export const refusedColumns = sql`refused_at, refused_from`
export const refusedValues = (from: string) => sql`
  case when is_refused then now() end, case when is_refused then ${from}::text end`
/** Updates the row of a gateway that has called. A refused call says nothing about the gateway itself. */
export const noted = sql`
  last_seen_at = case when excluded.refused_at is null then excluded.last_seen_at else gateways.last_seen_at end,
  refused_at = coalesce(excluded.refused_at, gateways.refused_at),
  refused_from = coalesce(excluded.refused_from, gateways.refused_from)`

/**
 * The encrypted secrets that a signature relies on: `key` only if it was made with the gateway's own key. `known` are
 * those that it was compared with.
 */
export type Proof = { secret: string | null; key: string | null; known: { secret: string | null; key: string | null } }

/** Which gateways may call without a signature; `all` if the call has the right token. */
export type OpenTo = 'nobody' | 'unlisted' | 'all'

/** Returns who may call without a proof, by the rules and the token of a call. */
export const openTo = ({ isOpen }: Pick<GatewayRules, 'isOpen'>, { token }: Pick<SignedCall, 'token'>): OpenTo =>
  token === 'right' ? 'all' : isOpen ? 'unlisted' : 'nobody'

/** The secrets of a gateway as this process knows them; null: no secret of ours opens it, or it doesn't count. */
type Secrets = { sealed: string; secret: string | null; sealedKey: string | null; ownKey: string | null }

const knownSecrets = new SeenSecrets<Secrets>()

/**
 * Checks whether a call was signed with a secret of the gateway in it, as far as this process knows. Doesn't parse it,
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
  return signerOf(knownSecrets.get(db, gateway.toUpperCase()), { body, signature }) !== undefined
}

const gatewayInBody = /"(?:gw_mac|gwmac|DEVICE_ADDR)"\s*:\s*"([\dA-Fa-f:]{17})"/

/** Databases whose secrets this process has learned. */
const taught = new WeakSet<Database>()

async function learnSecrets(db: Database, key: Key): Promise<void> {
  for (const { id, ...found } of await findSecrets(db)) {
    if (isNew(found, knownSecrets.get(db, id))) knownSecrets.remember(db, id, openSecrets(key, found))
  }
}

const findSecrets = statement<[], { id: string; sealed: string; sealedKey: string | null }>(
  'find-gateway-secrets',
  () => sql`
    select id, sealed_secret as sealed, sealed_key as "sealedKey" from gateways
    where sealed_secret is not null
    order by last_seen_at desc nulls last
    limit 10000`,
)

const isNew = ({ sealed, sealedKey }: Sealed, known: Secrets | undefined) =>
  sealed !== known?.sealed || sealedKey !== known.sealedKey

function openSecrets(key: Key, { sealed, sealedKey }: { sealed: string; sealedKey: string | null }): Secrets {
  const secret = unsealed(key, sealed)
  const text = sealedKey === null ? null : unsealed(key, sealedKey)
  return { sealed, secret, sealedKey, ownKey: secret === null ? null : ownKeyIn(text, secret) }
}

/** What a call was signed with: the gateway's Device ID, another secret that it was allowed with, or its own key. */
type Signer = 'deviceId' | 'secret' | 'ownKey'

function signerOf(known: Secrets | undefined, signed: SignedBody): Signer | undefined {
  if (known?.ownKey && isSignedWith(known.ownKey, signed)) return 'ownKey'
  if (!known?.secret) return undefined
  const deviceId = deviceIdIn(known.secret)
  if (deviceId !== undefined && isSignedWith(deviceId, signed)) return 'deviceId'
  return deviceId !== known.secret && isSignedWith(known.secret, signed) ? 'secret' : undefined
}

function proofOf(known: Secrets | undefined, signer: Signer | undefined): Proof {
  const compared = { secret: known?.sealed ?? null, key: known?.sealedKey ?? null }
  if (!known || !signer) return { secret: null, key: null, known: compared }
  return { secret: known.sealed, key: signer === 'ownKey' ? known.sealedKey : null, known: compared }
}

/**
 * Processes a call of a gateway. `take` gets the encrypted secrets that its signature relies on, as far as this process
 * knows; the database decides whether they are the current ones (see `judged`). So a changed or removed secret counts at
 * once in every process. If this process knew older secrets, or none, `take` runs again.
 */
export async function takeSigned<Answer extends Taken>(
  db: Database,
  key: Key,
  gateway: string,
  signed: SignedCall,
  take: (proof: Proof) => Promise<Answer>,
): Promise<Answer> {
  // With the right token no signature is looked at.
  let known = signed.token === 'right' ? undefined : knownSecrets.get(db, gateway)
  let signer = signerOf(known, signed)
  let taken = await take(proofOf(known, signer))
  while (!taken.trusted && taken.sealed !== null && isNew(taken, known)) {
    known = openSecrets(key, { sealed: taken.sealed, sealedKey: taken.sealedKey })
    knownSecrets.remember(db, gateway, known)
    signer = signerOf(known, signed)
    taken = await take(proofOf(known, signer))
  }
  if (taken.trusted) {
    signed.forgive()
    if (known && signer === 'deviceId') await giveOwnKey(db, key, gateway, signed, known, taken.sealedKey)
  }
  return taken
}

/** Gives a gateway that signed with its Device ID the key that it signs with from now on; makes one if there is none. */
async function giveOwnKey(
  db: Database,
  key: Key,
  gateway: string,
  { give }: SignedCall,
  { sealed, secret }: Secrets,
  sealedKey: string | null,
): Promise<void> {
  if (secret === null) return
  let current = openSecrets(key, { sealed, sealedKey })
  if (!current.ownKey) {
    const [kept] = await keepOwnKey(db, gateway, sealed, sealedKey, seal(key, makeOwnKey(secret)))
    if (!kept) return
    current = openSecrets(key, { sealed, sealedKey: kept.sealedKey })
  }
  knownSecrets.remember(db, gateway, current)
  if (current.ownKey) give(current.ownKey)
}

/**
 * Selects one row about the calling gateway: `sealed_secret`, `sealed_key`, `is_trusted`, `is_refused` (it is on the white
 * list, and the call proves nothing), and `is_stale` (no such call was recorded in the last minute, so this one must be; a
 * refused one only if it was compared with the current secrets). `openTo` says whom to trust without a proof.
 */
export const judged = (gateway: string, { secret, key, known }: Proof, openTo: OpenTo) => sql`
  select
    sealed_secret, sealed_key, is_trusted, sealed_secret is not null and not is_trusted as is_refused,
    case
      when sealed_secret is not null and not is_trusted
        then (refused_at is null or refused_at < now() - interval '1 minute')
          and sealed_secret = ${known.secret} and sealed_key is not distinct from ${known.key}
      else last_seen_at is null or last_seen_at < now() - interval '1 minute'
        or (is_trusted and (admitted_at is null or admitted_at < now() - interval '1 minute'))
    end as is_stale
  from (
    select
      known.*,
      case
        when ${openTo}::text = 'all' then true
        when sealed_secret is null then ${openTo}::text = 'unlisted'
        else sealed_secret is not distinct from ${secret}
          and (${key}::text is null or sealed_key is not distinct from ${key})
      end as is_trusted
    from (select) as call
    left join (
      select sealed_secret, sealed_key, last_seen_at, admitted_at, refused_at from gateways where id = ${gateway}
    ) as known on true
  ) as call`
