/** Gives up several sensors at once. */
import { sql } from 'kysely'
import { atomically } from '../../db/atomic.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { type Caller, reaches } from '../../people/caller.ts'
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
  const sensors = [...new Set(given)].sort()
  if (sensors.length > most) throw new Refusal('tooMuch', `A call names at most ${most} devices.`)
  await atomically(db, async trx => {
    // All of them before any person: the end of a share locks people, and everybody locks those after sensors.
    await lockAll(trx, caller.id, JSON.stringify(sensors.map(sensor => ({ sensor }))))
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

// Only what the caller owns or uses: nobody locks others' sensors by naming them.
const lockAll = statement<[person: number, sensors: string], { id: string }>(
  'lock-sensors-to-give-up',
  (person, sensors) => sql`
    select id from sensors
    where id = any (array(select sensor from ${jsonRows(sensors, 'sensor text collate "C"')}))
      and (owner_id = ${person} or exists (select from shares where sensor_id = sensors.id and guest_id = ${person}))
    order by id
    for update`,
)
