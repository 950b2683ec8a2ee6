/**
 * Lists sensors as the JSON text that the apps read. Postgres writes it and Node passes it on, because making objects
 * of rows and text of objects took most of a list's time. Lists that people ask for at once share one statement.
 */
import { sql } from 'kysely'
import { type Reach, reachOf } from '../../access/permission.ts'
import { coalesce } from '../../db/coalesce.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { asSeen, offsetColumns } from '../../measurements/latest.ts'
import type { Caller } from '../../people/caller.ts'
import { subscriptionColumns } from '../../plans/subscriptions.ts'
import { type ListedSensor, partsOf, visibleRuuvis } from './list.ts'

/** What the list includes: sensors shared with the caller (`others`), guests, latest measurements and settings. */
type Parts = { others: boolean; guests: boolean; measurements: boolean; settings: boolean }

type Ask = Parts & { person: number; reach: Reach }

/** The list of one ask. If it is not `isFinal`, Node has to finish it. `channels`: what a guest sees, by sensor. */
type Written = { sensors: string; isFinal: boolean; channels: Record<string, string[]> | null }

/** Writes the sensors that a person can see, their own first, each group by name, as a JSON list. */
export async function writeSensors(db: Database, caller: Caller, parts: Parts): Promise<string> {
  const [written] = await findWritten(db, [{ person: caller.id, reach: reachOf(caller), ...parts }])
  if (!written) throw new Error('the list of an ask is missing')
  return written.isFinal ? `[${written.sensors}]` : finish(written)
}

/** Hides what a guest may not see, and writes numbers as JavaScript does. */
function finish({ sensors, channels }: Written): string {
  const list = (JSON.parse(`[${sensors}]`) as ListedSensor[]).map(listed => ({
    ...listed,
    measurements: listed.measurements.map(measurement =>
      asSeen({ role: 'guest', channels: channels?.[listed.sensor] ?? null }, measurement),
    ),
  }))
  return JSON.stringify(list)
}

/** Tests whether Postgres writes a number as JavaScript does: it uses exponents where JavaScript doesn't, and has a -0. */
const isPlain = (number: string) => sql`
  (abs(${sql.ref(number)}) between 0.0001 and 1e14 or ${sql.ref(number)}::text = '0')`

/** Writes a list of addresses; null as an empty list. */
const addresses = (name: string) => sql`coalesce(array_to_json(${sql.ref(name)}), '[]')`

// `row_to_json` writes the columns in this order, without spaces.
const findWritten = coalesce<Ask, Written>(
  statement<[asks: string], Written>(
    'write-sensors',
    asks => sql`
      select coalesce(written.sensors, '') as sensors, coalesce(written.is_final, true) as "isFinal", written.channels
      from ${jsonRows(
        asks,
        'position int, person bigint, reach text[], others boolean, guests boolean, measurements boolean, settings boolean',
      )}
      cross join lateral (
        select
          string_agg(json::text, ',' order by role = 'owner' desc, name, sensor_id) as sensors,
          bool_and(is_final) as is_final,
          json_object_agg(sensor_id, channels) filter (where channels is not null) as channels
        from (
          select
            sight.role, sight.name, sight.sensor_id, sight.channels,
            sight.channels is null and setting.all is null
              and ${isPlain('offset_temperature')} and ${isPlain('offset_humidity')} and ${isPlain('offset_pressure')} as is_final,
            (select row_to_json(shown) from (
              select
                sight.sensor_id as sensor, people.email as owner, sight.name, sight.picture, is_public as public, ${offsetColumns},
                sight.role = 'owner' and held."maxShares" > 0 as "canShare",
                case when latest.data is null then '[]' else json_build_array(latest) end as measurements,
                floor(extract(epoch from sight.updated_at))::bigint as "lastUpdated",
                '' as "customProfile", '[]'::json as alerts,
                ${addresses('guest.live')} as "sharedTo", ${addresses('guest.pending')} as "sharedToPending",
                coalesce(setting.all, '{}') as settings,
                (select row_to_json(terms) from (select ${subscriptionColumns}) as terms) as subscription
            ) as shown) as json
          from ${partsOf(
            sql`
              select * from (${visibleRuuvis(sql`listed.person`, sql`listed.reach`)}) as sight
              where listed.others or role = 'owner'`,
            {
              guests: sql`listed.guests`,
              measurements: sql`listed.measurements`,
              settings: sql`listed.settings`,
            },
          )}
        ) as row
      ) as written
      -- Planner hint, always true: keeps the estimated cost below that from which Postgres compiles plans (JIT).
      where position between 0 and 999999
      order by position`,
  ),
)
