/** Lists sensors as the apps read them: without pages, each list in one statement. */
import { type RawBuilder, sql } from 'kysely'
import {
  isExpired,
  isInReach,
  isLive,
  type Reach,
  reachOf,
  type Sight,
  sightOf,
  sights,
} from '../../access/permission.ts'
import { visibleSensor } from '../../access/visible-sensor.ts'
import type { Settings } from '../../accounts/settings.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { asSeen, latest, type Measurement, offsetColumns } from '../../measurements/latest.ts'
import type { Offsets } from '../../measurements/values.ts'
import type { Caller } from '../../people/caller.ts'
import { maskEmail } from '../../people/email.ts'
import { activePlan, type HeldPlan, type Json, type Subscription, subscription } from '../../plans/subscriptions.ts'
import { Refusal } from '../../refusal.ts'
import { isRuuvis } from '../ruuvi.ts'

/** Columns of every list. */
export type SensorSummary = Offsets & { sensor: string; owner: string; name: string; picture: string; public: boolean }

/** Parts that the full list includes; the other parts are empty. */
type Parts = {
  /** Id of the only sensor to list; may be public. */
  sensor: string | undefined
  /** Include sensors shared with the caller. */
  others: boolean
  guests: boolean
  measurements: boolean
  settings: boolean
}

type Shown = SensorSummary & {
  lastUpdated: number
  sharedTo: string[]
  sharedToPending: string[]
  settings: Settings
}

/** A sensor with everything that the apps read of it; parts that were not asked for are empty. */
export type ListedSensor = Shown & {
  role: Sight['role']
  canShare: boolean
  customProfile: string
  measurements: Measurement[]
  alerts: never[]
  subscription: Subscription
}

type Row = Shown & Sight & { plan: Json<HeldPlan>; latest: Measurement | null }

/**
 * Lists the sensors that a person can see, their own first, each group by name. Refuses a single one with `notVisible`.
 */
export async function listSensors(db: Database, caller: Caller, parts: Parts): Promise<ListedSensor[]> {
  const [id, reach] = [caller.id, reachOf(caller)]
  const { sensor, others, guests, measurements, settings } = parts
  if (sensor === undefined) return (await findAll(db, id, reach, others, guests, measurements, settings)).map(sensorOf)
  const found = await findOne(db, id, reach, sensor, guests, measurements, settings)
  if (found.length === 0) throw new Refusal('notVisible')
  return found.map(sensorOf)
}

// Written out field by field: rest destructuring makes objects that are slow and expensive to garbage-collect.
function sensorOf(row: Row): ListedSensor {
  const { plan, latest, role } = row
  return {
    sensor: row.sensor,
    role,
    owner: role === 'public' ? maskEmail(row.owner) : row.owner,
    name: row.name,
    picture: row.picture,
    public: row.public,
    offsetTemperature: row.offsetTemperature,
    offsetHumidity: row.offsetHumidity,
    offsetPressure: row.offsetPressure,
    lastUpdated: row.lastUpdated,
    sharedTo: row.sharedTo,
    sharedToPending: row.sharedToPending,
    settings: row.settings,
    canShare: role === 'owner' && plan.maxShares > 0,
    customProfile: '',
    measurements: latest ? [asSeen(row, latest)] : [],
    alerts: [],
    subscription: subscription(plan),
  }
}

/** Selects the sensors that a person sees and the apps support. */
export const visibleRuuvis = (person: RawBuilder<unknown> | number, reach: RawBuilder<unknown> | Reach) =>
  sql`select * from (${sights(person, reach)}) as sight where ${isRuuvis(sql`sensor_id`)}`

const ownFirst = sql`order by role = 'owner' desc, sight.name, sensors.id`

const summary = sql`
  sensors.id as sensor, people.email as owner, sight.name, sight.picture, is_public as public, ${offsetColumns}`

type Flag = boolean

const findAll = statement<
  [person: number, reach: Reach, others: Flag, guests: Flag, measurements: Flag, settings: Flag],
  Row
>(
  'list-sensors',
  (person, reach, others, guests, measurements, settings) => sql`
    ${rows(sql`select * from (${visibleRuuvis(person, reach)}) as sight where ${others} or role = 'owner'`, { guests, measurements, settings })}
    ${ownFirst}`,
)

const findOne = statement<
  [person: number, reach: Reach, sensor: string, guests: Flag, measurements: Flag, settings: Flag],
  Row
>('list-sensor', (person, reach, sensor, guests, measurements, settings) =>
  rows(sightOf(person, reach, sensor), { guests, measurements, settings }),
)

/** Flags of a list, as parameters or as columns. */
type Flags = Record<'guests' | 'measurements' | 'settings', RawBuilder<unknown> | Flag>

function rows(sight: RawBuilder<unknown>, flags: Flags) {
  return sql<Row>`
    select
      ${summary}, sight.role, sight.channels,
      floor(extract(epoch from sight.updated_at))::bigint as "lastUpdated",
      to_jsonb(held) as plan, to_jsonb(latest) as latest,
      coalesce(to_jsonb(guest.live), '[]') as "sharedTo", coalesce(to_jsonb(guest.pending), '[]') as "sharedToPending",
      coalesce(setting.all, '{}') as settings
    from ${partsOf(sight, flags)}`
}

/**
 * Joins what a person sees with its owner's plan (`held`), its latest measurement (`latest`), its guests (`guest`) and
 * settings (`setting`). Parts that are switched off are not looked up: Postgres checks a condition without columns of
 * its own first.
 */
export function partsOf(sight: RawBuilder<unknown>, { guests, measurements, settings }: Flags) {
  return sql`
    ${visibleSensor(sight)}
    cross join lateral (${activePlan}) as held
    left join lateral (${latest(sql`sensors.id`, sql`sight.channels`, sql`held."maxHistoryDays"`)}) as latest on ${measurements}::boolean
    left join lateral (
      select
        array_agg(people.email order by people.email) filter (where ${isLive}) as live,
        array_agg(people.email order by people.email) filter (where not ${isLive}) as pending
      from shares
      cross join lateral (select email, joined_at from people where id = shares.guest_id limit 1) as people
      where shares.sensor_id = sensors.id and ${isExpired} is not true
    ) as guest on ${guests}::boolean and role = 'owner'
    left join lateral (
      select
        jsonb_object_agg(name, value) || jsonb_object_agg(name || '_lastUpdated', floor(extract(epoch from updated_at))) as all
      from sensor_settings
      where sensor_id = sensors.id
    ) as setting on ${settings}::boolean and role <> 'public'`
}

/** Lists the sensors that a person can see, in short and in the same order. */
export async function summarizeSensors(db: Database, caller: Caller): Promise<SensorSummary[]> {
  return findSummaries(db, caller.id, reachOf(caller))
}

const findSummaries = statement<[person: number, reach: Reach], SensorSummary>(
  'visible-sensors',
  (person, reach) => sql`
    select ${summary}
    from ${visibleSensor(visibleRuuvis(person, reach))}
    ${ownFirst}`,
)

/** A sensor and a guest who has it. */
export type SharedSensor = { sensor: string; name: string; picture: string; public: boolean; sharedTo: string }

/** Lists the live shares that a person gave. */
export async function listShared(db: Database, caller: Caller): Promise<SharedSensor[]> {
  return findShared(db, caller.id, reachOf(caller))
}

const findShared = statement<[owner: number, reach: Reach], SharedSensor>(
  'list-shared',
  (owner, reach) => sql`
    select sensors.id as sensor, sensors.name, sensors.picture, is_public as public, people.email as "sharedTo"
    from sensors
    join shares on shares.sensor_id = sensors.id
    cross join lateral (select email, joined_at from people where id = shares.guest_id limit 1) as people
    where owner_id = ${owner} and ${isInReach(reach, sql`sensors.id`)} and ${isRuuvis(sql`sensors.id`)} and ${isLive}
    order by sensors.name, sensors.id, people.email`,
)
