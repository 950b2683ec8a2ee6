/** Access keys: programs sign their requests with them in the name of a person. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { ownOrShared } from '../access/permission.ts'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { type Key, seal } from '../keys.ts'
import { lockOwner, recordAccountEvents } from '../people/account-events.ts'
import type { Caller, Scope } from '../people/caller.ts'
import { lockPerson } from '../people/lock-person.ts'
import { Refusal } from '../refusal.ts'
import { tellOfKey } from './alerts.ts'
import { findEnded, isUnexpired } from './sessions/sessions.ts'

/** What a key may do, with which sensors (null: all), and until when (null: for ever), as ISO 8601. */
export type KeyLimits = { scope: Scope; sensors: string[] | null; expiresAt: string | null }

/** An access key as its owner sees it, without its secret. */
export type AccessKey = KeyLimits & {
  id: string
  name: string
  created: string
  lastUsed: string | null
  expired: boolean
  /** Whether its person has switched it off. */
  disabled: boolean
}

/** A new access key; its secret is shown only once. */
export type NewAccessKey = KeyLimits & { id: string; name: string; created: string; secret: string }

/** What its maker says about a new key; whatever is left out is not limited. */
export type WantedKey = { name: string } & { [Limit in keyof KeyLimits]?: KeyLimits[Limit] | undefined }

/** Maximum number of keys per person. */
const most = 20

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 100 random bits: an id is never issued twice, so it never refers to another secret. */
const makeId = () => Array.from(randomBytes(20), byte => letters[byte % letters.length]).join('')

/**
 * Makes the secret of a key. It holds no byte 00 and doesn't end in 0A: shells drop both when programs decode it. That
 * leaves 255.8 of 256 bits.
 */
export function makeSecret(random: (bytes: number) => Buffer = randomBytes): Buffer {
  for (;;) {
    const secret = random(32)
    if (!secret.includes(0) && secret.at(-1) !== 0x0a) return secret
  }
}

/** Checks whether a text has the form of a key id. */
export function isKeyId(text: string): boolean {
  return /^[A-Z2-7]{20}$/.test(text)
}

/**
 * Creates a key and returns it with its secret, which is never shown again. Only for callers with a token: a stolen key
 * must not be able to create keys that outlive it. Refuses with `needsSignIn`, `badKeyEnd`, `notVisible` (a sensor that
 * the caller can't see), or `keysFull` at the maximum.
 */
export async function createAccessKey(
  db: Database,
  sealing: Key,
  caller: Caller,
  wanted: WantedKey,
): Promise<NewAccessKey> {
  const { id: person, accessKey } = caller
  if (accessKey !== undefined) throw new Refusal('needsSignIn')
  const id = makeId()
  const secret = makeSecret().toString('base64')
  const name = wanted.name.toWellFormed()
  const sensors = wanted.sensors ? [...new Set(wanted.sensors.map(sensor => sensor.toUpperCase()))].sort() : null
  const limits = { scope: wanted.scope ?? 'all', sensors, expiresAt: wanted.expiresAt ? end(wanted.expiresAt) : null }
  const [row] = await db.transaction().execute(async trx => {
    await lockPerson(trx, person)
    // Signing out everywhere takes the same lock, so a session or token that it ended can't make a key afterwards.
    if ((await findEnded(trx, [caller])).size > 0) throw new Refusal('badToken')
    const [made] = await insert(trx, person, JSON.stringify({ id, name, sealed: seal(sealing, secret), ...limits }))
    if (made?.isPast) throw new Refusal('badKeyEnd')
    if (made?.isHidden) throw new Refusal('notVisible')
    if (made && made.others >= most) throw new Refusal('keysFull')
    await tellOfKey(trx, person, id, name)
    return [made]
  })
  if (!row?.createdAt) throw new Error('an insert returned no row')
  return { id, name, created: row.createdAt.toISOString(), secret, ...limits }
}

/** Writes an instant as every database reads it. A leap second, which the contract allows, is none for Date. */
function end(text: string): string {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) throw new Refusal('badKeyEnd')
  return at.toISOString()
}

type Made = { createdAt: Date | null; others: number; isPast: boolean; isHidden: boolean }

// `others` doesn't count the new key: the subquery reads the statement's snapshot, taken before the insert.
const insert = statement<[person: number, key: string], Made>(
  'create-access-key',
  (person, key) => sql`
    with wanted as materialized (
      select *
      from jsonb_to_record(${key}::jsonb) as wanted (
        id text, name text, sealed text, scope text, sensors text[], "expiresAt" timestamptz
      )
    ),
    verdict as materialized (
      select
        ("expiresAt" <= now()) is true as is_past,
        exists (
          select from unnest(sensors) as named (sensor)
          where not exists (${ownOrShared(person, null, sql`named.sensor collate "C"`)})
        ) as is_hidden
      from wanted
    ),
    made as (
      insert into access_keys (id, person_id, name, sealed_secret, scope, sensors, expires_at)
      select id, ${person}, name, sealed, scope, sensors, "expiresAt"
      from wanted
      cross join verdict
      where not is_past and not is_hidden
      returning created_at
    )
    select
      (select created_at from made) as "createdAt", is_past as "isPast", is_hidden as "isHidden",
      (select count(*) from access_keys where person_id = ${person}) as others
    from verdict`,
)

/** Lists the caller's keys, newest first, expired ones included; a key that is limited to sensors sees only itself. */
export async function listAccessKeys(db: Database, { id, accessKey, sensors }: Caller): Promise<AccessKey[]> {
  const found = await findKeys(db, id, (sensors && accessKey) ?? null)
  return found.map(({ createdAt, lastUsedAt, endsAt, ...key }) => ({
    ...key,
    created: createdAt.toISOString(),
    lastUsed: lastUsedAt?.toISOString() ?? null,
    expiresAt: endsAt?.toISOString() ?? null,
  }))
}

type Found = Omit<AccessKey, 'created' | 'lastUsed' | 'expiresAt'> & {
  createdAt: Date
  lastUsedAt: Date | null
  endsAt: Date | null
}

const findKeys = statement<[person: number, only: string | null], Found>(
  'list-access-keys',
  (person, only) => sql`
    select
      id, name, created_at as "createdAt", last_used_at as "lastUsedAt", scope, expires_at as "endsAt",
      not ${isUnexpired} as expired, disabled_at is not null as disabled,
      case when sensors is not null then array(
        select named.sensor
        from unnest(sensors) as named (sensor)
        where exists (${ownOrShared(person, null, sql`named.sensor collate "C"`)})
      ) end as sensors
    from access_keys
    where person_id = ${person} and (${only}::text is null or id = ${only})
    order by created_at desc, id`,
)

/**
 * Switches a key of the caller off or on, with immediate effect. Only for callers with a token: a stolen key must not
 * be able to switch others on. Refuses with `needsSignIn` or `noSuchKey`.
 */
export async function switchAccessKey(
  db: Database,
  { id: person, accessKey }: Caller,
  { id, enabled }: { id: string; enabled: boolean },
): Promise<void> {
  if (accessKey !== undefined) throw new Refusal('needsSignIn')
  if (!isKeyId(id)) throw new Refusal('noSuchKey')
  const [found] = await switchKey(db, person, id, enabled)
  if (!found?.isThere) throw new Refusal('noSuchKey')
}

const switchKey = statement<[person: number, id: string, enabled: boolean], { isThere: boolean }>(
  'switch-access-key',
  (person, id, enabled) => sql`
    with ${lockOwner(sql`${person}`)},
    switched as (
      update access_keys set disabled_at = case when not ${enabled}::boolean then now() end
      where person_id = (select id from owner) and id = ${id} and (disabled_at is null) <> ${enabled}::boolean
      returning id, person_id, name
    ),
    recorded as (${recordAccountEvents(sql`
      select
        person_id, case when ${enabled}::boolean then 'keyEnabled' else 'keyDisabled' end, null, null,
        jsonb_build_object('key', id, 'name', name)
      from switched`)})
    select exists (select from access_keys where person_id = ${person} and id = ${id}) as "isThere"`,
)

/**
 * Revokes a key of the caller with immediate effect. A key revokes only itself: a stolen one must not be able to stop the
 * others. Refuses with `needsSignIn` or `noSuchKey`.
 */
export async function revokeAccessKey(
  db: Database,
  { id: person, accessKey, sensors }: Caller,
  id: string,
): Promise<void> {
  if (!isKeyId(id) || (sensors && id !== accessKey)) throw new Refusal('noSuchKey')
  if (accessKey !== undefined && id !== accessKey) throw new Refusal('needsSignIn')
  const revoked = await deleteKey(db, person, id)
  if (revoked.length === 0) throw new Refusal('noSuchKey')
}

const deleteKey = statement<[person: number, id: string], { id: string }>(
  'revoke-access-key',
  (person, id) => sql`
    with ${lockOwner(sql`${person}`)},
    revoked as (
      delete from access_keys where person_id = (select id from owner) and id = ${id} returning id, person_id, name
    ),
    recorded as (${recordAccountEvents(sql`
      select person_id, 'keyRevoked', null, null, jsonb_build_object('key', id, 'name', name) from revoked`)})
    select id from revoked`,
)
