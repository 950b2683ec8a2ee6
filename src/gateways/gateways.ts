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
 * last post had, and its last status report.
 */
export type Gateway = {
  gateway: string
  whitelisted: boolean
  firstSeen: Date
  lastSeen: Date
  allowedAt: Date | null
  lastAdmitted: Date | null
  heard: number | null
  coordinates: string
  report: Record<string, unknown> | null
  reportedAt: Date | null
}

/** Puts a gateway that has called on the white list. Refuses with `noSuchGateway` or `alreadyWhitelisted`. */
export async function whitelist(db: Database, key: Key, gateway: string, secret: string): Promise<void> {
  const [row] = await listOne(db, gateway, seal(key, secret))
  if (!row?.isKnown) throw new Refusal('noSuchGateway')
  if (!row.isNew) throw new Refusal('alreadyWhitelisted')
}

// The locked row is current after the wait: of two calls at once, the second sees the first one's secret.
const listOne = statement<[gateway: string, sealed: string], { isKnown: boolean; isNew: boolean }>(
  'whitelist',
  (gateway, sealed) => sql`
    with found as materialized (
      select id, sealed_secret from gateways where id = ${gateway} for update
    ),
    listed as (
      update gateways set sealed_secret = ${sealed}, allowed_at = now(), admitted_at = null
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
    update gateways set sealed_secret = null, allowed_at = null, admitted_at = null
    where id = ${gateway}
    returning id`,
)

/** Lists the gateways that have called, the latest first; or a single one. */
export async function listGateways(db: Database, gateway: string | undefined): Promise<Gateway[]> {
  return gateway === undefined ? findLatest(db) : findOne(db, gateway)
}

const shown = sql`
  id as gateway, sealed_secret is not null as whitelisted, first_seen_at as "firstSeen", last_seen_at as "lastSeen",
  allowed_at as "allowedAt", admitted_at as "lastAdmitted", heard, coordinates, report, reported_at as "reportedAt"`

const findLatest = statement<[], Gateway>(
  'list-gateways',
  () => sql`select ${shown} from gateways order by last_seen_at desc, id limit 1000`,
)

const findOne = statement<[gateway: string], Gateway>(
  'find-gateway',
  gateway => sql`select ${shown} from gateways where id = ${gateway}`,
)
