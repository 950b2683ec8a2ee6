/** Stores the measurements that a gateway posts. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import { isMaskable } from '../measurements/frame.ts'
import { announceMeasured } from '../measurements/live/announce.ts'
import { Refusal } from '../refusal.ts'
import { roomMade } from './forget.ts'
import type { GatewayRules } from './gateways.ts'
import { heardColumns, keptHeard } from './keep-heard.ts'
import type { SignedCall } from './signature.ts'
import { judged, noted, type OpenTo, openTo, refusedColumns, refusedValues, type Taken, takeSigned } from './trust.ts'

/** A post of a gateway, valid by the contract. */
export type Post = {
  coordinates?: string | undefined
  timestamp?: Time | undefined
  gw_mac: string
  tags: Record<string, { rssi: number; timestamp?: Time | undefined; data?: string | undefined }>
}

/** Older firmwares send a time as a text of digits. A gateway that doesn't know the time sends none. */
type Time = number | string

type Kept = Taken & { recorded: number }

/**
 * Stores measurements and returns how many were new. Refuses with `badSignature`, `badGatewayToken`, `badClock`, `decodedOnly` or `notMac`.
 */
export async function record(db: Database, rules: GatewayRules, post: Post, signed: SignedCall): Promise<number> {
  const now = Math.floor(Date.now() / 1000)
  const sentAt = seconds(post.timestamp ?? now)
  const isTimely = Math.abs(sentAt - now) <= rules.maxAgeSeconds
  const heard = heardIn(post, sentAt)
  // Measurements of the future or of no time at all are left out.
  const latest = now + rules.maxAgeSeconds
  const isRaw = heard.every(({ data }) => data !== undefined)
  const gateway = post.gw_mac.toUpperCase()
  // Stores nothing of a post that will be refused, but checks its signature first: only the signer learns why.
  const isGood = isTimely && isRaw
  const tags = isGood ? JSON.stringify(heard.filter(({ at }) => at >= 1 && at <= latest)) : '[]'
  const coordinates = (isGood && post.coordinates?.replace(loneSurrogates, '\uFFFD')) || ''
  const { trusted, recorded } = await takeSigned(db, rules.key, gateway, signed, async proof => {
    const [kept] = await keep(
      db,
      gateway,
      proof.secret,
      proof.key,
      proof.known.secret,
      proof.known.key,
      openTo(rules, signed),
      signed.from,
      coordinates,
      isGood,
      heard.length,
      tags,
    )
    if (!kept) throw new Error('a post got no answer')
    return kept
  })
  if (!trusted) throw new Refusal(signed.token === 'wrong' ? 'badGatewayToken' : 'badSignature')
  if (!isTimely) throw new Refusal('badClock')
  if (!isRaw) throw new Refusal('decodedOnly')
  if (recorded > 0) announceMeasured(db, [...new Set(heard.map(({ sensor }) => sensor))])
  return recorded
}

type Heard = { sensor: string; at: number; rssi: number; maskable: boolean; data: string | undefined }

/** Returns the measurements of a post. One without a time has that of the post. Refuses with `notMac`. */
function heardIn({ tags }: Post, sentAt: number): Heard[] {
  return Object.entries(tags).map(([mac, { rssi, timestamp, data }]) => {
    if (!macPattern.test(mac)) throw new Refusal('notMac', `"${mac.slice(0, 40)}" is not a MAC address.`)
    const at = timestamp === undefined ? sentAt : seconds(timestamp)
    return { sensor: mac.toUpperCase(), at, rssi, maskable: data !== undefined && isMaskable(data), data }
  })
}

const macPattern = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i
const loneSurrogates = /\p{Surrogate}/gu

/** Some gateways send milliseconds. */
function seconds(time: Time): number {
  const timestamp = Number(time)
  return Math.floor(timestamp > 1e11 ? timestamp / 1000 : timestamp)
}

// Locks gateways, then histories, then measurements, each in key order. The dummy `count(*)` conditions force the order
// of the CTEs.
const keep = statement<
  [
    gateway: string,
    secret: string | null,
    key: string | null,
    knownSecret: string | null,
    knownKey: string | null,
    open: OpenTo,
    from: string,
    coordinates: string,
    isGood: boolean,
    heard: number,
    tags: string,
  ],
  Kept
>(
  'record',
  (gateway, secret, key, knownSecret, knownKey, open, from, coordinates, isGood, count, tags) => sql`
    with judged as materialized (${judged(gateway, { secret, key, known: { secret: knownSecret, key: knownKey } }, open)}),
    called as (
      insert into gateways (id, first_seen_at, last_seen_at, coordinates, admitted_at, heard, ${refusedColumns})
      select
        ${gateway}, now(), now(), case when is_trusted then ${coordinates}::text else '' end,
        case when is_trusted and ${isGood}::boolean then now() end,
        case when is_trusted and ${isGood}::boolean then ${count}::int end,
        ${refusedValues(from)}
      from judged
      where is_stale
      on conflict (id) do update set
        ${noted},
        admitted_at = coalesce(excluded.admitted_at, gateways.admitted_at),
        heard = coalesce(excluded.heard, gateways.heard),
        coordinates = coalesce(nullif(excluded.coordinates, ''), gateways.coordinates)
      returning id
    ),
    ${roomMade(gateway)},
    heard as materialized (
      select listed.*
      from ${jsonRows(tags, heardColumns)}
      where (select is_trusted from judged) and (select count(*) from called) >= 0
      order by sensor, at
    ),
    ${keptHeard(gateway, coordinates)}
    select sealed_secret as sealed, sealed_key as "sealedKey", is_trusted as trusted, (select count(*) from kept) as recorded from judged`,
)
