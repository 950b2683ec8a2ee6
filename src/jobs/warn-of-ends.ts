/** Sends letters to owners and guests a day before shares end. */
import { sql } from 'kysely'
import { isExpired, isPending } from '../access/permission.ts'
import { statement } from '../db/statement.ts'
import { instantText, owe } from '../mail/outbox.ts'
import { inPieces } from './sweep.ts'

/** Cursor: the position of a share in the order in which shares end. */
type EndCursor = { endsAt: string; sensor: string; guest: number }

/**
 * Goes through the shares that end within a day, 500 at a time; queues one letter to the guest and one to the owner for
 * all sensors that end together. Skips shares already announced, made for a day or less, or pending.
 */
export const warnOfEnds = inPieces<EndCursor>(async (db, after) => {
  const { endsAt, sensor, guest } = after ?? { endsAt: '-infinity', sensor: '', guest: 0 }
  const [checked] = await warn(db, endsAt, sensor, guest)
  return checked ?? { done: 0, last: null }
})

const warn = statement<[endsAt: string, sensor: string, guest: number], { done: number; last: EndCursor | null }>(
  'warn-of-ends',
  (endsAt, sensor, guest) => sql`
    with looked as materialized (
      select sensor_id, guest_id, expires_at
      from shares
      where expires_at between greatest(now(), ${endsAt}::timestamptz) and now() + interval '1 day'
        and (expires_at, sensor_id, guest_id) > (${endsAt}::timestamptz, ${sensor}, ${guest}::bigint)
      order by expires_at, sensor_id, guest_id
      limit 500
    ),
    ending as materialized (
      select share.*
      from (select * from looked order by sensor_id, guest_id) as looked
      cross join lateral (
        select sensor_id, guest_id, asked, accepted_at, expires_at
        from shares
        where shares.sensor_id = looked.sensor_id and shares.guest_id = looked.guest_id
          and warned_at is null and ${isExpired} is not true and expires_at <= now() + interval '1 day'
          and expires_at > greatest(created_at, starts_at) + interval '1 day'
        for no key update skip locked
      ) as share
    ),
    announced as materialized (
      select shares.*, sensors.name, owner.email as owner_email, people.email as guest_email
      from ending as shares
      cross join lateral (select email, joined_at from people where id = shares.guest_id limit 1) as people
      cross join lateral (select owner_id, name from sensors where id = shares.sensor_id limit 1) as sensors
      cross join lateral (select email from people where id = sensors.owner_id limit 1) as owner
      where not ${isPending}
    ),
    noted as (
      update shares set warned_at = now()
      from announced
      where shares.sensor_id = any (array(select sensor_id from announced))
        and shares.sensor_id = announced.sensor_id and shares.guest_id = announced.guest_id
    ),
    owed as (${owe(
      sql`
        select
          'expiring' as kind, (expires_at, guest_email) as call, recipient, owner_email as sender, sensor_id, name,
          row_number() over (order by name, sensor_id) as position, null::bigint as letter_id, expires_at, guest_email
        from announced
        cross join lateral (values (guest_email), (owner_email)) as reader (recipient)`,
      { guest: sql`min(guest_email)`, expiresAt: instantText(sql`min(expires_at)`) },
    )})
    select
      (select count(*) from announced) as done,
      (
        select jsonb_build_object('endsAt', expires_at, 'sensor', sensor_id, 'guest', guest_id)
        from looked
        order by expires_at desc, sensor_id desc, guest_id desc
        limit 1
      ) as last`,
)
