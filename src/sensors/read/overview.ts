/** The sensors that a person can see, for the overview page: with last values and guests, in one statement. */
import { type RawBuilder, sql } from 'kysely'
import { isExpired, type Reach, reachOf, type Sight, type State, sights, state } from '../../access/permission.ts'
import { visibleSensor } from '../../access/visible-sensor.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { voltageOf } from '../../measurements/health.ts'
import {
  asSeen,
  isShowable,
  latest,
  type Measurement,
  offsetColumns,
  secondNow,
  visibleFrom,
} from '../../measurements/latest.ts'
import type { Reading } from '../../measurements/series.ts'
import { corrected, decode, type Offsets, type Quantity, type Values } from '../../measurements/values.ts'
import type { Caller } from '../../people/caller.ts'
import { planNow } from '../../plans/plan.ts'
import { isDeviceId } from '../../sharing/channels.ts'

/** Which sensors the overview shows, and in which order. */
export type OverviewFilter = {
  /** Text to find in the name, id or owner's address, ignoring case. */
  search: string
  show: 'all' | 'mine' | 'others'
  sort: 'name' | 'owner' | 'heard'
  /** Page number from 1. */
  page: number
  /** Whether to read the last day, too. */
  withDay: boolean
}

/** A sensor as a row of the overview. */
export type OverviewSensor = {
  sensor: string
  name: string
  owner: string
  isOwn: boolean
  /** The address of its picture, as the caller chose or was given it; '' without one. */
  picture: string
  /** What the caller may see of the last measurement: time and values, battery in volts, signal strength in dBm. */
  heardAt: Date | null
  values: Values
  voltage: number | undefined
  rssi: number | undefined
  /** Reads some quantities of measurements of the last day, the oldest first: see `spansOfDay`. */
  day: (only: Quantity[]) => Reading[]
  /** Number of services of a device that the caller may use. */
  services: number
  /** Guests of an own sensor by address, at most `mostNamed`; `guestCount` counts all. */
  guests: { email: string; state: State }[]
  guestCount: number
}

/** `counts`: all matches of the search, whatever `show` is. */
export type Overview = { counts: { all: number; mine: number }; sensors: OverviewSensor[] }

/** The number of sensors on a page of the overview. */
export const pageSize = 100
/** Maximum number of guests listed per sensor: a sensor may have hundreds, and a page has a hundred sensors. */
const mostNamed = 3

/** Reads a page of the overview, and how many sensors match its search. */
export async function overview(
  db: Database,
  caller: Caller,
  { search, show, sort, page, withDay }: OverviewFilter,
): Promise<Overview> {
  const rows = await find(db, caller.id, reachOf(caller), search, show, sort, (page - 1) * pageSize, withDay)
  // A page beyond the end is one row with only the counts.
  const { all = 0, mine = 0 } = rows[0] ?? {}
  return { counts: { all, mine }, sensors: rows.filter(row => row.sensor !== null).map(overviewSensor) }
}

function overviewSensor(row: Found): OverviewSensor {
  const { sensor, name, owner, isOwn, picture, services, guests, guestCount } = row
  const heard = row.heard && asSeen(row, row.heard)
  return {
    sensor,
    name,
    owner,
    isOwn,
    picture,
    services,
    guests,
    guestCount,
    heardAt: heard && new Date(heard.timestamp * 1_000),
    values: heard ? corrected(decode(heard.data), row) : {},
    voltage: heard ? voltageOf(heard.data) : undefined,
    rssi: heard?.rssi,
    day: only => dayOf(row, only),
  }
}

/** Decodes the points of the last day, each as far as the caller may see it; a page may have a thousand of them. */
function dayOf(row: Found, only: Quantity[]): Reading[] {
  if (!row.day) return []
  return row.day.split(',').map(point => {
    const [at = '', data = ''] = point.split(' ')
    const { timestamp, data: seen } = asSeen(row, { ...nowhere, timestamp: Number(at), data })
    return { at: timestamp, values: corrected(decode(seen, only), row) }
  })
}

/** What is not read of the points of a day. */
const nowhere = { gwmac: '', coordinates: '', rssi: 0 }

type Found = Omit<OverviewSensor, 'heardAt' | 'values' | 'voltage' | 'rssi' | 'day'> &
  Offsets &
  Sight & { heard: Measurement | null; day: string | null }

/** Joins the last measurement of a sensor, within the history days of its owner's plan. */
const lastOf = (condition: RawBuilder<unknown>) => sql`
  left join lateral (
    ${latest(sql`sight.sensor_id`, sql`sight.channels`, sql`sight.max_history_days`)}
  ) as heard on ${condition}`

/**
 * The spans of the last day of which one measurement each is read: 48 if the page has few sensors, 24 or 12 if it has many.
 * So a page costs at most 1,200 lookups in the index, however often its sensors measure.
 */
const spansOfDay = sql`
  select
    ${secondNow} - 86400 + number * (86400 / count) as begins,
    ${secondNow} - 86400 + (number + 1) * (86400 / count) as ends
  from (
    select case when count(*) <= 12 then 48 when count(*) <= 50 then 24 else 12 end as count from page
  ) as wanted
  cross join generate_series(0, 47) as number
  where number < count`

/** Joins the first visible measurement of each span of the last day, as one text. */
const dayOfSensor = (condition: RawBuilder<unknown>) => sql`
  left join lateral (
    select string_agg(point.at || ' ' || point.data, ',' order by point.at) as points
    from spans
    cross join lateral (
      select at, data
      from measurements
      where sensor_id = sight.sensor_id and at >= begins and at < ends and ${isShowable(sql`sight.channels`)}
      order by at
      limit 1
    ) as point
    where point.at >= ${visibleFrom(sql`sight.sensor_id`, sql`sight.max_history_days`)}
  ) as day on ${condition}`

/*
 * Looks up measurements, guests and services only for the rows of the page, one by one; measurements of all sensors
 * only to sort by them. Uses `position` because `like` would read some characters as a pattern.
 */
const find = statement<
  [person: number, reach: Reach, search: string, show: string, sort: string, from: number, withDay: boolean],
  (Found | (Omit<Found, 'sensor'> & { sensor: null })) & { all: number; mine: number }
>(
  'overview-of-sensors',
  (person, reach, search, show, sort, from, withDay) => sql`
    with sought as materialized (
      select sight.sensor_id, sight.name, sight.picture, sight.channels, people.email as owner, plan.max_history_days, role, role = 'owner' as is_own,
        offset_temperature, offset_humidity, offset_pressure
      from ${visibleSensor(sights(person, reach))}
      cross join lateral (select max_history_days from plans where name = ${planNow} limit 1) as plan
      where ${search} = '' or position(lower(${search}) in lower(sight.name)) > 0
        or position(upper(${search}) in sight.sensor_id) > 0 or position(lower(${search}) in people.email) > 0
    ),
    page as (
      select sight.*, row_number() over (
        order by
          case when ${sort} = 'heard' then heard.timestamp end desc nulls last,
          case when ${sort} = 'owner' then is_own end desc,
          case when ${sort} = 'owner' then owner end,
          lower(name), sensor_id
      ) as place
      from sought as sight
      ${lastOf(sql`${sort} = 'heard'`)}
      where ${show} = 'all' or is_own = (${show} = 'mine')
      order by place
      limit ${sql.lit(pageSize)} offset ${from}
    ),
    spans as materialized (${spansOfDay})
    select
      counts.*, sight.sensor_id as sensor, sight.name, sight.owner, sight.is_own as "isOwn", sight.picture, sight.role, sight.channels,
      ${offsetColumns},
      to_jsonb(heard) as heard, coalesce(guest.named, '[]') as guests, coalesce(guest.count, 0) as "guestCount",
      coalesce(service.count, 0) as services, day.points as day
    from (select count(*) as "all", count(*) filter (where is_own) as mine from sought) as counts
    left join page as sight on true
    ${lastOf(sql`sight.sensor_id is not null`)}
    ${dayOfSensor(sql`${withDay}::boolean and sight.sensor_id is not null`)}
    left join lateral (
      select
        max(of_all) as count,
        jsonb_agg(jsonb_build_object('email', email, 'state', state) order by email) as named
      from (
        select people.email, ${state} as state, count(*) over () as of_all
        from shares
        cross join lateral (select email, joined_at from people where id = shares.guest_id limit 1) as people
        where shares.sensor_id = sight.sensor_id and ${isExpired} is not true
        order by people.email
        limit ${sql.lit(mostNamed)}
      ) as first
    ) as guest on sight.is_own
    left join lateral (
      select count(*)
      from services
      where services.sensor_id = sight.sensor_id and (sight.channels is null or services.id = any (sight.channels))
    ) as service on ${isDeviceId(sql`sight.sensor_id`)}
    order by sight.place`,
)
