/** Ends a share in a way that can be undone for a moment. */
import { sql } from 'kysely'
import { isPending } from '../../access/permission.ts'
import { atomically } from '../../db/atomic.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { nextLetter } from '../../mail/outbox.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { lockedShare, type Pair } from '../locked-share.ts'
import { unshare } from './unshare.ts'

/** Delay in seconds before the guest's letter may be sent. */
export const graceSeconds = 15

/** An ended share, with what `restore` needs. `letter` is the id of the guest's letter about the end. */
export type TakenBack = Pair & { isPending: boolean; letter: number; was: Was }

/** What `restore` puts back: the row of the share without its sensor and without nulls, instants as text. */
export type Was = {
  guest_id: number
  channels?: string[]
  scripting: boolean
  note: string
  starts_at?: string
  expires_at?: string
  [column: string]: unknown
}

/** Ends a share of the caller's, and delays its letter by `graceSeconds`. Refuses with `notOwner` or `noSuchGuest`. */
export async function takeBack(db: Database, caller: Caller, { sensor, guest }: Pair): Promise<TakenBack> {
  if (guest === caller.email) throw new Refusal('noSuchGuest')
  return atomically(db, async transaction => {
    const [kept] = await keep(transaction, caller.id, sensor, guest)
    // No row found: `unshare` will refuse.
    const end = { sensor, guest, ...(kept && { letter: { id: kept.letter, wait: graceSeconds } }) }
    const [refusal] = await unshare(transaction, caller, [end])
    if (refusal) throw refusal
    if (!kept) throw new Refusal('noSuchGuest')
    return { sensor, guest, ...kept }
  })
}

// Under the locks, the row cannot change between this read and the end of the share.
const keep = statement<[caller: number, sensor: string, guest: string], Omit<TakenBack, keyof Pair>>(
  'keep-share',
  (caller, sensor, guest) => sql`
    with ${lockedShare(caller, sensor, guest)}
    select
      ${nextLetter} as letter, ${isPending} as "isPending", jsonb_strip_nulls(to_jsonb(shares) - 'sensor_id') as was
    from share as shares
    cross join guest as people`,
)
