/** Suppressions of addresses that nobody here has any more: kept as keyed hashes, and found when an email is owed. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { bytesIn, jsonRows, statement } from '../db/statement.ts'
import { hashAddress, type Key } from '../keys.ts'

/**
 * Replaces suppressions of addresses without a person and without letters by hashes: of one address, or of up to 500.
 * A lifted one removes the hash of an older one. Returns how many were replaced.
 */
export async function hashSuppressions(db: Database, key: Key, email: string | null = null): Promise<number> {
  const found = await findUnowned(db, email)
  if (found.length === 0) return 0
  const rows = found.map(({ email }) => ({ email, hashes: hashAddress(key, email) }))
  return (await replace(db, JSON.stringify(rows))).length
}

const isUnowned = sql`
  not exists (select from people where people.email = suppressed_addresses.email)
  and not exists (select from letters where recipient = suppressed_addresses.email)`

const findUnowned = statement<[email: string | null], { email: string }>(
  'unowned-suppressions',
  email => sql`
    select email from suppressed_addresses
    where (${email}::text is null or email = ${email}::text) and ${isUnowned}
    order by email
    limit 500`,
)

const replace = statement<[rows: string], { email: string }>(
  'hash-suppressions',
  rows => sql`
    with listed as materialized (
      select email, hashes from ${jsonRows(rows, 'email text collate "C", hashes jsonb')}
    ),
    gone as (
      delete from suppressed_addresses
      where email = any (array(select email from listed)) and ${isUnowned}
      returning email, reason, at, is_lifted
    ),
    lifted as (
      delete from suppressed_hashes
      using gone join listed on listed.email = gone.email
      where is_lifted and suppressed_hashes.at < gone.at and suppressed_hashes.hash = any (${bytesIn(sql`listed.hashes`)})
    ),
    kept as (
      insert into suppressed_hashes (hash, reason, at)
      select decode(hashes ->> 0, 'hex'), reason, at from gone join listed on listed.email = gone.email
      where not is_lifted
      order by 1
      on conflict (hash) do update set reason = excluded.reason, at = greatest(suppressed_hashes.at, excluded.at)
    )
    select email from gone`,
)

/** Finds addresses that are suppressed by a hash, and makes them rows again; returns them with the reasons. */
export async function recallSuppressions(
  db: Database,
  key: Key,
  emails: string[],
): Promise<{ email: string; reason: string }[]> {
  const rows = [...new Set(emails)].flatMap(email => hashAddress(key, email).map(hash => ({ email, hash })))
  return rows.length > 0 ? recall(db, JSON.stringify(rows)) : []
}

const recall = statement<[rows: string], { email: string; reason: string }>(
  'recall-suppressions',
  rows => sql`
    with listed as materialized (
      select email, decode(hash, 'hex') as hash from ${jsonRows(rows, 'email text collate "C", hash text')}
    ),
    found as (
      delete from suppressed_hashes where hash = any (array(select hash from listed)) returning hash, reason, at
    ),
    known as materialized (
      select distinct on (email) email, reason, at from found join listed using (hash) order by email, at desc
    ),
    recalled as (
      insert into suppressed_addresses (email, reason, at) select email, reason, at from known
      on conflict (email) do nothing
    )
    select email, reason from known`,
)
