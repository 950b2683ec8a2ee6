/** Ends all shares of a sensor when it loses its owner. */
import { type Kysely, sql } from 'kysely'
import { statement } from '../../db/statement.ts'
import type { Tables } from '../../db/tables.ts'
import { endShares } from '../../sharing/end/end-shares.ts'

/**
 * Ends all shares inside a transaction that has locked the sensor, so that no new share can be made. `actor`: the
 * person who caused it, if not the owner.
 */
export async function endAllShares(
  trx: Kysely<Tables>,
  { sensor, owner }: { sensor: string; owner: number },
  ending: { action: 'unclaimed' | 'contested'; actor?: number },
) {
  const guests = await findGuests(trx, sensor)
  if (guests.length === 0) return
  const asks = guests.map(({ guest }, position) => ({ ...ending, sensor, guest, caller: owner, position, call: 0 }))
  await endShares(trx, JSON.stringify(asks))
}

const findGuests = statement<[sensor: string], { guest: string }>(
  'guests-of-sensor',
  sensor => sql`
    select (select email from people where id = guest_id) as guest from shares where sensor_id = ${sensor} order by guest`,
)
