/** What the benches ask about: people, sensors and shares, all known by number, and a database filled with them. */
import { sql } from 'kysely'
import type { Database } from '../../src/db/open.ts'

/**
 * Sensor n is of owner n % owners, and lent to five guests. Newcomers are people with whom nobody shares yet; the product shares with some
 * of them, pgbench with others, so that neither meets what the other did.
 */
export type World = { sensors: number; owners: number; guests: number; newcomers: number; observed: number }

const lent = 5

/** A whole number of people for each sensor; `observed` owners have sensors that measure. */
export function worldOf(scale: number): World {
  const owners = Math.max(20, Math.round(scale / 5))
  const sensors = owners * 5
  return {
    sensors,
    owners,
    guests: owners * 4,
    newcomers: Math.min(20_000, sensors),
    observed: Math.min(400, owners),
  }
}

// Decimal digits are hex digits, too.
export const macOf = (sensor: number) =>
  String(sensor)
    .padStart(12, '0')
    .replace(/..(?!$)/g, '$&:')
export const macInSql = (sensor: string) => `to_char(${sensor}, 'FM00:00:00:00:00:00')`

export const ownerEmail = (owner: number) => `owner${owner}@example.com`
export const guestEmail = (guest: number) => `guest${guest}@example.com`
/** Each contender shares with newcomers of its own: the product with `ours`, pgbench with `theirs`, the server by hand with `hands`. */
export type Side = 'ours' | 'theirs' | 'hands'
export const newcomerEmail = (side: Side, newcomer: number) => `${side}${newcomer}@example.com`

/** The session of a person by their number: owners first, then guests. */
export const sessionOf = (person: number) => `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`

/** Far apart, so that the guests of a sensor are not neighbours in the tables. */
const apart = 7919

/** Which guest has a sensor: each sensor has `lent` of them, by their turn. */
export const guestOf = ({ guests }: World, share: number) => (share * apart) % guests

export const sharesOf = ({ sensors }: World) => sensors * lent
export const sensorOf = (share: number) => Math.floor(share / lent)

/** How many pairs of a sensor and a newcomer there are. */
export const pairsOf = ({ sensors, newcomers }: World) => sensors * newcomers

/** The step from one new pair of a sensor and a newcomer to the next: it comes by all pairs before it meets one again. */
export function stepOf(world: World): number {
  const pairs = pairsOf(world)
  const divides = (a: number, b: number): number => (b === 0 ? a : divides(b, a % b))
  let step = Math.floor(pairs * 0.381966)
  while (divides(pairs, step) !== 1) step++
  return step
}

/** Seconds between two measurements of a sensor, and how many there are. */
const interval = 300
export const measured = 100
export const frame = '0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B'

/** Fills a new, migrated database. As few words as possible are told the server: it makes the rows itself. */
export async function fill(db: Database, world: World) {
  const { sensors, owners, guests, newcomers, observed } = world
  const numbers = (count: number) => `generate_series(0, ${count - 1}) as n`
  await sql.raw('update plans set max_shares = 1e9, max_shares_per_sensor = 1e9').execute(db)
  const texts = [
    `insert into people (email, joined_at, share_count, claim_count)
     select 'owner' || n || '@example.com', now(), ${lent * (sensors / owners)}, ${sensors / owners} from ${numbers(owners)} order by n`,
    `insert into people (email, joined_at) select 'guest' || n || '@example.com', now() from ${numbers(guests)} order by n`,
    // Every other newcomer has joined.
    `insert into people (email, joined_at)
     select who || n || '@example.com', case when n % 2 = 0 then now() end
     from ${numbers(newcomers)}, (values ('ours'), ('theirs'), ('hands')) as whose (who) order by who, n`,
    // Seen just now, for as long as the bench takes: a session is written to once a minute, which is not what is measured.
    `insert into sessions (id, person_id, last_accessed_at)
     select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, n + 1, now() + interval '1 day' from ${numbers(owners + guests)}`,
    `insert into sensors (id, owner_id, name, share_count)
     select ${macInSql('n')}, n % ${owners} + 1, 'Sensor ' || n, ${lent} from ${numbers(sensors)}`,
    // Some of them on terms.
    `insert into shares (sensor_id, guest_id, name, channels, scripting, expires_at, asked, accepted_at)
     select
       ${macInSql(`n / ${lent}`)}, ${owners} + 1 + (n::bigint * ${apart}) % ${guests}, 'Sensor',
       case when n % 3 = 0 then array['temperature', 'humidity'] end, n % 2 = 0,
       case when n % 4 = 0 then now() + interval '1 year' end, n % 5 = 0, case when n % 5 = 0 then now() end
     from ${numbers(sensors * lent)}`,
    `insert into events (action, sensor_id, owner_id, guest_id, actor_id, at)
     select 'shared', sensor_id, owner_id, guest_id, owner_id, now() - interval '1 day'
     from shares join sensors on sensors.id = sensor_id`,
    `insert into histories (sensor_id, owner_id) select id, owner_id from sensors`,
    `insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
     select id, floor(extract(epoch from now())) - n * ${interval}, -60, 'F0:E1:D2:C3:B4:A5', true, '${frame}'
     from sensors, ${numbers(measured)} where owner_id <= ${observed}`,
  ]
  await db.transaction().execute(async trx => {
    // Without triggers: nobody needs to check a million times that what we write fits together.
    await sql.raw('set local session_replication_role = replica').execute(trx)
    for (const text of texts) await sql.raw(text).execute(trx)
  })
  await sql.raw('vacuum analyze').execute(db)
  await sql.raw('checkpoint').execute(db)
}

/** What there is one more of for every share that begins; it takes a while to count. */
export async function countRows(db: Database): Promise<Record<string, number>> {
  const { rows } = await sql
    .raw<Record<string, number>>(`
    select
      (select count(*) from shares) as "shares", (select count(*) from events) as "events", (select count(*) from letters) as "letters",
      (select sum(share_count)::bigint from sensors) as "shares counted by sensors",
      (select sum(share_count)::bigint from people) as "shares counted by owners"`)
    .execute(db)
  return rows[0] ?? {}
}
