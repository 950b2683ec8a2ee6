/** What every way to sign in ends with: the address joins, and a session begins. */
import { sql } from 'kysely'
import { notifyOwners } from '../../access/joined.ts'
import { recordAccountEvents } from '../../people/account-events.ts'
import { alert } from '../alerts.ts'

/** A person who has signed in; `newUser` if they did so for the first time. */
export type SignedIn = { email: string; session: string; newUser: boolean }

/**
 * CTEs that sign in the person whose address is in the CTE `used`, with a device in a network: what every way to sign in
 * ends with. They lock the person first.
 */
export const enter = (network: string, device: string) => sql`
  -- An invitation may have made the row. Shares point to it and wait for joined_at: nothing else has to be changed.
  joined as (
    insert into people (email, joined_at) select email, now() from used
    on conflict (email) do update set joined_at = coalesce(people.joined_at, excluded.joined_at)
    returning id, email, joined_at, joined_at = now() as is_new
  ),
  session as (
    insert into sessions (person_id, network, device) select id, ${network}, ${device} from joined returning id
  ),
  recorded as (${recordAccountEvents(sql`select id, 'signedIn', ${network}::text, ${device}::text, '{}'::jsonb from joined`)}
  ),
  -- Devices have been remembered for a shorter time than networks: the first one is not told of.
  alerted as materialized (
    select id, email
    from joined
    where exists (select from known_networks where person_id = joined.id)
      and (
        not exists (select from known_networks where person_id = joined.id and network = ${network})
        or exists (select from known_devices where person_id = joined.id)
          and not exists (select from known_devices where person_id = joined.id and device = ${device})
      )
  ),
  ${alert('newSignIn', sql`jsonb_build_object('network', ${network}::text, 'device', ${device}::text)`)},
  ${remember('device', device)},
  ${remember('network', network)}`

/** CTEs that remember a device or network of the person, and forget those that were not used for a year. */
function remember(what: 'device' | 'network', value: string) {
  const [table, column] = [sql.ref(`known_${what}s`), sql.ref(what)]
  return sql`
  ${sql.ref(`remembered_${what}`)} as (
    insert into ${table} (person_id, ${column}) select id, ${value} from joined
    on conflict (person_id, ${column}) do update set signed_in_at = excluded.signed_in_at
  ),
  ${sql.ref(`forgotten_${what}s`)} as (
    delete from ${table}
    where person_id = (select id from joined) and ${column} <> ${value} and signed_in_at < now() - interval '1 year'
  )`
}

/** SQL: the columns of `SignedIn`, and a notice to the owners who shared with somebody who is new. */
export const entered = sql`
  (select email from joined) as email,
  (select id from session) as session,
  (select is_new from joined) as "newUser",
  ${notifyOwners} as notified`
