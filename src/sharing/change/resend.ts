/** Sends the letter of a share again. */

import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { instantText, nextLetter, owe } from '../../mail/outbox.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { Refusal, tooMany } from '../../refusal.ts'
import { nameDetail, recordEvents } from '../books.ts'
import { isLockedShare, lockedShare, type Pair, requireShare } from '../locked-share.ts'

/**
 * Owes the guest a new letter about a share. Refuses with `notOwner` (also if there is no such sensor), `noSuchGuest`,
 * or `tooMany` within an hour of the last resend.
 */
export async function resend(db: Database, caller: Caller, { sensor, guest }: Pair): Promise<void> {
  if (!reaches(caller, sensor)) throw new Refusal('notOwner')
  const { wait } = requireShare(await send(db, caller.id, sensor, guest, caller.language ?? null))
  if (wait) throw tooMany(wait)
}

// Of two calls at once, the second sees what the first wrote, because of the locks. The share then names its new letter,
// which makes the old one obsolete if that is still queued.
const send = statement<
  [caller: number, sensor: string, guest: string, language: string | null],
  { isShared: boolean; wait: number | null }
>(
  'resend-letter',
  (caller, sensor, guest, language) => sql`
    with ${lockedShare(caller, sensor, guest)},
    verdict as materialized (
      select guest_id, extract(epoch from resent_at + interval '1 hour' - now())::float8 as wait from share
    ),
    sent as (
      update shares set resent_at = now(), letter_id = ${nextLetter}
      from verdict
      where ${isLockedShare} and (verdict.wait > 0) is not true
      returning shares.*
    ),
    ${recordEvents(sql`
      select sensor_id, ${caller}, guest_id, ${caller}, 'resent', ${nameDetail(sql`sensor.name`)} from sent cross join sensor`)},
    owed as (${owe(
      sql`
        select
          case when guest.joined_at is null then 'invitation' else 'shared' end as kind, 0 as call, guest.email as recipient,
          (select email from people where id = ${caller}) as sender, sensor_id, sensor.name, 0 as position, letter_id, note,
          case when starts_at > now() then starts_at end as starts_at, expires_at, asked and accepted_at is null as waits
        from sent
        cross join sensor
        cross join guest`,
      {
        note: sql`nullif(min(note), '')`,
        startsAt: instantText(sql`min(starts_at)`),
        expiresAt: instantText(sql`min(expires_at)`),
        asked: sql`case when bool_or(waits) then true end`,
        language: sql`${language}::text`,
      },
    )})
    select guest_id is not null as "isShared", case when wait > 0 then wait end as wait from sensor left join verdict on true`,
)
