/** Shares sensors with people. */

import { sql } from 'kysely'
import { coalesce } from '../../db/coalesce.ts'
import type { Handle } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { nextLetter, owe } from '../../mail/outbox.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { planNow } from '../../plans/plan.ts'
import { Refusal } from '../../refusal.ts'
import { deleteExpired, expiredEvents, lockedOwners, nameDetail, recordAndCount } from '../books.ts'
import { isDevice, noSuchChannel, notMeasured } from '../channels.ts'
import { type Terms, termColumns } from '../terms.ts'

/**
 * One sensor for one guest, on terms as `checkTerms` returns them; the id in upper case, the address in lower case. The
 * guest gets a letter unless `notify` is false, and must accept with `askFirst` or if they have set so themselves.
 * `services` are those that a device must have, if they are more than `channels`.
 */
export type Ask = Partial<Terms> & {
  sensor: string
  guest: string
  notify?: boolean
  askFirst?: boolean
  services?: string[]
}

/** Result of an ask. `invited`: the guest has not joined yet; `pending`: the guest must join or accept first. */
export type Shared = { invited: boolean; pending: boolean }

/**
 * Shares sensors and owes each guest one letter for all of them. Answers each ask in order: shared, or the refusal
 * `yourself`, `notOwner` (also if there is no such sensor), `noSuchChannel`, `alreadyShared`, `declinedBefore`,
 * `sensorFull`, `planFull` or `planForbids`.
 */
export async function share(db: Handle, caller: Caller, asks: Ask[]): Promise<(Shared | Refusal)[]> {
  const refused = asks.map(ask => refusedAtOnce(ask, caller))
  const rows = asks.filter((_, index) => !refused[index]).map(ask => rowOf(ask, caller))
  const verdicts = rows.length > 0 ? await shareBatched(db, rows) : []
  let next = 0
  return refused.map(refusal => refusal ?? answer(verdicts[next++]))
}

/** Refuses what can be judged without the database. */
function refusedAtOnce({ sensor, guest, channels }: Ask, caller: Caller): Refusal | undefined {
  if (guest === caller.email) return new Refusal('yourself')
  if (!reaches(caller, sensor)) return new Refusal('notOwner')
  const unknown = channels ? notMeasured(sensor, channels) : undefined
  return unknown === undefined ? undefined : noSuchChannel(unknown)
}

/**
 * Builds the row that the statement reads. `stated` are the terms that differ from the defaults: the history and letters
 * tell them, and the note only letters.
 */
function rowOf({ sensor, guest, notify, askFirst, services, note, ...terms }: Ask, caller: Caller) {
  const stated = Object.fromEntries(Object.entries(terms).filter(([, term]) => term))
  const required = services ?? terms.channels
  return {
    caller: caller.id,
    sensor,
    guest,
    notify,
    language: caller.language,
    asked: askFirst,
    ...((note || Object.keys(stated).length > 0) && { ...stated, note, stated }),
    ...(required && isDevice(sensor) && { services: required }),
  }
}
type Row = ReturnType<typeof rowOf>

type Verdict = Shared & {
  outcome:
    | 'shared'
    | 'notOwner'
    | 'noSuchChannel'
    | 'alreadyShared'
    | 'declinedBefore'
    | 'sensorFull'
    | 'planFull'
    | 'planForbids'
  missing: string | null
}

function answer(verdict: Verdict | undefined): Shared | Refusal {
  if (!verdict) throw new Error('an ask got no verdict')
  const { outcome, invited, pending, missing } = verdict
  if (outcome === 'shared') return { invited, pending }
  return missing === null ? new Refusal(outcome) : noSuchChannel(missing)
}

/*
 * The parts of `shareAll`. Only locked rows and what volatile functions read are current; the rest of the statement has
 * an older snapshot. Tables are joined laterally and asks by windows or full joins: Postgres misjudges the length of
 * the list, and would read whole tables or compare all asks with all. See docs/design/sharing.md.
 */

// Locks sensors, then owners, each in key order, and deletes the expired shares of these sensors.
const lock = sql`
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
  ${lockedOwners(sql`id, email, share_count, ${planNow} as plan`)},
  -- Plans are joined after the lock: before it, an owner whose plan was changed while we waited would match none.
  limited_owner as materialized (
    select owner.*, plans.max_shares, plans.max_shares_per_sensor
    from owner
    join plans on plans.name = owner.plan
  ),
  ${deleteExpired(sql`select id from sensor`)},
  swept as materialized (
    select sensor_id, count(*)::int as shares from expired group by sensor_id
  )`

// Judges every ask under the locks.
const judge = sql`
  room as materialized (
    select
      *, max_shares_per_sensor - share_count + freed as room_of_sensor,
      max_shares - shares_of_owner + sum(freed) over (partition by owner_id) as room_of_owner
    from (
      select
        sensor.id as sensor_id, sensor.name, sensor.picture, sensor.share_count, owner.id as owner_id, owner.email as owner_email,
        owner.share_count as shares_of_owner, max_shares, max_shares_per_sensor, coalesce(swept.shares, 0) as freed
      from sensor
      join limited_owner as owner on owner.id = sensor.owner_id
      full join swept on swept.sensor_id = sensor.id
    ) as counted
  ),
  -- Every ask. For own sensors: how many shares still fit, the guest, and the services, all as of now.
  known as materialized (
    select
      ask.*, sensor_id, name, picture, owner_id, owner_email, max_shares, room_of_sensor, room_of_owner,
      guest.id as guest_id, guest.joined, guest.shared, guest.declined_at, coalesce(asked, false) or guest.asks_first as asks_first,
      case when services is not null and sensor_id is not null then missing_service(sensor_id, services) end as missing
    from ask
    left join room on room.sensor_id = ask.sensor and room.owner_id = ask.caller
    left join lateral (
      select * from guest_now(room.sensor_id, ask.guest, room.owner_id) where room.sensor_id is not null
    ) as guest on true
  ),
  -- Pairs that can be shared; only the first ask for a pair counts. Limits apply in the order of the asks: first the
  -- sensor's, then the owner's.
  fresh as (
    select
      *, not shared and declined_at is null and missing is null
        and row_number() over (partition by sensor_id, guest order by position) = 1 as is_fresh
    from known
  ),
  fitting as (
    select
      *, is_fresh
        and count(*) filter (where is_fresh) over (partition by sensor_id order by position) <= room_of_sensor as is_fitting
    from fresh
  ),
  placed as (
    select
      *, is_fitting
        and count(*) filter (where is_fitting) over (partition by owner_id order by position) <= room_of_owner as is_placed
    from fitting
  ),
  judged as materialized (
    select
      *,
      case
        when sensor_id is null then 'notOwner'
        when missing is not null then 'noSuchChannel'
        when is_placed then 'shared'
        when shared or bool_or(is_placed) over (partition by sensor_id, guest) then 'alreadyShared'
        when declined_at is not null then 'declinedBefore'
        when max_shares = 0 then 'planForbids'
        when room_of_sensor <= count(*) filter (where is_placed) over (partition by sensor_id) then 'sensorFull'
        else 'planFull'
      end as outcome
    from placed
  )`

// Inserts the shares, and the people who are new.
const insert = sql`
  -- New people are inserted in the order of their addresses. \`known_person\` also finds a row that somebody who signs
  -- up has just inserted. Each share refers to its letter, so the letters' ids are drawn first.
  granted as materialized (
    select *, min(some_letter) over (partition by guest, call) as letter_id
    from (
      select
        *, case when outcome = 'shared' then coalesce(guest_id, known_person(guest)) end as granted_id,
        case when outcome = 'shared' and notify is not false then ${nextLetter} end as some_letter
      from judged
      order by guest, call
    ) as known_by_now
  ),
  started as (
    insert into shares (
      sensor_id, guest_id, name, picture, letter_id, asked, channels, scripting, note, starts_at, expires_at
    )
    select
      sensor, granted_id, name, picture, case when notify is not false then letter_id end, asks_first, channels,
      coalesce(scripting, false), coalesce(note, ''), "startsAt", "expiresAt"
    from granted
    where outcome = 'shared'
    order by sensor, granted_id
    on conflict (sensor_id, guest_id) do nothing
    returning sensor_id, guest_id
  ),
  done as materialized (
    select granted.*, started.guest_id is not null as is_done
    from granted
    full join started on started.sensor_id = granted.sensor and started.guest_id = granted.granted_id
  )`

// Writes history, counters and letters.
const record = sql`
  change as (
    ${expiredEvents}
    union all
    select
      sensor_id, owner_id, granted_id, owner_id, 'shared', ${nameDetail(sql`name`)} || coalesce(stated, '{}')
    from done
    where is_done
  ),
  ${recordAndCount},
  owed as (${owe(
    sql`
    select
      case when bool_or(joined) over (partition by guest) then 'shared' else 'invitation' end as kind, call,
      guest as recipient, owner_email as sender, sensor_id, name, position, letter_id, note, stated, asks_first,
      language
    from done
    where is_done and notify is not false`,
    {
      note: sql`nullif((array_agg(note order by position))[1], '')`,
      startsAt: sql`(array_agg(stated order by position))[1] ->> 'startsAt'`,
      expiresAt: sql`(array_agg(stated order by position))[1] ->> 'expiresAt'`,
      asked: sql`case when bool_or(asks_first) then true end`,
      language: sql`min(language)`,
    },
  )})`

const shareAll = statement<[asks: string], Verdict>(
  'share',
  asks => sql`
    with ask as materialized (
      select * from ${jsonRows(
        asks,
        `position int, call int, caller bigint, sensor text collate "C", guest text collate "C", notify boolean,
        language text, asked boolean, services text[], ${termColumns}, stated jsonb`,
      )}
    ),
    ${lock},
    ${judge},
    ${insert},
    ${record}

    select
      case when outcome = 'shared' and not is_done then 'alreadyShared' else outcome end as outcome,
      coalesce(not joined, false) as invited, coalesce(not joined or asks_first, false) as pending, missing
    from done
    order by position`,
)

const shareBatched = coalesce<Row, Verdict>(shareAll)
