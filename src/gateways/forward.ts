/** Stores the measurements that a phone forwards: what Ruuvi Station heard, already decoded. */
import { sql } from 'kysely'
import type { Policy } from '../config.ts'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import { encodeFormat5, type Measured } from '../measurements/encode.ts'
import { isMaskable } from '../measurements/frame.ts'
import { announceMeasured } from '../measurements/live/announce.ts'
import { Refusal } from '../refusal.ts'
import { hashForwardToken, noteForward } from './forward-tokens.ts'
import type { GatewayRules } from './gateways.ts'
import { heardColumns, keptHeard } from './keep-heard.ts'

type Absent<Value> = Value | null | undefined

/** What a phone sends about a sensor. Its values are corrected by its own offsets. */
export type ForwardedTag = {
  id: string
  rssi?: Absent<number>
  updateAt?: Absent<string>
  temperatureOffset?: Absent<number>
  humidityOffset?: Absent<number>
  pressureOffset?: Absent<number>
} & { [Field in keyof Measured]?: Absent<number> }

/** What a phone sends, valid by the contract. Its location and its id are not read. */
export type Forwarded = { time?: Absent<string>; tags: ForwardedTag[] }

/**
 * Stores the measurements of the sensors that the token's person owns, as frames of data format 5, and returns how many
 * were new. A token works while its person is an operator. Refuses with `badForwardToken`, `badClock` or `notTime`.
 */
export async function forward(
  db: Database,
  { maxAgeSeconds, operators }: Pick<GatewayRules, 'maxAgeSeconds'> & Pick<Policy, 'operators'>,
  token: string,
  { time, tags }: Forwarded,
): Promise<number> {
  const now = Math.floor(Date.now() / 1000)
  const sentAt = secondsOf(time) ?? now
  const isTimely = Math.abs(sentAt - now) <= maxAgeSeconds
  const heard = isTimely ? tags.flatMap(tag => heardOf(tag, sentAt, now)) : []
  const hash = hashForwardToken(token)
  const [kept] = await keep(db, hash, operators, JSON.stringify(heard), '', '')
  noteForward(db, hash, kept !== undefined)
  if (!kept) throw new Refusal('badForwardToken')
  if (!isTimely) throw new Refusal('badClock')
  if (kept.recorded > 0) announceMeasured(db, [...new Set(heard.map(({ sensor }) => sensor))])
  return kept.recorded
}

/** Returns the measurement of a sensor; none if it has no value. A clock that is ahead says nothing of the future. */
function heardOf(tag: ForwardedTag, sentAt: number, now: number) {
  const measured = measuredBy(tag)
  const at = Math.min(secondsOf(tag.updateAt) ?? sentAt, now)
  if (Object.values(measured).every(value => value === undefined) || at < 1) return []
  const sensor = tag.id.toUpperCase()
  const data = encodeFormat5(sensor, measured)
  return [{ sensor, at, rssi: tag.rssi ?? weakest, maskable: isMaskable(data), data }]
}

/** Stands for an unknown signal strength. */
const weakest = -127

/** Takes back the phone's offsets: a frame has what the sensor measured, and the owner's offsets are applied later. */
function measuredBy(tag: ForwardedTag): Measured {
  const before = (value: Absent<number>, offset: Absent<number>) => (value == null ? undefined : value - (offset ?? 0))
  return {
    temperature: before(tag.temperature, tag.temperatureOffset),
    humidity: before(tag.humidity, tag.humidityOffset),
    pressure: before(tag.pressure, tag.pressureOffset),
    accelX: tag.accelX ?? undefined,
    accelY: tag.accelY ?? undefined,
    accelZ: tag.accelZ ?? undefined,
    voltage: tag.voltage ?? undefined,
    txPower: tag.txPower ?? undefined,
    movementCounter: tag.movementCounter ?? undefined,
    measurementSequenceNumber: tag.measurementSequenceNumber ?? undefined,
  }
}

/** Reads a time like 2020-09-27T11:53:32+0300, in seconds; undefined without one. Refuses with `notTime`. */
function secondsOf(text: Absent<string>): number | undefined {
  if (text == null) return undefined
  const seconds = Math.floor(Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) / 1000)
  if (Number.isNaN(seconds)) throw new Refusal('notTime')
  return seconds
}

// The share lock waits for a change of owner: what is stored then is the current owner's.
const keep = statement<
  [hash: string, operators: readonly string[], tags: string, gateway: string, coordinates: string],
  { recorded: number }
>(
  'forward',
  (hash, operators, tags, gateway, coordinates) => sql`
    with caller as materialized (
      select forward_tokens.id, person_id
      from forward_tokens
      join people on people.id = person_id
      where hash = decode(${hash}, 'hex') and (operates_since is not null or email = any (${operators}::text[]))
    ),
    noted as (
      update forward_tokens set last_used_at = now()
      where id = (select id from caller) and (last_used_at is null or last_used_at < now() - interval '1 minute')
    ),
    listed as materialized (
      select * from ${jsonRows(tags, heardColumns)}
    ),
    owned as materialized (
      select id from sensors
      where id = any (array(select sensor from listed)) and owner_id = (select person_id from caller)
      order by id
      for share
    ),
    heard as materialized (
      select listed.* from listed join owned on owned.id = sensor order by sensor, at
    ),
    ${keptHeard(gateway, coordinates)}
    select (select count(*) from kept) as recorded from caller`,
)
