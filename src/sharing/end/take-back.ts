/** Ends shares in a way that can be undone for a moment. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { isExpired, isPending } from '../../access/permission.ts'
import { atomically } from '../../db/atomic.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { nextLetter } from '../../mail/outbox.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { lockOwn } from '../lock-own.ts'
import type { Pair } from '../locked-share.ts'
import { unshare } from './unshare.ts'

/** Delay in seconds before the guests' letters may be sent. */
export const graceSeconds = 15

/** What became of a pair: whether its share waited for its guest, or why it did not end. */
export type Removed = Pair & { isPending: boolean; refusal: Refusal | undefined }

/** The pairs in their order, and the id for `restore`; without an id nothing has ended. */
export type Removal = { id: string | undefined; pairs: Removed[] }

/**
 * Ends shares of the caller's sensors, all in one transaction, and delays the letters by `graceSeconds`: one for each
 * guest. Every pair is judged alone: its refusal is `notOwner` or `noSuchGuest`.
 */
export async function takeBack(db: Database, caller: Caller, wanted: Pair[]): Promise<Removal> {
  const pairs = [...new Map(wanted.map(pair => [keyOf(pair), pair])).values()]
  // Naming themselves, the caller would leave.
  const asked = pairs.filter(({ guest }) => guest !== caller.email)
  const id = randomUUID()
  return atomically(db, async transaction => {
    await lockOwn(transaction, caller, [...new Set(asked.map(({ sensor }) => sensor))])
    const kept = new Map(
      (await keep(transaction, caller.id, id, JSON.stringify(asked))).map(row => [keyOf(row), row] as const),
    )
    const ends = asked.map(pair => {
      const letter = kept.get(keyOf(pair))?.letter
      return { ...pair, ...(letter !== undefined && { letter: { id: letter, wait: graceSeconds } }) }
    })
    const refusals = ends.length > 0 ? await unshare(transaction, caller, ends) : []
    const byPair = new Map(asked.map((pair, n) => [keyOf(pair), refusals[n]]))
    return {
      id: kept.size > 0 ? id : undefined,
      pairs: pairs.map(pair => ({
        ...pair,
        isPending: kept.get(keyOf(pair))?.isPending ?? false,
        refusal: pair.guest === caller.email ? new Refusal('noSuchGuest') : byPair.get(keyOf(pair)),
      })),
    }
  })
}

const keyOf = ({ sensor, guest }: Pair) => `${sensor} ${guest}`

/*
 * Keeps the rows of the shares. The sensors are locked, so the shares cannot change between this and their end. The ids
 * of letters are drawn before: all shares of a guest have the same.
 */
const keep = statement<[caller: number, removal: string, pairs: string], Pair & { isPending: boolean; letter: number }>(
  'keep-shares',
  (caller, removal, pairs) => sql`
    with found as materialized (
      select listed.sensor, listed.guest, shares.guest_id, shares.is_pending, shares.was
      from ${jsonRows(pairs, 'sensor text collate "C", guest text collate "C"')}
      cross join lateral (select id from sensors where id = listed.sensor and owner_id = ${caller} limit 1) as own
      cross join lateral (select id, joined_at from people where email = listed.guest limit 1) as people
      cross join lateral (
        select guest_id, ${isPending} as is_pending, jsonb_strip_nulls(to_jsonb(shares) - 'sensor_id' - 'guest_id') as was
        from shares
        where shares.sensor_id = own.id and shares.guest_id = people.id and ${isExpired} is not true
        limit 1
      ) as shares
    ),
    letter as materialized (
      select guest_id, ${nextLetter} as id from (select distinct guest_id from found order by guest_id) as guest
    ),
    kept as (
      insert into removed_shares (removal_id, sensor_id, guest_id, owner_id, letter_id, was)
      select ${removal}::uuid, sensor, guest_id, ${caller}, letter.id, was
      from found
      join letter using (guest_id)
      order by sensor, guest_id
    )
    select sensor, guest, is_pending as "isPending", letter.id as letter
    from found
    join letter using (guest_id)`,
)
