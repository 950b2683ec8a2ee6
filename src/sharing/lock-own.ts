/** Locks sensors of their owner, so that nobody else changes their shares and services until the transaction is over. */
import { sql } from 'kysely'
import type { Handle } from '../db/open.ts'
import { listed, statement } from '../db/statement.ts'

/** Returns the ids of those that are the caller's. What the transaction reads from now on is as it is now. */
export async function lockOwn(transaction: Handle, { id }: { id: number }, sensors: string[]): Promise<string[]> {
  const locked = await lockAll(transaction, id, JSON.stringify(sensors.map(sensor => ({ sensor }))))
  return locked.map(({ id }) => id)
}

const lockAll = statement<[owner: number, sensors: string], { id: string }>(
  'lock-own-sensors',
  (owner, sensors) => sql`
    select sensor.id
    from (select sensor from ${listed(sensors, 'sensor text collate "C"')} order by sensor) as wanted
    cross join lateral (
      select id from sensors where id = wanted.sensor and owner_id = ${owner} for no key update
    ) as sensor`,
)
