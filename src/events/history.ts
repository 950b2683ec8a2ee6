/** What happened to sensors and shares, as the people concerned see it. */

import { type RawBuilder, sql } from 'kysely'
import { isInReach, type Reach, reachOf } from '../access/permission.ts'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Tables } from '../db/tables.ts'
import type { Caller } from '../people/caller.ts'
import { type Sentences, type Side, sentenceOf } from './history-words.ts'

/** An event as a person concerned sees it: `owner` and `guest` are null if they have left, `words` is its sentence. */
export type SharingEvent = {
  id: number
  at: string
  action: Tables['events']['action']
  sensor: string
  name: string
  owner: string | null
  guest: string | null
  actor: string | null
  words: string
  data: Record<string, unknown>
}

/** Which events to list; undefined means any. `before` is the id of an event. */
export type HistoryFilter = {
  sensor: string | undefined
  person: string | undefined
  before: number | undefined
  limit: number
}

/**
 * Returns a page of the caller's history, the newest first; `next` is the `before` of the next page. An event of a
 * sensor concerns its owner at that time; an event of a share concerns its guest, too.
 */
export async function listHistory(
  db: Database,
  caller: Caller,
  { sensor, person, before, limit }: HistoryFilter,
): Promise<{ events: SharingEvent[]; next: number | null }> {
  const from = before ?? Number.MAX_SAFE_INTEGER
  return asPage(await page(db, caller, { sensor, person }, from, limit + 1), limit)
}

/** A part of the history: between two instants (ms since 1970, both included), and of shares or sensors only. */
export type HistorySpan = { from: number | undefined; until: number | undefined; about: 'share' | 'sensor' | undefined }

/** Returns a page of the caller's history in a span. Reads from the newest event down until the page is full. */
export async function listSpan(
  db: Database,
  caller: Caller,
  { from, until, about }: HistorySpan,
  { before, limit }: Pick<HistoryFilter, 'before' | 'limit'>,
): Promise<{ events: SharingEvent[]; next: number | null }> {
  const start = before ?? Number.MAX_SAFE_INTEGER
  const found = await inSpan(
    db,
    caller.id,
    reachOf(caller),
    start,
    limit + 1,
    from ?? null,
    until ?? null,
    about ?? null,
  )
  return asPage(found, limit)
}

/** Counts the events of a span, over all its pages. */
export async function countSpan(db: Database, caller: Caller, { from, until, about }: HistorySpan): Promise<number> {
  const [counted] = await count(db, caller.id, reachOf(caller), from ?? null, until ?? null, about ?? null)
  return counted?.count ?? 0
}

/** Makes a page of rows; one row more than `limit` tells whether there is another page. */
function asPage(found: EventRow[], limit: number) {
  const rows = found.slice(0, limit)
  return { events: rows.map(eventOf), next: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
}

/** A row of events as `eventColumns` selects it. */
export type EventRow = {
  id: number
  at: Date
  action: SharingEvent['action']
  sensor: string
  owner: string | null
  guest: string | null
  actor: string | null
  data: { name?: string } & Record<string, unknown>
  reader: Side
}

/** Selects the columns of an event for a person. Addresses are current: people who left the service have none. */
export const eventColumns = (person: RawBuilder<unknown> | number) => sql`
  events.id, events.at, events.action, events.sensor_id as sensor, events.data,
  (select email from people where id = events.owner_id) as owner,
  (select email from people where id = events.guest_id) as guest,
  -- The new owner who took over a sensor stays anonymous, as in the letters about it.
  (select email from people where id = events.actor_id and events.action not in ('contested', 'lost')) as actor,
  case when events.owner_id = ${person} then 'owner' else 'guest' end as reader`

/** Returns which sentence an event has: to withdraw an invitation is also an `unshared`. */
export function kindOf({ action, data }: Pick<SharingEvent, 'action' | 'data'>): keyof Sentences {
  return action === 'unshared' && data.withdrawn === true ? 'withdrawn' : action
}

/** Converts a row to an item of the history, as the contract defines it. */
export function eventOf({
  id,
  at,
  action,
  sensor,
  owner,
  guest,
  actor,
  reader,
  data: { name = '', ...data },
}: EventRow): SharingEvent {
  const sentence = sentenceOf(reader, { action: kindOf({ action, data }), sensor, name, owner, guest })
  return { id, at: at.toISOString(), action, sensor, name, owner, guest, actor, words: sentence, data }
}

function page(
  db: Database,
  caller: Caller,
  { sensor, person }: Pick<HistoryFilter, 'sensor' | 'person'>,
  before: number,
  limit: number,
): Promise<EventRow[]> {
  if (sensor !== undefined && person !== undefined)
    return between(db, caller.id, reachOf(caller), before, limit, sensor, person)
  if (sensor !== undefined) return ofSensor(db, caller.id, reachOf(caller), before, limit, sensor)
  if (person !== undefined) return withPerson(db, caller.id, reachOf(caller), before, limit, person)
  return all(db, caller.id, reachOf(caller), before, limit)
}

/** Merges the caller's events as owner and as guest; each part reads its index in order and stops at `limit`. */
function ofBothRoles(
  caller: number,
  reach: Reach,
  before: number,
  limit: number,
  { given = sql`true`, got = sql`true` }: { given?: RawBuilder<unknown>; got?: RawBuilder<unknown> },
) {
  return sql<EventRow>`
    select ${eventColumns(caller)}
    from (
      (select * from events where owner_id = ${caller} and ${isInReach(reach, sql`sensor_id`)} and id < ${before} and ${given} order by id desc limit ${limit})
      union all
      (select * from events where guest_id = ${caller} and ${isInReach(reach, sql`sensor_id`)} and id < ${before} and ${got} order by id desc limit ${limit})
      order by id desc
      limit ${limit}
    ) as events
    order by events.id desc`
}

const all = statement<[caller: number, reach: Reach, before: number, limit: number], EventRow>(
  'history',
  (caller, reach, before, limit) => ofBothRoles(caller, reach, before, limit, {}),
)

const withPerson = statement<[caller: number, reach: Reach, before: number, limit: number, person: string], EventRow>(
  'history-with-person',
  (caller, reach, before, limit, person) => {
    const other = sql`(select id from people where email = ${person})`
    return ofBothRoles(caller, reach, before, limit, { given: sql`guest_id = ${other}`, got: sql`owner_id = ${other}` })
  },
)

const ofSensor = statement<[caller: number, reach: Reach, before: number, limit: number, sensor: string], EventRow>(
  'history-of-sensor',
  (caller, reach, before, limit, sensor) => sql`
    select ${eventColumns(caller)}
    from events
    where sensor_id = ${sensor} and ${isInReach(reach, sql`sensor_id`)} and id < ${before} and (owner_id = ${caller} or guest_id = ${caller})
    order by events.id desc
    limit ${limit}`,
)

const between = statement<
  [caller: number, reach: Reach, before: number, limit: number, sensor: string, person: string],
  EventRow
>('history-of-sensor-with-person', (caller, reach, before, limit, sensor, person) => {
  const other = sql`(select id from people where email = ${person})`
  return sql`
      select ${eventColumns(caller)}
      from events
      where sensor_id = ${sensor} and ${isInReach(reach, sql`sensor_id`)} and id < ${before}
        and (owner_id = ${caller} and guest_id = ${other} or guest_id = ${caller} and owner_id = ${other})
      order by events.id desc
      limit ${limit}`
})

/** Tests whether a row of events is in a span. Instants are compared in whole milliseconds, as they are shown. */
function isInSpan(from: number | null, until: number | null, about: string | null) {
  return sql`(
    (${from}::float8 is null or at >= to_timestamp(${from}::float8 / 1000))
    and (${until}::float8 is null or at < to_timestamp((${until}::float8 + 1) / 1000))
    and (${about}::text is null or (guest_id is null) = (${about} = 'sensor'))
  )`
}

const inSpan = statement<
  [
    caller: number,
    reach: Reach,
    before: number,
    limit: number,
    from: number | null,
    until: number | null,
    about: string | null,
  ],
  EventRow
>('history-in-span', (caller, reach, before, limit, from, until, about) => {
  const isIn = isInSpan(from, until, about)
  return ofBothRoles(caller, reach, before, limit, { given: isIn, got: isIn })
})

const count = statement<
  [caller: number, reach: Reach, from: number | null, until: number | null, about: string | null],
  { count: number }
>('count-history-in-span', (caller, reach, from, until, about) => {
  const isIn = isInSpan(from, until, about)
  return sql`
    select
      (select count(*) from events where owner_id = ${caller} and ${isInReach(reach, sql`sensor_id`)} and ${isIn})
      + (select count(*) from events where guest_id = ${caller} and ${isInReach(reach, sql`sensor_id`)} and ${isIn}) as count`
})
