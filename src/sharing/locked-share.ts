/** Locks one share, for the statements that change it or end it. */
import { sql } from 'kysely'
import { isExpired } from '../access/permission.ts'
import { Refusal } from '../refusal.ts'

/** One sensor and one guest of it. */
export type Pair = { sensor: string; guest: string }

/**
 * Locks the caller's sensor, then its share with the guest, as every statement does. Adds the expressions `sensor` (no
 * row unless the caller owns it), `guest`, and `share` (no row if there is none or it has expired) in its newest version.
 */
export const lockedShare = (caller: number, sensor: string, guest: string) => sql`
  sensor as materialized (
    select id, owner_id, name from sensors where id = ${sensor} and owner_id = ${caller} for no key update
  ),
  guest as materialized (
    select id, email, joined_at from people where email = ${guest}
  ),
  share as materialized (
    select locked.*
    from sensor
    cross join guest
    cross join lateral (
      select *
      from shares
      where shares.sensor_id = sensor.id and shares.guest_id = guest.id and ${isExpired} is not true
      for no key update
    ) as locked
  )`

/** Tests whether a row of `shares` is the locked one, for an update. */
export const isLockedShare = sql`(
  shares.sensor_id = (select id from sensor) and shares.guest_id = (select id from guest)
)`

/**
 * Returns what a statement answered about a locked share. Refuses with `notOwner` if there is no answer, and with
 * `noSuchGuest` if there is no share.
 */
export function requireShare<Answer extends { isShared: boolean }>([answer]: Answer[]): Answer {
  if (!answer) throw new Refusal('notOwner')
  if (!answer.isShared) throw new Refusal('noSuchGuest')
  return answer
}
