/** Who may do what: the facts that decide whether a share gives anything, as pieces of SQL over rows of shares and people. */
import { type RawBuilder, sql } from 'kysely'

/** A share whose time is over: it gives nothing, takes no room, and is removed by whoever meets it. */
export const isExpired = sql<boolean>`shares.expires_at <= now()`

/** A share that nobody can use yet: its guest has not joined, or was asked and has not answered. */
export const isPending = sql<boolean>`(people.joined_at is null or (shares.asked and shares.accepted_at is null))`

/** How a share stands whose time is not over; only a live one gives anything. */
export type State = 'pending' | 'paused' | 'scheduled' | 'live'

/** The state of a row of shares, beside its guest's row of people. */
export const state = sql<State>`
  case
    when ${isPending} then 'pending'
    when shares.paused_at is not null then 'paused'
    when shares.starts_at > now() then 'scheduled'
    else 'live'
  end`

/** A share that gives its guest what its terms say, at this second. */
export const isLive = sql<boolean>`
  (not ${isPending} and shares.paused_at is null and (shares.starts_at > now()) is not true and ${isExpired} is not true)`

/**
 * How a person comes to see a sensor. Whoever sees it only because it is public learns neither its owner's address nor where
 * it is. `channels` is what a guest may see; null: everything.
 */
export type Sight = { role: 'owner' | 'guest' | 'public'; channels: string[] | null }

/**
 * The sensors that a person sees, as a query with the columns sensor_id, role, channels, the name, picture and updated_at
 * that count for this person, and whether they may use it in automations, until and since when: every own one, and every
 * one whose share is live. Everything that reads or writes what belongs to sensors starts from here, or from one of the two below.
 */
export function sights(person: RawBuilder<unknown> | number) {
  return sql`
    select
      id as sensor_id, 'owner' as role, null::text[] as channels, name, picture, updated_at,
      true as scripting, null::timestamptz as expires_at, claimed_at as since
    from sensors
    where owner_id = ${person}
    union all
    select
      shares.sensor_id, 'guest', channels, shares.name, shares.picture, shares.updated_at,
      scripting, expires_at, shares.created_at
    from shares
    join people on people.id = ${person}
    where guest_id = ${person} and ${isLive}`
}

/** The same of one sensor: one row, or none. For a list of them, each is looked up by itself. */
export function ownOrShared(person: RawBuilder<unknown> | number, sensor: RawBuilder<unknown> | string) {
  return sql`select * from (${sights(person)}) as own_or_shared where sensor_id = ${sensor} limit 1`
}

/** The same with public sensors, which are seen by everybody. */
export function sightOf(person: RawBuilder<unknown> | number, sensor: RawBuilder<unknown> | string) {
  return sql`
    select * from (
      select * from (${sights(person)}) as own_or_shared where sensor_id = ${sensor}
      union all
      select id, 'public', null, name, picture, updated_at, false, null, null from sensors where id = ${sensor} and is_public
    ) as sight
    -- Who owns it or has it as a guest sees it as that.
    order by role = 'public'
    limit 1`
}
