/** Takes a share back in a way that can be undone for a moment. */
import { sql } from 'kysely'
import { isExpired, isPending } from '../../access/permission.ts'
import { atomically } from '../../db/atomic.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { nextLetter } from '../../mail/outbox.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { unshare } from './unshare.ts'

/** For so many seconds nobody is told of it. */
export const graceSeconds = 15

/** A share that was taken back: what `restore` needs to know of it. `letter` would tell its guest of its end. */
export type TakenBack = { sensor: string; guest: string; isPending: boolean; letter: number; was: Was }

/** The row as it was, by the names of its columns, with instants as text; what was null is left out. */
export type Was = {
  guest_id: number
  channels?: string[]
  scripting: boolean
  note: string
  starts_at?: string
  expires_at?: string
  [column: string]: unknown
}

/** Ends a share of the caller's at once; the letter about it is kept back. Refuses with `notOwner` or `noSuchGuest`. */
export async function takeBack(
  db: Database,
  caller: Caller,
  { sensor, guest }: { sensor: string; guest: string },
): Promise<TakenBack> {
  if (guest === caller.email) throw new Refusal('noSuchGuest')
  return atomically(db, async transaction => {
    const [kept] = await keep(transaction, caller.id, sensor, guest)
    // Without a letter's id there is nothing that could be undone, and so nothing is done.
    const end = { sensor, guest, ...(kept && { letter: { id: kept.letter, wait: graceSeconds } }) }
    const [refusal] = await unshare(transaction, caller, [end])
    if (refusal) throw refusal
    if (!kept) throw new Refusal('noSuchGuest')
    return { sensor, guest, ...kept }
  })
}

// Locked like a change of it: as it is read it stays until it is ended.
const keep = statement<[caller: number, sensor: string, guest: string], Omit<TakenBack, 'sensor' | 'guest'>>(
  'keep-share',
  (caller, sensor, guest) => sql`
    with sensor as materialized (
      select id from sensors where id = ${sensor} and owner_id = ${caller} for no key update
    )
    select ${nextLetter} as letter, ${isPending} as "isPending", jsonb_strip_nulls(to_jsonb(shares)) as was
    from sensor
    cross join (select id, joined_at from people where email = ${guest}) as people
    cross join lateral (
      select
        guest_id, asked, accepted_at, created_at, name, picture, updated_at, channels, letter_id, scripting, note, starts_at,
        expires_at, paused_at, warned_at, resent_at
      from shares
      where shares.sensor_id = sensor.id and shares.guest_id = people.id and ${isExpired} is not true
      for no key update
    ) as shares`,
)
