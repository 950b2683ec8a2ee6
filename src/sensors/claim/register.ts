/** Registers the secret that came with a sensor. */
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { bytesIn, statement } from '../../db/statement.ts'
import { hashSecret, type Key } from '../../keys.ts'
import { Refusal } from '../../refusal.ts'

/** Stores the keyed hash of a sensor's secret. Refuses with `alreadyRegistered` if another secret is stored. */
export async function registerSensor(db: Database, key: Key, sensor: string, secret: string): Promise<void> {
  const [kept] = await keepSecret(db, sensor, JSON.stringify(hashSecret(key, sensor, secret)))
  if (!kept?.same) throw new Refusal('alreadyRegistered')
}

const keepSecret = statement<[sensor: string, hashes: string], { same: boolean }>(
  'register-sensor',
  (sensor, hashes) => sql`
    insert into sensor_secrets as registered (sensor_id, hash) values (${sensor}, decode(${hashes}::jsonb ->> 0, 'hex'))
    -- The update returns the existing row, even one that was committed after this statement's snapshot.
    on conflict (sensor_id) do update set
      hash = case when registered.hash = any (${bytesIn(hashes)}) then excluded.hash else registered.hash end,
      registered_at = case when registered.hash = any (${bytesIn(hashes)}) then now() else registered.registered_at end
    returning hash = decode(${hashes}::jsonb ->> 0, 'hex') as same`,
)
