/** Emails that tell people about a sign-in from somewhere new, and about a new access key, passkey or address for a phone. */
import { type RawBuilder, sql } from 'kysely'
import { statement } from '../db/statement.ts'
import { instantText } from '../mail/outbox.ts'
import { recordAccountEvents } from '../people/account-events.ts'

/** A person gets at most so many of these emails a day. Otherwise a thief of a session could flood their mailbox. */
const mostAlerts = sql.lit(10)

/**
 * CTEs that write an email of a kind to the person in the CTE `alerted (id, email)`, if there is one; `content` says
 * what it is about. The counter is a row that is locked, so the limit holds for many at once.
 */
export const alert = (kind: 'newSignIn' | 'newKey' | 'newPasskey' | 'newPhone', content: RawBuilder<unknown>) => sql`
  alerts as (
    insert into throttles as throttle (key, tries, ends_at)
    select 'alerts of ' || id, 1, now() + interval '1 day' from alerted
    on conflict (key) do update set
      tries = case when throttle.ends_at <= now() then 1 else least(throttle.tries, ${mostAlerts}) + 1 end,
      ends_at = case when throttle.ends_at <= now() then excluded.ends_at else throttle.ends_at end
    returning tries
  ),
  alert as (
    insert into letters (kind, recipient, content)
    select ${sql.lit(kind)}, email, jsonb_build_object('person', id, 'at', ${instantText(sql`now()`)}) || ${content}
    from alerted
    where (select tries from alerts) <= ${mostAlerts}
  )`

/** Records a new access key and tells its person by email; in the transaction that made the key. */
export const tellOfKey = statement<[person: number, key: string, name: string], never>(
  'tell-of-access-key',
  (person, key, name) => sql`
    with alerted as materialized (
      select id, email from people where id = ${person}
    ),
    ${alert('newKey', sql`jsonb_build_object('name', ${name}::text)`)}
    ${recordAccountEvents(sql`
      select id, 'keyMade', null, null, jsonb_build_object('key', ${key}::text, 'name', ${name}::text) from alerted`)}`,
)

/** Records a new passkey and tells its person by email; in the transaction that added it. */
export const tellOfPasskey = statement<[person: number, name: string], never>(
  'tell-of-passkey',
  (person, name) => sql`
    with alerted as materialized (
      select id, email from people where id = ${person}
    ),
    ${alert('newPasskey', sql`jsonb_build_object('name', ${name}::text)`)}
    ${recordAccountEvents(sql`
      select id, 'passkeyAdded', null, null, jsonb_build_object('name', ${name}::text) from alerted`)}`,
)

/** Records a new address for a phone that forwards and tells its person by email; in the transaction that made it. */
export const tellOfPhone = statement<[person: number, name: string], never>(
  'tell-of-phone',
  (person, name) => sql`
    with alerted as materialized (
      select id, email from people where id = ${person}
    ),
    ${alert('newPhone', sql`jsonb_build_object('name', ${name}::text)`)}
    ${recordAccountEvents(sql`
      select id, 'phoneAdded', null, null, jsonb_build_object('name', ${name}::text) from alerted`)}`,
)
