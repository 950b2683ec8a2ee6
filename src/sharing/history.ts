/** What happened to sensors and shares, as those see it whom it concerns. */
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Tables } from '../db/tables.ts'
import type { Caller } from '../people/identify.ts'
import { type Reader, words } from './history-words.ts'

export type Happened = {
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

export type Filter = {
  sensor: string | undefined
  person: string | undefined
  before: number | undefined
  limit: number
}

/**
 * The caller's page of it, the newest first; `next` is the `before` of the next one. What happens to a sensor concerns who
 * owned it then; what happens to a share concerns its guest, too.
 */
export async function listHistory(
  db: Database,
  { id }: Caller,
  { sensor, person, before, limit }: Filter,
): Promise<{ events: Happened[]; next: number | null }> {
  const from = before ?? Number.MAX_SAFE_INTEGER
  // One more tells whether there is another page.
  const found = await page(db, id, { sensor, person }, from, limit + 1)
  const rows = found.slice(0, limit)
  return { events: rows.map(told), next: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
}

/** A row of events as `toldColumns` reads it. */
export type Told = {
  id: number
  at: Date
  action: Happened['action']
  sensor: string
  owner: string | null
  guest: string | null
  actor: string | null
  data: { name?: string } & Record<string, unknown>
  reader: Reader
}

/** Reads a row of events for a person. Addresses are looked up now: who has left the service has none. */
export const toldColumns = (person: RawBuilder<unknown> | number) => sql`
  events.id, events.at, events.action, events.sensor_id as sensor, events.data,
  (select email from people where id = events.owner_id) as owner,
  (select email from people where id = events.guest_id) as guest,
  -- Who proved to have a sensor is nobody's business, as in the letters about it.
  (select email from people where id = events.actor_id and events.action not in ('contested', 'lost')) as actor,
  case when events.owner_id = ${person} then 'owner' else 'guest' end as reader`

/** An item of the history, as the contract writes it. */
export function told({
  id,
  at,
  action,
  sensor,
  owner,
  guest,
  actor,
  reader,
  data: { name = '', ...data },
}: Told): Happened {
  const sentence = words(reader, { action, sensor, name, owner, guest })
  return { id, at: at.toISOString(), action, sensor, name, owner, guest, actor, words: sentence, data }
}

function page(
  db: Database,
  caller: number,
  { sensor, person }: Pick<Filter, 'sensor' | 'person'>,
  before: number,
  limit: number,
): Promise<Told[]> {
  if (sensor !== undefined && person !== undefined) return between(db, caller, before, limit, sensor, person)
  if (sensor !== undefined) return ofSensor(db, caller, before, limit, sensor)
  if (person !== undefined) return withPerson(db, caller, before, limit, person)
  return all(db, caller, before, limit)
}

/** Merges the events of both roles, each read from its index in its order and only so far. */
function ofBothRoles(
  caller: number,
  before: number,
  limit: number,
  { given = sql`true`, got = sql`true` }: { given?: RawBuilder<unknown>; got?: RawBuilder<unknown> },
) {
  return sql<Told>`
    select ${toldColumns(caller)}
    from (
      (select * from events where owner_id = ${caller} and id < ${before} and ${given} order by id desc limit ${limit})
      union all
      (select * from events where guest_id = ${caller} and id < ${before} and ${got} order by id desc limit ${limit})
      order by id desc
      limit ${limit}
    ) as events
    order by events.id desc`
}

const all = statement<[caller: number, before: number, limit: number], Told>('history', (caller, before, limit) =>
  ofBothRoles(caller, before, limit, {}),
)

const withPerson = statement<[caller: number, before: number, limit: number, person: string], Told>(
  'history-with-person',
  (caller, before, limit, person) => {
    const other = sql`(select id from people where email = ${person})`
    return ofBothRoles(caller, before, limit, { given: sql`guest_id = ${other}`, got: sql`owner_id = ${other}` })
  },
)

const ofSensor = statement<[caller: number, before: number, limit: number, sensor: string], Told>(
  'history-of-sensor',
  (caller, before, limit, sensor) => sql`
    select ${toldColumns(caller)}
    from events
    where sensor_id = ${sensor} and id < ${before} and (owner_id = ${caller} or guest_id = ${caller})
    order by events.id desc
    limit ${limit}`,
)

const between = statement<[caller: number, before: number, limit: number, sensor: string, person: string], Told>(
  'history-of-sensor-with-person',
  (caller, before, limit, sensor, person) => {
    const other = sql`(select id from people where email = ${person})`
    return sql`
      select ${toldColumns(caller)}
      from events
      where sensor_id = ${sensor} and id < ${before}
        and (owner_id = ${caller} and guest_id = ${other} or guest_id = ${caller} and owner_id = ${other})
      order by events.id desc
      limit ${limit}`
  },
)
