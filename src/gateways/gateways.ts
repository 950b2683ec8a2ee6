/** The gateways: which of them may post measurements, and with which secret. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { type Key, seal } from '../keys.ts'
import { Refusal } from '../refusal.ts'

/**
 * Rules for gateways: `key` encrypts their secrets, `isOpen` lets unlisted gateways post, `maxAgeSeconds` limits the
 * age of a post.
 */
export type GatewayRules = { key: Key; isOpen: boolean; maxAgeSeconds: number }

/**
 * A gateway as the operator sees it: since when it is `allowed`, when a call of it was last let in, how many sensors its
 * last post had, and its last status report. `refusedAt`: when somebody last called as this gateway, which is allowed,
 * without its secret, from the network `refusedFrom`.
 */
export type Gateway = Calls & {
  coordinates: string
  report: Record<string, unknown> | null
  reportedAt: Date | null
}

type Calls = {
  gateway: string
  whitelisted: boolean
  firstSeen: Date
  lastSeen: Date
  allowedAt: Date | null
  lastAdmitted: Date | null
  heard: number | null
  refusedAt: Date | null
  refusedFrom: string | null
}

/** A gateway in a list: of its report only the firmware, how many sensors are active, and some of them. */
export type GatewayRow = Calls & { firmware: string | null; active: number; sensors: string[] }

/** Puts a gateway that has called on the white list. Refuses with `noSuchGateway` or `alreadyWhitelisted`. */
export async function whitelist(db: Database, key: Key, gateway: string, secret: string): Promise<void> {
  const [row] = await listOne(db, gateway, seal(key, secret))
  if (!row?.isKnown) throw new Refusal('noSuchGateway')
  if (!row.isNew) throw new Refusal('alreadyWhitelisted')
}

const notRefused = sql`refused_at = null, refused_from = null`

// The locked row is current after the wait: of two calls at once, the second sees the first one's secret.
const listOne = statement<[gateway: string, sealed: string], { isKnown: boolean; isNew: boolean }>(
  'whitelist',
  (gateway, sealed) => sql`
    with found as materialized (
      select id, sealed_secret from gateways where id = ${gateway} for update
    ),
    listed as (
      update gateways set sealed_secret = ${sealed}, allowed_at = now(), admitted_at = null, ${notRefused}
      where id = (select id from found where sealed_secret is null)
      returning id
    )
    select exists (select from found) as "isKnown", exists (select from listed) as "isNew"`,
)

/** Takes a gateway off the white list. Refuses with `noSuchGateway`. */
export async function blacklist(db: Database, gateway: string): Promise<void> {
  const [row] = await unlistOne(db, gateway)
  if (!row) throw new Refusal('noSuchGateway')
}

const unlistOne = statement<[gateway: string], { id: string }>(
  'blacklist',
  gateway => sql`
    update gateways set sealed_secret = null, allowed_at = null, admitted_at = null, ${notRefused}
    where id = ${gateway}
    returning id`,
)

/** Lists the gateways that have called, the latest first; or a single one. */
export async function listGateways(db: Database, gateway: string | undefined): Promise<Gateway[]> {
  return gateway === undefined ? findLatest(db) : findOne(db, gateway)
}

const calls = sql`
  id as gateway, sealed_secret is not null as whitelisted, first_seen_at as "firstSeen", last_seen_at as "lastSeen",
  allowed_at as "allowedAt", admitted_at as "lastAdmitted", heard, refused_at as "refusedAt", refused_from as "refusedFrom"`
const shown = sql`${calls}, coordinates, report, reported_at as "reportedAt"`

const findLatest = statement<[], Gateway>(
  'list-gateways',
  () => sql`select ${shown} from gateways order by last_seen_at desc, id limit 1000`,
)

const findOne = statement<[gateway: string], Gateway>(
  'find-gateway',
  gateway => sql`select ${shown} from gateways where id = ${gateway}`,
)

/** Gateways on a page, and sensors of a gateway that are listed. */
const pageSize = 50
const mostSensors = 50

/** Lists a page of the gateways that have called, those that are allowed first, then the latest; pages count from 0. */
export async function pageOfGateways(
  db: Database,
  page: number,
): Promise<{ gateways: GatewayRow[]; hasMore: boolean }> {
  const gateways = await findPage(db, page * pageSize)
  return { gateways: gateways.slice(0, pageSize), hasMore: gateways.length > pageSize }
}

// Firmwares list sensors as objects or as texts, and anybody can write a report.
const findPage = statement<[from: number], GatewayRow>(
  'page-of-gateways',
  from => sql`
    select
      ${calls}, active.count as active, active.sensors,
      case when jsonb_typeof(report -> 'ESP_FW') = 'string' then nullif(left(trim(report ->> 'ESP_FW'), 40), '') end as firmware
    from (
      select * from gateways
      order by sealed_secret is null, last_seen_at desc, id
      limit ${sql.lit(pageSize + 1)} offset ${from}
    ) as gateways
    cross join lateral (
      select count(*)::int as count, coalesce((array_agg(sensor order by sensor))[1:${sql.lit(mostSensors)}], '{}') as sensors
      from (
        select distinct upper(left(trim(coalesce(item ->> 'MAC', item #>> '{}')), 40)) collate "C" as sensor
        from jsonb_array_elements(
          case when jsonb_typeof(report -> 'ACTIVE_SENSORS') = 'array' then report -> 'ACTIVE_SENSORS' else '[]' end
        ) as item
        where jsonb_typeof(coalesce(item -> 'MAC', item)) = 'string'
      ) as listed
      where sensor <> ''
    ) as active
    order by whitelisted desc, last_seen_at desc, id`,
)
