/** Sample data for the demo and for tests of the pages: people and measurements. */

import { sql } from 'kysely'
import { identify } from '../auth/identify.ts'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import type { Identified } from '../people/caller.ts'
import { type Climate, weatherOf } from './weather.ts'

/** Creates a person who has joined. */
export async function someone(db: Database, email: string): Promise<Identified> {
  const person = await identify(db, { email })
  if (!person) throw new Error(`${email} is not an address`)
  return person
}

/** Gives a claimed sensor a week of measurements. */
export const rememberWeek = (db: Database, sensor: string, place: Climate) => remember(db, sensor, place, 7)

/** Gives a claimed sensor some days of measurements, and a history row if it has none. */
export async function remember(db: Database, sensor: string, place: Climate, days: number): Promise<void> {
  await db
    .insertInto('histories')
    .columns(['sensor_id', 'owner_id'])
    .expression(db.selectFrom('sensors').select(['id', 'owner_id']).where('id', '=', sensor))
    .onConflict(conflict => conflict.doNothing())
    .execute()
  await insert(db, sensor, JSON.stringify(weatherOf(place, sensor, Math.floor(Date.now() / 1000), days)))
}

const insert = statement<[sensor: string, heard: string], never>(
  'furnish-measurements',
  (sensor, heard) => sql`
    insert into measurements (sensor_id, at, data, gateway_id, coordinates, rssi, is_maskable)
    select ${sensor}, at, data, 'F0:E1:D2:C3:B4:A5', '60.1699,24.9384', -61, true
    from ${jsonRows(heard, 'at bigint, data text')}`,
)
