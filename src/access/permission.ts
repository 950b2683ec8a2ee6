/** SQL fragments that decide which sensors a person may see, and whether a share gives access. */
import { type RawBuilder, sql } from 'kysely'

/**
 * Tests whether a share has expired. An expired share gives no access. Housekeeping deletes it, or the next statement
 * that changes shares of its sensor, which does so before it checks limits.
 */
export const isExpired = sql<boolean>`shares.expires_at <= now()`

/** Tests whether a share is pending: its guest has not joined, or was asked and has not accepted. */
export const isPending = sql<boolean>`(people.joined_at is null or (shares.asked and shares.accepted_at is null))`

/** States of a share that has not expired; only a live share gives access. */
export type State = 'pending' | 'paused' | 'scheduled' | 'live'

/** Computes the state from a row of shares and its guest's row of people. */
export const state = sql<State>`
  case
    when ${isPending} then 'pending'
    when shares.paused_at is not null then 'paused'
    when shares.starts_at > now() then 'scheduled'
    else 'live'
  end`

/** Tests whether a share gives its guest access at this second. */
export const isLive = sql<boolean>`
  (not ${isPending} and shares.paused_at is null and (shares.starts_at > now()) is not true and ${isExpired} is not true)`

/**
 * How a person sees a sensor. With role `public` they learn neither the owner's address nor the location. `channels`
 * lists what a guest may see; null: everything.
 */
export type Sight = { role: 'owner' | 'guest' | 'public'; channels: string[] | null }

/**
 * What a program, a caller with an access key, can see and change: the sensors to which its key is limited, or every
 * sensor. Null: the caller is a person, without limits. Of sensors of others a program sees only those whose share
 * allows scripting.
 */
export type Reach = string[] | null

/** Stands in a reach for every sensor. Not an empty list: a mistake that empties a list must not give access to everything. */
const every = '*'

type Limited = { accessKey?: string; sensors?: string[] | null }

/** Returns the reach of a caller. */
export const reachOf = ({ accessKey, sensors }: Limited): Reach => sensors ?? (accessKey === undefined ? null : [every])

/** Tests whether a sensor is in a reach, as `isInReach` does. */
export const isWithin = (reach: Reach, sensor: string) =>
  reach === null || reach.includes(every) || reach.includes(sensor)

/** Tests in a statement whether a sensor is in a reach. Doesn't test whether its share allows scripting. */
export function isInReach(reach: RawBuilder<unknown> | Reach, sensor: RawBuilder<unknown>) {
  if (reach === null) return sql<boolean>`true`
  return sql<boolean>`(
    ${reach}::text[] is null or ${sql.lit(every)} = any (${reach}::text[]) or ${sensor} = any (${reach}::text[])
  )`
}

/** Tests in a statement whether a caller with this reach may read a row of shares as its guest. */
function mayRead(reach: RawBuilder<unknown> | Reach) {
  return reach === null ? sql<boolean>`true` : sql<boolean>`(${reach}::text[] is null or shares.scripting)`
}

/** The reach of programs or people, by an expression that is true for programs. Their sensors are tested elsewhere. */
export const reachIf = (isProgram: RawBuilder<unknown>) => sql`case when ${isProgram} then array[${sql.lit(every)}] end`

/**
 * Selects the sensors that a person owns or has a live share of, with the name, picture and updated_at that this person
 * sees, whether their programs may read it (`scripting`), and until and since when; of them only those in `reach`, and
 * for a program only those that it may read.
 * Every query for data of sensors starts here or in one of the two functions below.
 */
export function sights(person: RawBuilder<unknown> | number, reach: RawBuilder<unknown> | Reach) {
  return sql`
    select
      id as sensor_id, 'owner' as role, null::text[] as channels, name, picture, updated_at,
      true as scripting, null::timestamptz as expires_at, claimed_at as since
    from sensors
    where owner_id = ${person} and ${isInReach(reach, sql`id`)}
    union all
    select
      shares.sensor_id, 'guest', channels, shares.name, shares.picture, shares.updated_at,
      scripting, expires_at, shares.created_at
    from shares
    join people on people.id = ${person}
    where guest_id = ${person} and ${isInReach(reach, sql`shares.sensor_id`)} and ${mayRead(reach)} and ${isLive}`
}

/**
 * Selects one sensor if the person owns it or has a live share of it: one row or none. For a list, join it laterally.
 */
export function ownOrShared(
  person: RawBuilder<unknown> | number,
  reach: RawBuilder<unknown> | Reach,
  sensor: RawBuilder<unknown> | string,
) {
  return sql`select * from (${sights(person, reach)}) as own_or_shared where sensor_id = ${sensor} limit 1`
}

/** Selects one sensor as `ownOrShared` does, and otherwise as a public sensor, which everybody sees. */
export function sightOf(
  person: RawBuilder<unknown> | number,
  reach: RawBuilder<unknown> | Reach,
  sensor: RawBuilder<unknown> | string,
) {
  return sql`
    select * from (
      select * from (${sights(person, reach)}) as own_or_shared where sensor_id = ${sensor}
      union all
      select id, 'public', null, name, picture, updated_at, false, null, null from sensors
      where id = ${sensor} and is_public and ${isInReach(reach, sql`id`)}
    ) as sight
    -- The role of owner or guest takes precedence over that of the public.
    order by role = 'public'
    limit 1`
}
