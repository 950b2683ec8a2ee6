/** Shares sensors with people. */
import { sql } from 'kysely'
import { coalesce } from '../db/coalesce.ts'
import type { Database } from '../db/open.ts'
import { listed, statement } from '../db/statement.ts'
import { nextLetter, owe } from '../mail/outbox.ts'
import type { Caller } from '../people/identify.ts'
import { planNow } from '../people/plan.ts'
import { Refusal } from '../refusal.ts'
import { books, named, ofSensor } from './books.ts'
import { isExpired } from './permission.ts'

/** One sensor for one person, who is told by letter unless `notify` is false. The sensor's id is in upper case, the address in lower case. */
export type Ask = { sensor: string; guest: string; notify?: boolean }

/** What became of an ask; `invited` when its guest has not joined yet. */
export type Shared = { invited: boolean }

/**
 * Shares sensors with people and owes each guest one letter for all of them. Answers each ask by itself, in order: shared,
 * or the refusal `yourself`, `notOwner` (also when there is no such sensor), `alreadyShared`, `sensorFull`, `planFull` or `planForbids`.
 */
export async function share(db: Database, caller: Caller, asks: Ask[]): Promise<(Shared | Refusal)[]> {
  const toOthers = asks.filter(({ guest }) => guest !== caller.email).map(ask => ({ ...ask, caller: caller.id }))
  const verdicts = toOthers.length > 0 ? await together(db, toOthers) : []
  return asks.map(({ guest }) => (guest === caller.email ? new Refusal('yourself') : answer(verdicts.shift())))
}

type Verdict = {
  outcome: 'shared' | 'notOwner' | 'alreadyShared' | 'sensorFull' | 'planFull' | 'planForbids'
  invited: boolean
}

function answer(verdict: Verdict | undefined): Shared | Refusal {
  if (!verdict) throw new Error('an ask got no verdict')
  return verdict.outcome === 'shared' ? { invited: verdict.invited } : new Refusal(verdict.outcome)
}

/*
 * Locks first: sensors, then owners, each in key order, as every statement does that changes shares. What is read under the
 * locks is as it is now: the locked rows themselves, and guests through guest_now(). The rest of the statement has an older
 * snapshot, in which a share that was committed while we waited cannot be seen.
 *
 * Rows are looked up one by one (lateral): Postgres takes any list for a hundred asks, and to join that many it would rather
 * read all of a table that is not very large.
 */
const shareAll = statement<[asks: string], Verdict>(
  'share',
  asks => sql`
    with ask as materialized (
      select * from ${listed(asks, 'position int, call int, caller bigint, sensor text collate "C", guest text collate "C", notify boolean')}
    ),
    sensor as materialized (
      select sensor.*
      from (select distinct sensor as id, caller from ask order by id) as wanted
      cross join lateral (
        select id, owner_id, name, picture, share_count
        from sensors
        where sensors.id = wanted.id and owner_id = wanted.caller
        for no key update
      ) as sensor
    ),
    locked_owner as materialized (
      select person.*
      from (select distinct owner_id as id from sensor order by id) as wanted
      cross join lateral (
        select id, email, share_count, ${planNow} as plan from people where people.id = wanted.id for no key update
      ) as person
    ),
    -- Plans are joined after the lock: before it, an owner whose plan was changed while we waited would match none.
    owner as materialized (
      select locked_owner.*, plans.max_shares, plans.max_shares_per_sensor
      from locked_owner
      join plans on plans.name = locked_owner.plan
    ),
    expired as (
      delete from shares
      where sensor_id = any (array(select id from sensor)) and ${isExpired}
      returning sensor_id, guest_id, ${ofSensor('owner_id')} as owner_id, ${ofSensor('name')} as sensor_name
    ),

    room as materialized (
      select
        sensor.id as sensor_id, sensor.name, sensor.picture, owner.id as owner_id, owner.email as owner_email, owner.max_shares,
        owner.max_shares_per_sensor - sensor.share_count
          + (select count(*) from expired where sensor_id = sensor.id) as room_of_sensor,
        owner.max_shares - owner.share_count
          + (select count(*) from expired where owner_id = owner.id) as room_of_owner
      from sensor
      join owner on owner.id = sensor.owner_id
    ),
    -- Asks for own sensors, each with its guest as of now.
    own as materialized (
      select ask.*, room.*, guest.id as guest_id, guest.joined, guest.shared
      from ask
      join room on room.sensor_id = ask.sensor and room.owner_id = ask.caller
      cross join lateral guest_now(room.sensor_id, ask.guest, room.owner_id) as guest
    ),
    -- Fresh pairs, the first ask for each. Room is given in the order of the asks: by the sensor, then by the owner.
    fresh as (
      select distinct on (sensor, guest) * from own where not shared order by sensor, guest, position
    ),
    fitting as (
      select *, row_number() over (partition by sensor order by position) <= room_of_sensor as sensor_has_room from fresh
    ),
    placed as (
      select *, row_number() over (partition by owner_id order by position) <= room_of_owner as owner_has_room
      from fitting
      where sensor_has_room
    ),
    allowed as materialized (
      select * from placed where owner_has_room
    ),
    newcomer as materialized (
      select guest, known_person(guest) as id
      from (select distinct guest from allowed where guest_id is null order by guest) as unknown
    ),
    granted as materialized (
      select allowed.*, coalesce(guest_id, newcomer.id) as granted_id
      from allowed
      left join newcomer using (guest)
    ),
    -- Each share names its letter, so the letters' ids are taken first.
    envelope as materialized (
      select call, guest, ${nextLetter} as letter_id
      from (select distinct call, guest from granted where notify is not false) as told
    ),
    started as (
      insert into shares (sensor_id, guest_id, name, picture, letter_id)
      select sensor, granted_id, name, picture, letter_id
      from granted
      left join envelope on notify is not false and envelope.call = granted.call and envelope.guest = granted.guest
      order by sensor, granted_id
      on conflict (sensor_id, guest_id) do nothing
      returning sensor_id, guest_id, letter_id
    ),
    done as materialized (
      select granted.*, letter_id
      from granted
      join started on started.sensor_id = granted.sensor and started.guest_id = granted.granted_id
    ),

    change as (
      select sensor_id, owner_id, guest_id, null::bigint as actor_id, 'expired' as action, ${named(sql`sensor_name`)} as data
      from expired
      union all
      select sensor, owner_id, granted_id, owner_id, 'shared', ${named(sql`name`)} from done
    ),
    ${books},
    owed as (${owe(sql`
      select
        case when bool_or(joined) over (partition by guest) then 'shared' else 'invitation' end as kind, call,
        guest as recipient, owner_email as sender, sensor as sensor_id, name, position, letter_id
      from done
      where letter_id is not null`)})

    select
      case
        when own.position is null then 'notOwner'
        when done.position is not null then 'shared'
        when own.shared or allowed.position is not null then 'alreadyShared'
        when own.max_shares = 0 then 'planForbids'
        when own.room_of_sensor <= (select count(*) from allowed where allowed.sensor = own.sensor) then 'sensorFull'
        else 'planFull'
      end as outcome,
      coalesce(not own.joined, false) as invited
    from ask
    left join own on own.position = ask.position
    left join done on done.position = ask.position
    left join allowed on allowed.sensor = own.sensor and allowed.guest = own.guest
    order by ask.position`,
)

const together = coalesce<Ask & { caller: number }, Verdict>(shareAll)
