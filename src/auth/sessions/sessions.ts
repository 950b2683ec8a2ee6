/** A person's sessions: sign-ins that can be listed and ended. */
import { sql } from 'kysely'
import type { Database, Handle } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { lockOwner, recordAccountEvents } from '../../people/account-events.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { isUsed } from './session-use.ts'

/**
 * A session as the person sees it: `network` is where it was last used, if that is known; `current` is the one that
 * asks.
 */
export type Session = {
  id: string
  device: string
  network: string | null
  createdAt: Date
  lastAccessed: Date
  current: boolean
}

/** Tests whether a row of `access_keys` has not expired. */
export const isUnexpired = sql<boolean>`(access_keys.expires_at <= now()) is not true`

/** Tests whether a row of `access_keys` counts: it has not expired and is not switched off. */
export const isWorking = sql<boolean>`(${isUnexpired} and access_keys.disabled_at is null)`

/** Lists the caller's sessions, newest first. */
export async function listSessions(db: Database, { id, session }: Caller): Promise<Session[]> {
  return findSessions(db, id, session ?? null)
}

const findSessions = statement<[person: number, current: string | null], Session>(
  'list-sessions',
  (person, current) => sql`
    select
      id, device, network, created_at as "createdAt", last_accessed_at as "lastAccessed",
      (id = ${current}::uuid) is true as current
    from sessions
    where person_id = ${person} and ${isUsed}
    order by created_at desc, id`,
)

/**
 * Finds the callers who have lost access: their session or token ended, their key was revoked, switched off or expired, they signed out
 * everywhere or their account was deleted.
 */
export async function findEnded(db: Handle, callers: Caller[]): Promise<Set<Caller>> {
  const found = await findLive(db, callerRows(callers))
  const live = new Set(found.map(({ position }) => position))
  return new Set(callers.filter((caller, position) => !live.has(position) || isTokenOver(caller)))
}

/** Tests whether a caller's token has expired. */
export const isTokenOver = ({ tokenEnds = Number.POSITIVE_INFINITY }: Caller) => tokenEnds <= Date.now() / 1000

/** Writes callers as `liveCallers` reads them. */
export function callerRows(callers: Caller[]): string {
  const rows = callers.map(({ id, session, accessKey, tokenIssued }, position) => ({
    position,
    person: id,
    session,
    key: accessKey,
    issued: tokenIssued,
  }))
  return JSON.stringify(rows)
}

/**
 * Selects the positions of the callers who still have access; it knows nothing of expired tokens. Lateral lookups:
 * Postgres estimates 100 rows for any JSON list and would scan the table to join that many.
 */
export const liveCallers = (rows: string) => sql<{ position: number }>`
  select position
  from ${jsonRows(rows, 'position int, person bigint, session uuid, key text collate "C", issued float8')}
  cross join lateral (select tokens_from from people where id = person limit 1) as known
  left join lateral (
    select id from sessions where id = session and person_id = person and ${isUsed} limit 1
  ) as live on true
  left join lateral (select id from access_keys where id = key and person_id = person and ${isWorking} limit 1) as kept on true
  where (session is null or live.id is not null) and (key is null or kept.id is not null)
    and (issued < tokens_from) is not true`

const findLive = statement<[rows: string], { position: number }>('live-callers', liveCallers)

/** Ends one session of the caller, which also invalidates its token; refuses with `noSuchSession`. */
export async function endSession(db: Database, { id }: Caller, session: string): Promise<void> {
  const ended = await deleteSession(db, id, session)
  if (ended.length === 0) throw new Refusal('noSuchSession')
}

const deleteSession = statement<[person: number, session: string], { id: string }>(
  'end-session',
  (person, session) => sql`
    with ${lockOwner(sql`${person}`)},
    ended as (
      delete from sessions
      where person_id = (select id from owner) and id = ${session}::uuid
      returning id, person_id, device
    ),
    recorded as (${recordAccountEvents(sql`select person_id, 'sessionEnded', null, device, '{}' from ended`)})
    select id from ended`,
)

/** Ends all other sessions of the caller; returns how many. */
export async function endOtherSessions(db: Database, { id, session }: Caller): Promise<number> {
  return (await deleteOthers(db, id, session ?? null)).length
}

const deleteOthers = statement<[person: number, current: string | null], { id: string }>(
  'end-other-sessions',
  (person, current) => sql`
    with ${lockOwner(sql`${person}`)},
    ended as (
      delete from sessions
      where person_id = (select id from owner) and (id = ${current}::uuid) is not true
      returning id, person_id
    ),
    recorded as (${recordAccountEvents(sql`
      select person_id, 'othersEnded', null, null, jsonb_build_object('sessions', count(*)) from ended group by person_id`)})
    select id from ended`,
)
