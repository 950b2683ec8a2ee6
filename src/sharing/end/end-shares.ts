/** Ends shares: the statement behind everything that ends them before they expire. */
import { sql } from 'kysely'
import { isExpired, isPending } from '../../access/permission.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { owe } from '../../mail/outbox.ts'
import { deleteExpired, expiredEvents, lockedOwners, nameDetail, recordAndCount } from '../books.ts'

/** What became of a request to end a share. */
export type Ending = { outcome: 'ended' | 'notOwner' | 'noSuchGuest' | 'noSuchShare' }

// Owes letters about the shares that have ended.
const letters = sql`
  owed as (${owe(
    sql`
      select
        case when guest is null then coalesce(action, 'left') when action is null then 'unshared' else 'unclaimed' end as kind,
        call,
        case when guest is null then owner_email else guest_email end as recipient,
        case when guest is null then guest_email else owner_email end as sender,
        sensor as sensor_id, name, position, letter as letter_id, wait
      from ended
      -- Nobody gets a letter about what they did themselves.
      where guest is null or not pending and guest_id is distinct from actor`,
    {},
    sql`now() + make_interval(secs => coalesce(max(wait), 0))`,
  )})`

/**
 * Ends the shares of a JSON list of asks. `guest` is an address, or null if the caller leaves; `action` and `actor`
 * override `unshared`, `left` and the caller; `letter` and `wait` are the letter's id and delay in seconds. Locks and
 * look-ups: see grant/share.ts. A share that began while this waited for locks is not seen: this call came first.
 */
export const endShares = statement<[asks: string], Ending>(
  'unshare',
  asks => sql`
    with ask as materialized (
      select
        asked.*,
        coalesce((select id from people where email = asked.guest), case when guest is null then caller end) as guest_id
      from (select * from ${jsonRows(asks, 'position int, call int, caller bigint, sensor text collate "C", guest text collate "C", action text, actor bigint, letter bigint, wait int')}) as asked
    ),
    sensor as materialized (
      select sensor.*
      from (
        select ask.sensor as id, array_agg(ask.caller) as callers, bool_or(ask.guest is null) as someone_leaves
        from ask
        cross join lateral (select from shares where sensor_id = ask.sensor and guest_id = ask.guest_id limit 1) as share
        group by ask.sensor
        order by ask.sensor
      ) as wanted
      cross join lateral (
        select id, owner_id, name
        from sensors
        where sensors.id = wanted.id and (wanted.someone_leaves or owner_id = any (wanted.callers))
        for no key update
      ) as sensor
    ),
    ${lockedOwners(sql`id, email`)},
    ${deleteExpired(sql`select id from sensor`)},
    -- If several asks end the same share, the first one counts.
    wish as materialized (
      select distinct on (ask.sensor, ask.guest_id) ask.*, owner.id as owner_id, owner.email as owner_email, sensor.name
      from ask
      join sensor on sensor.id = ask.sensor and (ask.guest is null or ask.caller = sensor.owner_id)
      join owner on owner.id = sensor.owner_id
      order by ask.sensor, ask.guest_id, ask.position
    ),
    ended as (
      delete from shares using wish, people
      where shares.sensor_id = wish.sensor and shares.guest_id = wish.guest_id and people.id = wish.guest_id
        and ${isExpired} is not true
      returning wish.*, people.email as guest_email, ${isPending} as pending
    ),

    change as (
      ${expiredEvents}
      union all
      select
        sensor, owner_id, guest_id, coalesce(actor, caller),
        coalesce(action, case when guest is null then 'left' else 'unshared' end),
        -- Guests who never had access read that the invitation was withdrawn.
        ${nameDetail(sql`name`)} || case when pending and guest is not null and action is null then '{"withdrawn": true}'::jsonb else '{}' end
      from ended
    ),
    ${recordAndCount},
    declined as (
      insert into declines (owner_id, guest)
      select distinct owner_id, guest_email from ended where action = 'declined' order by owner_id, guest_email
      on conflict (owner_id, guest) do update set at = excluded.at
    ),
    ${letters}

    select
      case
        when ended.position is not null then 'ended'
        when ask.guest is null then 'noSuchShare'
        when (select owner_id from sensors where id = ask.sensor) is distinct from ask.caller then 'notOwner'
        else 'noSuchGuest'
      end as outcome
    from ask
    left join ended on ended.position = ask.position
    order by ask.position`,
)
