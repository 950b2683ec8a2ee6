/** What a guest should look at: invitations that wait for their answer, and access that has ended. */
import { sql } from 'kysely'
import { isExpired } from '../../access/permission.ts'
import { coalesce } from '../../db/coalesce.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import type { Caller } from '../../people/caller.ts'

/** Counts the invitations that wait for the caller's answer. Every page shows it, so those that wait share a statement. */
export async function countInvitations(db: Database, { id }: Caller): Promise<number> {
  const [found] = await count(db, [{ person: id }])
  return found?.invitations ?? 0
}

const count = coalesce<{ person: number }, { invitations: number }>(
  statement<[asks: string], { invitations: number }>(
    'count-invitations',
    asks => sql`
      select waiting.invitations
      from ${jsonRows(asks, 'position int, person bigint')}
      cross join lateral (
        select count(*)::int as invitations
        from shares
        where guest_id = listed.person and asked and accepted_at is null and ${isExpired} is not true
      ) as waiting
      order by position`,
  ),
)

/**
 * The end of the caller's access to a sensor; `owner` is null if they have left. `withdrawn`: the owner took back an
 * invitation that was not answered.
 */
export type AccessEnd = {
  id: number
  at: Date
  action: 'unshared' | 'withdrawn' | 'unclaimed' | 'contested' | 'expired'
  sensor: string
  name: string | null
  owner: string | null
}

const ends = sql`action in ('unshared', 'unclaimed', 'contested', 'expired')`

/**
 * Lists how the caller's access to sensors has ended in the last 30 days, the newest first: what they have not
 * dismissed, and of sensors that they have not got again.
 */
export const listAccessEnds = (db: Database, { id }: Caller): Promise<AccessEnd[]> => findEnds(db, id)

// Only the newest are looked at, however many there are.
const findEnds = statement<[person: number], AccessEnd>(
  'list-access-ends',
  person => sql`
    with reader as materialized (
      select joined_at, endings_read from people where id = ${person}
    ),
    newest as materialized (
      select id, at, action, sensor_id, owner_id, data
      from events
      where guest_id = ${person} and ${ends} and id > (select endings_read from reader)
      order by id desc
      limit 50
    ),
    latest as (
      select distinct on (sensor_id) * from newest order by sensor_id, id desc
    )
    select
      id, at, case when action = 'unshared' and data ? 'withdrawn' then 'withdrawn' else action end as action, sensor_id as sensor, data ->> 'name' as name, (select email from people where people.id = owner_id) as owner
    from latest
    where at > now() - interval '30 days' and at > (select joined_at from reader)
      and not exists (
        select from shares where shares.sensor_id = latest.sensor_id and guest_id = ${person} and ${isExpired} is not true
      )
      and not exists (select from sensors where sensors.id = latest.sensor_id and sensors.owner_id = ${person})
    order by id desc
    limit 5`,
)

/** Dismisses the ends of access up to an event, so that they are not listed again. The history keeps them. */
export async function dismissAccessEnds(db: Database, { id }: Caller, until: number): Promise<void> {
  await dismiss(db, id, until)
}

const dismiss = statement<[person: number, until: number], never>(
  'dismiss-access-ends',
  (person, until) => sql`
    update people set endings_read = greatest(endings_read, (
      select max(id) from events where guest_id = ${person} and ${ends} and id <= ${until}
    ))
    where id = ${person}`,
)
