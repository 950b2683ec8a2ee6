/** A database with so many people, sensors and shares that a plan which reads a table as a whole shows. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../../src/db/tables.ts'

/** How many people, sensors and shares there are. */
export const size = 10_000

type Choices = {
  /** Length of the sensors' ids: 6 for Ruuvi's, 8 for devices. */
  octets?: 6 | 8
  /** When person n joined. */
  joinedAt?: RawBuilder<unknown>
  /** Further columns of the shares, computed from their sensor. */
  shares?: Record<string, RawBuilder<unknown>>
}

/** Makes people, sensors, shares and their events: sensor n belongs to person n and is shared with person n + 1. */
export async function fillShares(
  db: Kysely<Tables>,
  { octets = 6, joinedAt = sql`now()`, shares = {} }: Choices = {},
): Promise<void> {
  const numbers = sql`generate_series(1, ${sql.lit(size)}) as n`
  const columns = sql.join(['sensor_id', 'guest_id', ...Object.keys(shares)].map(name => sql.ref(name)))
  const values = sql.join([sql`id`, sql`owner_id % ${sql.lit(size)} + 1`, ...Object.values(shares)])
  const statements = [
    sql`
      insert into people (email, joined_at, share_count)
      select 'person' || n || '@example.com', ${joinedAt}, 1 from ${numbers}`,
    sql`insert into sensors (id, owner_id, share_count) select ${sensorId(octets)}, n, 1 from ${numbers}`,
    sql`insert into shares (${columns}) select ${values} from sensors`,
    sql`
      insert into events (action, sensor_id, owner_id, guest_id)
      select 'shared', sensor_id, owner_id, guest_id from shares join sensors on sensors.id = sensor_id`,
  ]
  for (const statement of statements) await statement.execute(db)
}

/** Person n. */
export const person = (id: number) => ({ id, email: `person${id}@example.com` })

/** The id of sensor n. */
export const sensorOf = (n: number, octets: 6 | 8 = 6) =>
  n
    .toString(16)
    .toUpperCase()
    .padStart(octets * 2, '0')
    .replace(/..(?!$)/g, '$&:')

/** The same in SQL, of a column `n`. */
export const sensorId = (octets: 6 | 8 = 6) =>
  sql`upper(regexp_replace(lpad(to_hex(n), ${sql.lit(octets * 2)}, '0'), '..(?!$)', '\\&:', 'g'))`
