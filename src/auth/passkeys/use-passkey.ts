/** Signs people in with a passkey. */
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Key } from '../../keys.ts'
import { unknownDevice } from '../../people/device-name.ts'
import { Refusal } from '../../refusal.ts'
import { hashOf, makeChallenge, once, openChallenge } from '../sign-in/challenge.ts'
import { enter, entered, type SignedIn } from '../sign-in/enter.ts'
import { readAnswer, webauthn } from './answer.ts'
import { handleOf } from './passkeys.ts'
import type { Site } from './site.ts'

/**
 * Creates what a browser needs to use a passkey: the options, and the sealed challenge. They name no passkey, so they
 * are the same for everybody.
 */
export function askForPasskey(key: Key, site: Site) {
  const { text, sealed } = makeChallenge(key, 'use passkey', null)
  return { options: { challenge: text, rpId: site.id, userVerification: 'required' }, challenge: sealed }
}

/**
 * Opens a session for the person of a passkey. A challenge counts once. Refuses with `badPasskey`, for whatever reason:
 * the answer must not tell whether a passkey exists.
 */
export async function usePasskey(
  db: Database,
  key: Key,
  site: Site,
  { challenge: sealed, response }: { challenge: string; response: string },
  network: string,
  device = unknownDevice,
): Promise<SignedIn> {
  const challenge = openChallenge(key, 'use passkey', sealed)
  const used = challenge && (await verified(db, site, challenge.text, response))
  if (!used) throw new Refusal('badPasskey')
  const [person] = await signIn(db, used.id, used.counter, hashOf(challenge), challenge.ends, network, device)
  if (!person?.email) throw new Refusal('badPasskey')
  return person
}

type Kept = { person: number; publicKey: Buffer; counter: number }

async function verified(db: Database, site: Site, expectedChallenge: string, response: string) {
  const id = await readAnswer<{ id?: unknown }, string>(response, async ({ id }) =>
    typeof id === 'string' ? id : undefined,
  )
  const [kept] = id ? await find(db, id.replaceAll('\0', '')) : []
  if (!id || !kept) return undefined
  const { verifyAuthenticationResponse } = await webauthn()
  return readAnswer<AuthenticationResponseJSON, { id: string; counter: number }>(response, async answer => {
    const { userHandle } = answer.response
    if (userHandle && Buffer.from(userHandle, 'base64url').toString() !== handleOf(kept.person)) return undefined
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      // Throws if the counter did not grow: then the passkey may have been copied.
      credential: { id, publicKey: new Uint8Array(kept.publicKey), counter: kept.counter },
      requireUserVerification: true,
    })
    return verified ? { id, counter: authenticationInfo.newCounter } : undefined
  })
}

const find = statement<[id: string], Kept>(
  'find-passkey',
  id => sql`select person_id as person, public_key as "publicKey", counter from passkeys where id = ${id}`,
)

// Locks the person before the passkey, in the order of deleting an account.
const signIn = statement<
  [id: string, counter: number, hash: Buffer, ends: Date, network: string, device: string],
  SignedIn
>(
  'use-passkey',
  (id, counter, hash, ends, network, device) => sql`
    with person as materialized (
      select id, email from people where id = (select person_id from passkeys where id = ${id}) for no key update
    ),
    ${once(hash, ends)},
    used as (
      update passkeys set counter = ${counter}::bigint, last_used_at = now()
      from person
      where passkeys.id = ${id} and person_id = person.id and exists (select from once)
        and (counter < ${counter}::bigint or (counter = 0 and ${counter}::bigint = 0))
      returning person.email
    ),
    ${enter(network, device)}
    select ${entered}`,
)
