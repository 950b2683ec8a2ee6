/** Reads the events since a position, in an order in which no event can turn up late. */
import { type RawBuilder, sql } from 'kysely'
import { isLive } from '../access/permission.ts'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import { type EventRow, eventColumns } from './history.ts'

/*
 * An event's id is given before its transaction commits, so a reader by id alone would skip events of slow
 * transactions. So it reads windows of transactions, each up to the oldest running one (the horizon), and by id within
 * a window. An event's place (`tx`) is at least that of every transaction which ended before it was written. So if a
 * transaction waited for another's lock, both are in one window, or in two in the right order.
 */

/** A position: after all events of transactions below `from`, and of those below `until` the ones up to this `id`. */
export type Position = { server: string; from: bigint; until: bigint; id: number }

/** Writes a position as the id of a message. */
export function formatPosition({ server, from, until, id }: Position): string {
  return [server, from, until, id].join('-')
}

/** Parses an id that `written` made; null if the text cannot be one. */
export function parsePosition(text: string): Position | null {
  const [, server = '', from = '', until = '', id = ''] =
    /^([0-9a-f]{1,16})-([1-9]\d{0,18})-([1-9]\d{0,18})-(\d{1,15})$/.exec(text) ?? []
  const position = { server, from: BigInt(from), until: BigInt(until), id: Number(id) }
  return server && position.from <= position.until ? position : null
}

const server = sql`(select to_hex(system_identifier) from pg_control_system())`
const horizon = sql`pg_snapshot_xmin(pg_current_snapshot())`

/** Selects the guests who get an event of a sensor: their share is live now, and was there before the event. */
const guestsOf = sql`
  select shares.guest_id
  from shares
  join people on people.id = shares.guest_id
  where events.guest_id is null and shares.sensor_id = events.sensor_id and shares.created_at <= events.at and ${isLive}`

/** An event for one of the people whom it concerns. */
export type FollowerEvent = EventRow & { person: number }

type Row = { server: string; until: string; isHeld: boolean } & (FollowerEvent | { id: null })

/**
 * Reads a page of a window for the people of a JSON list: from one transaction up to `until`, or else to the horizon,
 * after an id. `isHeld`: there is an event beyond the window that waits for a running transaction.
 */
const readPage = statement<
  [people: string, from: string | null, until: string | null, after: number, limit: number],
  Row
>('events-of-window', (people, from, until, after, limit) => {
  const end = sql`coalesce(${until}::xid8, ${horizon})`
  return sql`
    with happened as materialized (
      select events.*, concerned.person
      from events
      cross join lateral (
        select events.owner_id as person
        union all
        select events.guest_id
        union all
        ${guestsOf}
      ) as concerned
      where events.tx >= ${from}::xid8 and events.tx < ${end} and events.id > ${after}
        and concerned.person in (select person from ${jsonRows(people, 'person bigint')})
      order by events.id
      fetch first ${limit} rows with ties
    )
    select
      ${server} as server, ${end}::text as until,
      -- In order, so that Postgres looks it up.
      (select tx from events where tx >= ${end} order by tx limit 1) is not null as "isHeld", news.*
    from (values (true)) as window_read
    left join (select person, ${eventColumns(sql`events.person`)} from happened as events) as news on true
    order by news.id`
})

/** A page of a window of events: `until` where the window ends, `isHeld` if a transaction holds up later ones. */
export type EventPage = { server: string; until: bigint; isHeld: boolean; news: FollowerEvent[]; isLast: boolean }

/** Reads a page of the events since a transaction; if `from` is null, only the horizon. `begun` continues a window. */
export async function readWindow(
  db: Database,
  people: number[],
  from: bigint | null,
  begun: { until: bigint; after: number } | null,
  limit = 1000,
): Promise<EventPage> {
  const list = JSON.stringify(people.map(person => ({ person })))
  const rows = await readPage(
    db,
    list,
    from?.toString() ?? null,
    begun?.until.toString() ?? null,
    begun?.after ?? 0,
    limit,
  )
  const [first] = rows
  if (!first) throw new Error('a window was read, and there was none')
  const news = rows.filter(row => row.id !== null)
  return {
    server: first.server,
    until: BigInt(first.until),
    isHeld: first.isHeld,
    news,
    isLast: news.length < limit,
  }
}

/** Reads a page of what a person missed in a window; reads only their events, however many others there are. */
export async function readMissed(
  db: Database,
  person: number,
  { from, until, id }: Omit<Position, 'server'>,
  limit: number,
): Promise<EventRow[]> {
  return missed(db, person, from.toString(), until.toString(), id, limit)
}

const missed = statement<[person: number, from: string, until: string, after: number, limit: number], EventRow>(
  'missed-events',
  (person, from, until, after, limit) => {
    const next = (which: RawBuilder<unknown>) => sql`
      select * from events
      where ${which} and id > ${after} and tx >= ${from}::xid8 and tx < ${until}::xid8
      order by id
      limit ${limit}`
    return sql`
      select ${eventColumns(person)}
      from (
        (${next(sql`owner_id = ${person}`)})
        union all
        (${next(sql`guest_id = ${person}`)})
        union all
        select sensors_event.*
        from shares
        join people on people.id = shares.guest_id
        cross join lateral (
          ${next(sql`sensor_id = shares.sensor_id and guest_id is null and at >= shares.created_at`)}
        ) as sensors_event
        where shares.guest_id = ${person} and ${isLive}
        order by id
        limit ${limit}
      ) as events
      order by events.id`
  },
)

/**
 * Resets the transactions of events that a dump brought from another server. Here these transactions are still in the
 * future, and the events would turn up then. Events that were written here stay as they are.
 */
export async function settleHistory(db: Database) {
  while ((await settle(db)).length > 0);
}

// Locks rows in pieces, in order, because several processes may start at once.
const settle = statement<[], { id: number }>(
  'settle-history',
  () => sql`
    update events set tx = '0'
    where id = any (array(
      select id from events where tx >= pg_snapshot_xmax(pg_current_snapshot()) order by tx limit 10000 for update
    ))
    returning id`,
)
