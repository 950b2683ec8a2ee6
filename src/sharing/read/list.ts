/** Lists shares, given and received, page by page. */
import { sql } from 'kysely'
import { isExpired, isInReach, type Reach, reachOf, type State, state } from '../../access/permission.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { fate } from '../../mail/fate.ts'
import type { Caller } from '../../people/caller.ts'
import { chosenName } from '../../people/display-name.ts'
import { Refusal } from '../../refusal.ts'
import { type ShareRow, type ShareView, selectedColumns, shareColumns, shareView } from './shown.ts'

/** Which shares to list; undefined means any. `after` is the cursor of the next page. */
export type Filter = {
  sensor: string | undefined
  person: string | undefined
  direction: ShareView['direction'] | undefined
  state: State | undefined
  after: string | undefined
  limit: number
}

/** A share in a list; `ownerName`: what the owner of a received one calls themselves, if they have a name. */
export type ListedShare = ShareView & { ownerName?: string }

/** Lists shares given, by sensor and guest, then received, by sensor. Refuses a bad `after` with `malformed`. */
export async function listShares(
  db: Database,
  caller: Caller,
  { sensor, person, direction, state, after, limit }: Filter,
): Promise<{ shares: ListedShare[]; next: string | null }> {
  const place = after === undefined ? undefined : readPlace(after)
  const wantsGiven = direction !== 'got' && place?.direction !== 'got'
  const wantsGot = direction !== 'given'
  const given = place?.direction === 'given' ? place : start
  const got = place?.direction === 'got' ? place : start
  // One row more than `limit` tells whether there is another page.
  const [only, partner, wanted] = [sensor ?? null, person ?? null, state ?? null]
  const found = await find(
    db,
    caller.id,
    reachOf(caller),
    only,
    partner,
    wanted,
    wantsGiven,
    given.sensor,
    given.guest,
    wantsGot,
    got.sensor,
    limit + 1,
  )
  const page = found.slice(0, limit)
  return {
    shares: page.map(({ guestId, ownerDisplay, ...share }) => {
      const ownerName = chosenName(ownerDisplay)
      return { ...shareView(share), ...(ownerName && { ownerName }) }
    }),
    next: found.length > limit ? writePlace(page.at(-1)) : null,
  }
}

/** Lists all shares given and received, in the same order, page after page. */
export async function listAllShares(
  db: Database,
  caller: Caller,
  filter: Omit<Filter, 'after' | 'limit'>,
): Promise<ShareView[]> {
  const found: ShareView[] = []
  for (let after: string | undefined; ; ) {
    const { shares, next } = await listShares(db, caller, { ...filter, after, limit: mostPerPage })
    found.push(...shares)
    if (next === null) return found
    after = next
  }
}

const mostPerPage = 1_000

/** Cursor: the last row of a page. */
type Place = { direction: ShareView['direction']; sensor: string; guest: number }

const start = { sensor: '', guest: 0 }

const writePlace = (last: Row | undefined) =>
  last ? Buffer.from(`${last.direction} ${last.sensor} ${last.guestId}`).toString('base64url') : null

function readPlace(after: string): Place {
  const text = Buffer.from(after, 'base64url').toString('latin1')
  const [, direction, sensor, guest] = /^(given|got) ([0-9A-F:]{17,23}) (\d{1,15})$/.exec(text) ?? []
  if (!direction || !sensor) throw new Refusal('malformed', 'The field "after" is not the "next" of a page.')
  return { direction: direction as Place['direction'], sensor, guest: Number(guest) }
}

type Row = ShareRow & { guestId: number; ownerDisplay: Record<string, string> | null }

/*
 * Each of the three queries uses an index and reads only the caller's own shares, or those of the requested person.
 * Parameters decide once for the whole statement which queries run. Planner hint: the order inside a lateral query
 * keeps Postgres from joining whole tables.
 */
const find = statement<
  [
    caller: number,
    reach: Reach,
    sensor: string | null,
    person: string | null,
    state: State | null,
    wantsGiven: boolean,
    afterSensor: string,
    afterGuest: number,
    wantsGot: boolean,
    afterGot: string,
    most: number,
  ],
  Row
>(
  'list-shares',
  (caller, reach, sensor, person, wanted, wantsGiven, afterSensor, afterGuest, wantsGot, afterGot, most) => {
    // Ids begin with a hex digit, so all of them sort before G.
    const isWanted = sql`between coalesce(${sensor}, '') and coalesce(${sensor}, 'G')`
    const isMeant = sql`${isInReach(reach, sql`shares.sensor_id`)} and ${isExpired} is not true and (${wanted}::text is null or ${state} = ${wanted})`
    const isAfter = sql`(shares.sensor_id > ${afterSensor} or shares.guest_id > ${afterGuest})`
    return sql`
    with given as (
      select
        1 as part, sensors.name, (select email from people where id = ${caller}) as owner, null::jsonb as "ownerDisplay", share.*
      from sensors
      cross join lateral (
        select ${shareColumns}, guest_id as "guestId", letter_id
        from shares
        cross join lateral (select email, joined_at from people where id = shares.guest_id limit 1) as people
        where shares.sensor_id = sensors.id and ${isAfter} and ${isMeant}
        order by guest_id
      ) as share
      where ${wantsGiven}::boolean and ${person}::text is null
        and sensors.owner_id = ${caller} and sensors.id ${isWanted} and sensors.id >= ${afterSensor}
      order by sensors.id, "guestId"
      limit ${most}
    ),
    given_to as (
      select
        1 as part, sensors.name, (select email from people where id = ${caller}) as owner, null::jsonb as "ownerDisplay", share.*
      from (select * from people where email = ${person}) as people
      cross join lateral (
        select ${shareColumns}, guest_id as "guestId", letter_id
        from shares
        where shares.guest_id = people.id and shares.sensor_id ${isWanted} and shares.sensor_id >= ${afterSensor}
          and ${isAfter} and ${isMeant}
        order by sensor_id
      ) as share
      cross join lateral (select name, owner_id from sensors where id = share.sensor limit 1) as sensors
      where ${wantsGiven}::boolean and ${person}::text is not null and sensors.owner_id = ${caller}
      order by share.sensor
      limit ${most}
    ),
    got as (
      select
        2 as part, share.called as name, owner.email as owner, owner.display as "ownerDisplay", ${selectedColumns}, "guestId",
        letter_id
      from (select * from people where id = ${caller}) as people
      cross join lateral (
        select ${shareColumns}, guest_id as "guestId", null::bigint as letter_id, shares.name as called
        from shares
        where shares.guest_id = people.id and shares.sensor_id ${isWanted} and shares.sensor_id > ${afterGot} and ${isMeant}
        order by sensor_id
      ) as share
      cross join lateral (select owner_id from sensors where id = share.sensor limit 1) as sensors
      cross join lateral (select email, display from people where id = sensors.owner_id limit 1) as owner
      where ${wantsGot}::boolean and (${person}::text is null or owner.email = ${person})
      order by share.sensor
      limit ${most}
    ),
    page as (
      select * from given union all select * from given_to union all select * from got
      order by part, sensor, "guestId"
      limit ${most}
    )
    select
      name, case part when 1 then 'given' else 'got' end as direction, owner, "ownerDisplay", ${selectedColumns}, "guestId",
      (select ${fate} from letters where id = letter_id) as letter
    from page as share
    order by part, sensor, "guestId"`
  },
)
