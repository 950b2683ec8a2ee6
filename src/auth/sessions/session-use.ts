/** Notes when and where sessions are used, after the request that used them was answered. */
import { sql } from 'kysely'
import { coalesce } from '../../db/coalesce.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'

/** How long a session lasts without being used. Its row is deleted later, by housekeeping. */
export const unusedAge = sql.lit('90 days')

/** SQL condition: a row of sessions was used lately enough. */
export const isUsed = sql`last_accessed_at > now() - interval ${unusedAge}`

/** SQL condition: the use of a session is to be noted. So it is written at most once an hour. */
export const isUnnoted = sql`last_accessed_at < now() - interval '1 hour'`

/** The most networks that are remembered of a person: each of them has a budget of sign-in codes. */
const mostNetworks = sql.lit(20)

/** Notes that a session was used in a network, which is a known network of its person from then on. */
export async function noteUse(db: Database, use: { session: string; network: string }): Promise<void> {
  const [noted] = await touch(db, [use])
  if (noted?.person) await know(db, noted.person, use.network)
}

// A session that another process touches just now need not be touched.
const touchAll = statement<[uses: string], { person: number | null }>(
  'touch-sessions',
  uses => sql`
    with used as materialized (
      select position, session, network from ${jsonRows(uses, 'position int, session uuid, network text')}
    ),
    touched as (
      update sessions set last_accessed_at = now(), network = used.network
      from (select distinct on (session) session, network from used order by session, position desc) as used
      where id = session and ${isUnnoted} and id = any (array(
        select id from sessions
        where id = any (array(select session from used)) and ${isUnnoted}
        for update skip locked
      ))
      returning id, person_id
    )
    select person_id as person
    from used
    left join touched on touched.id = session
    order by position`,
)

const touch = coalesce<{ session: string; network: string }, { person: number | null }>(touchAll)

// A statement of its own, because it locks the person's row, and sessions are locked after their person.
const know = statement<[person: number, network: string], never>(
  'know-network',
  (person, network) => sql`
    with surplus as (
      delete from known_networks
      where person_id = ${person} and network in (
        select network from known_networks
        where person_id = ${person} and network <> ${network}
        order by signed_in_at desc
        offset ${mostNetworks} - 1
        for update skip locked
      )
    )
    insert into known_networks (person_id, network) select id, ${network} from people where id = ${person}
    on conflict (person_id, network) do update set signed_in_at = excluded.signed_in_at`,
)
