/** A person's passkeys: added, listed and removed on the account page. */
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Key } from '../../keys.ts'
import { lockOwner, recordAccountEvents } from '../../people/account-events.ts'
import type { Caller } from '../../people/caller.ts'
import { lockPerson } from '../../people/lock-person.ts'
import { Refusal } from '../../refusal.ts'
import { tellOfPasskey } from '../alerts.ts'
import { findEnded } from '../sessions/sessions.ts'
import { hashOf, makeChallenge, once, openChallenge } from '../sign-in/challenge.ts'
import { readAnswer, webauthn } from './answer.ts'
import type { Site } from './site.ts'

/** A passkey as its person sees it. */
export type Passkey = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null }

/** Maximum number of passkeys per person. */
export const mostPasskeys = 10

/** Creates what a browser needs to make a passkey: the options, and the sealed challenge. */
export async function offerPasskey(key: Key, site: Site, { id, email }: Caller, passkeys: Pick<Passkey, 'id'>[]) {
  const { generateRegistrationOptions } = await webauthn()
  const challenge = makeChallenge(key, 'add passkey', id)
  const options = await generateRegistrationOptions({
    rpName: 'sensor-share',
    rpID: site.id,
    userName: email,
    userID: Buffer.from(handleOf(id)),
    challenge: Buffer.from(challenge.text, 'base64url'),
    excludeCredentials: passkeys.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { options, challenge: challenge.sealed }
}

/** Returns what authenticators know a person by. It must not name them. */
export const handleOf = (person: number) => String(person)

/**
 * Adds the passkey that a browser has made. Only for callers with a session: a token that ends by itself must not leave
 * something that signs in later. Refuses with `needsSignIn`, `badToken`, `badPasskey` or, at the maximum, `passkeysFull`.
 */
export async function addPasskey(
  db: Database,
  key: Key,
  site: Site,
  caller: Caller,
  { name, challenge: sealed, response }: { name: string; challenge: string; response: string },
): Promise<void> {
  const { id: person, session } = caller
  if (session === undefined) throw new Refusal('needsSignIn')
  const challenge = openChallenge(key, 'add passkey', sealed)
  if (challenge?.person !== person) throw new Refusal('badPasskey')
  const made = await verifiedKey(site, challenge.text, response)
  if (!made) throw new Refusal('badPasskey')
  await db.transaction().execute(async trx => {
    await lockPerson(trx, person)
    // Signing out everywhere takes the same lock, so a session that it ended can't leave a passkey afterwards.
    if ((await findEnded(trx, [caller])).size > 0) throw new Refusal('badToken')
    const publicKey = Buffer.from(made.publicKey)
    const shown = name.toWellFormed()
    const [added] = await insert(
      trx,
      hashOf(challenge),
      challenge.ends,
      made.id,
      person,
      shown,
      publicKey,
      made.counter,
    )
    if (!added) throw new Refusal('badPasskey')
    if (added.others >= mostPasskeys) throw new Refusal('passkeysFull')
    await tellOfPasskey(trx, person, shown)
  })
}

async function verifiedKey(site: Site, expectedChallenge: string, response: string) {
  const { verifyRegistrationResponse } = await webauthn()
  return readAnswer<RegistrationResponseJSON, { id: string; publicKey: Uint8Array; counter: number }>(
    response,
    async answer => {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: answer,
        expectedChallenge,
        expectedOrigin: site.origin,
        expectedRPID: site.id,
        requireUserVerification: true,
      })
      return verified ? registrationInfo?.credential : undefined
    },
  )
}

// `others` doesn't count the new one: the subquery reads the statement's snapshot, taken before the insert.
const insert = statement<
  [hash: Buffer, ends: Date, id: string, person: number, name: string, publicKey: Buffer, counter: number],
  { others: number }
>(
  'add-passkey',
  (hash, ends, id, person, name, publicKey, counter) => sql`
    with person as materialized (
      select id from people where id = ${person}
    ),
    ${once(hash, ends)}
    insert into passkeys (id, person_id, name, public_key, counter)
    select ${id}, person.id, ${name}, ${publicKey}::bytea, ${counter}::bigint from person, once
    on conflict (id) do nothing
    returning (select count(*) from passkeys where person_id = ${person}) as others`,
)

/** Lists the caller's passkeys, newest first. */
export const listPasskeys = async (db: Database, { id }: Caller): Promise<Passkey[]> => find(db, id)

const find = statement<[person: number], Passkey>(
  'list-passkeys',
  person => sql`
    select id, name, created_at as "createdAt", last_used_at as "lastUsedAt"
    from passkeys
    where person_id = ${person}
    order by created_at desc, id`,
)

/** Removes a passkey of the caller; it signs in no more. Refuses with `noSuchPasskey`. */
export async function removePasskey(db: Database, { id: person }: Caller, id: string): Promise<void> {
  if ((await remove(db, person, id)).length === 0) throw new Refusal('noSuchPasskey')
}

const remove = statement<[person: number, id: string], { id: string }>(
  'remove-passkey',
  // The lock keeps an account that is being deleted from getting an event.
  (person, id) => sql`
    with ${lockOwner(sql`${person}`)},
    removed as (
      delete from passkeys where person_id = (select id from owner) and id = ${id} returning id, person_id, name
    ),
    recorded as (${recordAccountEvents(sql`
      select person_id, 'passkeyRemoved', null, null, jsonb_build_object('name', name) from removed`)}
    )
    select id from removed`,
)
