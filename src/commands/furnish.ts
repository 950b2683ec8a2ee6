/** Sample data for the demo and for tests of the pages: people and measurements. */

import { identify } from '../auth/identify.ts'
import type { Database } from '../db/open.ts'
import type { Identified } from '../people/caller.ts'
import { type Climate, weekOf } from './weather.ts'

/** Creates a person who has joined. */
export async function someone(db: Database, email: string): Promise<Identified> {
  const person = await identify(db, { email })
  if (!person) throw new Error(`${email} is not an address`)
  return person
}

/** Gives a claimed sensor a week of measurements, and a history row if it has none. */
export async function rememberWeek(db: Database, sensor: string, place: Climate): Promise<void> {
  await db
    .insertInto('histories')
    .columns(['sensor_id', 'owner_id'])
    .expression(db.selectFrom('sensors').select(['id', 'owner_id']).where('id', '=', sensor))
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const heard = weekOf(place, sensor, Math.floor(Date.now() / 1000))
  const gateway = { gateway_id: 'F0:E1:D2:C3:B4:A5', coordinates: '60.1699,24.9384', rssi: -61, is_maskable: true }
  await db
    .insertInto('measurements')
    .values(heard.map(measured => ({ sensor_id: sensor, ...measured, ...gateway })))
    .execute()
}
