/** Gives back what was taken back a moment ago. */
import { sql } from 'kysely'
import { atomically } from '../../db/atomic.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import type { TakenBack } from '../end/take-back.ts'
import { share } from './share.ts'

/**
 * Shares again what `takeBack` ended, as it was, and as if nothing had happened: its guest is told nothing, unless they were told
 * of its end already. Refuses what `share` refuses, `badTerm` when its time is over, and `noSuchGuest` when the guest has left.
 */
export async function restore(db: Database, caller: Caller, { sensor, guest, letter, was }: TakenBack): Promise<void> {
  const { channels = null, scripting, note, starts_at, expires_at } = was
  const terms = { channels, scripting, note, startsAt: instant(starts_at), expiresAt: instant(expires_at) }
  if (terms.expiresAt && Date.parse(terms.expiresAt) <= Date.now()) throw new Refusal('badTerm')
  await atomically(db, async transaction => {
    const [withdrawn] = await withdraw(transaction, letter)
    const isTold = withdrawn?.tooLate ?? false
    const [verdict] = await share(transaction, caller, [{ sensor, guest, notify: isTold, ...terms }])
    if (verdict instanceof Refusal) throw verdict
    const [restored] = await putBack(transaction, sensor, JSON.stringify(was), isTold)
    // Somebody else may have the address by now.
    if (!restored) throw new Refusal('noSuchGuest')
  })
}

/** As `share` takes it. */
const instant = (text: string | undefined) => (text === undefined ? null : new Date(text).toISOString())

/** The letter about the end is obsolete, unless a courier has it already, or had. A pending share has none. */
const withdraw = statement<[letter: number], { tooLate: boolean }>(
  'withdraw-letter',
  letter => sql`
    with withdrawn as (
      update letters set state = 'obsolete', reason = 'shareRestored', due_at = now() + interval '30 days'
      where id = ${letter} and kind = 'unshared' and state in ('queued', 'held')
      returning id
    )
    select (select id from withdrawn) is null as "tooLate" from letters where id = ${letter} and kind = 'unshared'`,
)

// The sensor is locked since the share. A letter about it that nobody has taken yet was found obsolete if it was due meanwhile.
const putBack = statement<[sensor: string, was: string, isTold: boolean], { guest_id: number }>(
  'put-share-back',
  (sensor, was, isTold) => sql`
    with was as materialized (
      select * from jsonb_to_record(${was}::jsonb) as was (
        guest_id bigint, asked boolean, accepted_at timestamptz, created_at timestamptz, name text, picture text,
        updated_at timestamptz, letter_id bigint, paused_at timestamptz, warned_at timestamptz, resent_at timestamptz
      )
    ),
    queued_again as (
      update letters set state = 'queued', reason = null, due_at = now()
      where id = (select letter_id from was) and state = 'obsolete' and reason = 'shareEnded' and not ${isTold}::boolean
    )
    update shares set
      asked = was.asked, accepted_at = was.accepted_at, created_at = was.created_at, name = was.name, picture = was.picture,
      updated_at = was.updated_at, paused_at = was.paused_at, warned_at = was.warned_at, resent_at = was.resent_at,
      letter_id = case when ${isTold}::boolean then shares.letter_id else was.letter_id end
    from was
    where shares.sensor_id = ${sensor} and shares.guest_id = (select guest_id from was)
    returning shares.guest_id`,
)
