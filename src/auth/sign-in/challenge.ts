/** Challenges: what a browser must answer within minutes and only once, sealed so that only we could have made it. */
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Key, seal, unsealed } from '../../keys.ts'

/** What a challenge is for. It counts for nothing else. */
export type Purpose = 'add passkey' | 'use passkey'

/** An opened challenge; `person` is who may answer it, null: anybody. */
export type Challenge = { text: string; ends: Date; person: number | null }

/** Milliseconds in which a challenge must be answered. */
export const challengeMs = 5 * 60_000

/** Creates a challenge for somebody (null: for anybody), and the sealed text that the browser sends back with its answer. */
export function makeChallenge(
  key: Key,
  purpose: Purpose,
  person: number | null,
  ends = Date.now() + challengeMs,
): { text: string; sealed: string } {
  const text = randomBytes(32).toString('base64url')
  return { text, sealed: seal(key, JSON.stringify({ purpose, person, text, ends })) }
}

/** Opens a sealed challenge; undefined if we did not make it for this purpose. The database decides if it still counts. */
export function openChallenge(key: Key, purpose: Purpose, sealed: string): Challenge | undefined {
  const text = unsealed(key, sealed)
  if (text === null) return undefined
  const kept = JSON.parse(text)
  return kept.purpose === purpose ? { text: kept.text, ends: new Date(kept.ends), person: kept.person } : undefined
}

/** Hashes a challenge for `once`. */
export const hashOf = ({ text }: Pick<Challenge, 'text'>): Buffer => createHash('sha256').update(text).digest()

/**
 * CTE `once`: uses up a challenge, after the CTE `person` has locked a row. It is empty if the challenge is too old, or
 * was used before in any process.
 */
export const once = (hash: Buffer, ends: Date) => sql`
  once as (
    insert into used_challenges (hash, expires_at)
    select ${hash}::bytea, ${ends}::timestamptz
    where ${ends}::timestamptz > now() and exists (select from person)
    on conflict (hash) do nothing
    returning hash
  )`
