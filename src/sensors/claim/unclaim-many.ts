/** Gives up several sensors at once. */
import { reaches } from '../../access/permission.ts'
import { atomically } from '../../db/atomic.ts'
import type { Database } from '../../db/open.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { unshare } from '../../sharing/end/unshare.ts'
import { nothingLeft } from '../../sharing/nothing-left.ts'
import { giveUp } from './unclaim.ts'

/** Maximum number of sensors in a call. */
const most = 100

/**
 * Ends the caller's claims of sensors, and their own shares of others: all, or none. One that they gave up or left
 * before is done already. Refuses with `tooMuch`, or with `notOwner` and the sensor's id.
 */
export async function unclaimMany(db: Database, caller: Caller, given: string[]): Promise<void> {
  // Everybody locks sensors in this order.
  const sensors = [...new Set(given)].sort()
  if (sensors.length > most) throw new Refusal('tooMuch', `A call names at most ${most} devices.`)
  await atomically(db, async trx => {
    for (const sensor of sensors) {
      if (reaches(caller, sensor)) {
        if (await giveUp(trx, { sensor, owner: caller.id, deleteData: false })) continue
        const [refusal] = await unshare(trx, caller, [{ sensor }])
        if (!refusal || (await nothingLeft(trx, caller, [sensor])).has(sensor)) continue
      }
      throw sensors.length === 1
        ? new Refusal('notOwner')
        : new Refusal('notOwner', `Nothing was changed, because of ${sensor}: ${new Refusal('notOwner').message}`)
    }
  })
}
