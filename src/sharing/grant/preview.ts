/** Decides of which addresses a preview tells an owner whether they have an account. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { atomically } from '../../db/atomic.ts'
import type { Handle } from '../../db/open.ts'
import { bytesIn, jsonRows, statement } from '../../db/statement.ts'
import { hashAddress, type Key } from '../../keys.ts'
import type { Caller } from '../../people/caller.ts'

/** Strange addresses a day of which previews tell an owner: as many as two sensors have guests. */
const mostStrangers = 20

/**
 * Finds the guests of whom a preview may tell the caller: themselves, everybody who has shared with them, was a guest of
 * theirs or declined, and a few others within 24 hours. An address that was told counts once.
 */
export async function whoMayBeTold(db: Handle, key: Key, caller: Caller, guests: string[]): Promise<Set<string>> {
  const rows = JSON.stringify(guests.map((email, position) => ({ position, email, hashes: hashAddress(key, email) })))
  const told = await atomically(db, async transaction => {
    await takeTurn(transaction, caller.id)
    return tell(transaction, caller.id, rows)
  })
  return new Set([caller.email, ...told.map(({ email }) => email)])
}

/** Makes an address that nobody has: judged in place of another one, it takes as long whoever has that. */
export const nobody = () => `${randomUUID()}@preview.invalid`

// A row of its own, not the owner's: a preview locks sensors afterwards, and others lock owners after sensors.
const takeTurn = statement<[owner: number], never>(
  'take-turn-of-preview',
  owner => sql`
    insert into throttles (key, tries, ends_at) values ('previews of ' || ${owner}::bigint, 1, now() + interval '1 day')
    on conflict (key) do update set ends_at = excluded.ends_at`,
)

const tell = statement<[owner: number, guests: string], { email: string }>(
  'tell-in-preview',
  (owner, guests) => sql`
    with guest as materialized (
      select
        position, listed.email, hashes, person.id,
        exists (select from declines where owner_id = ${owner} and guest = listed.email) as has_declined
      from ${jsonRows(guests, 'position int, email text collate "C", hashes jsonb')}
      left join lateral (select id from people where people.email = listed.email limit 1) as person on true
    ),
    judged as materialized (
      select
        position, email, decode(hashes ->> 0, 'hex') as hash,
        has_declined
          or exists (select from events where owner_id = ${owner} and guest_id = guest.id)
          or exists (select from events where owner_id = guest.id and guest_id = ${owner})
          or exists (
            select from shares join sensors on sensors.id = sensor_id where guest_id = guest.id and owner_id = ${owner}
          )
          or exists (
            select from shares join sensors on sensors.id = sensor_id where guest_id = ${owner} and owner_id = guest.id
          ) as is_known,
        exists (
          select from previewed_addresses
          where owner_id = ${owner} and hash = any (${bytesIn(sql`hashes`)}) and at > now() - interval '1 day'
        ) as is_told
      from guest
    ),
    strange as materialized (
      select email, hash from judged
      where not is_known and not is_told
      order by position
      limit (
        select greatest(0, ${sql.lit(mostStrangers)} - count(*)) from previewed_addresses
        where owner_id = ${owner} and at > now() - interval '1 day'
      )
    ),
    counted as (
      insert into previewed_addresses (owner_id, hash)
      select people.id, hash from strange join people on people.id = ${owner}
      on conflict (owner_id, hash) do update set at = excluded.at
    )
    select email from judged where is_known or is_told
    union all
    select email from strange`,
)
