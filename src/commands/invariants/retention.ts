/** What housekeeping must have deleted by now. */
import { sql } from 'kysely'
import { type Invariant, masked, nameOfShare } from './invariant.ts'

/**
 * The time of the last write to this database, at most now. A backup from last year contains nothing overdue, because
 * no housekeeping has run on it since.
 */
const lastSign = sql`(
  select least(now(), greatest(
    (select at from events order by id desc limit 1),
    (select created_at from letters order by id desc limit 1),
    (select max(last_accessed_at) from sessions),
    (select max(last_used_at) from access_keys),
    (select max(last_seen_at) from gateways)
  ))
)`

/**
 * Rows that were due before this time are overdue: housekeeping runs every ten minutes, and may have been down for a
 * day.
 */
const grace = sql`(${lastSign} - interval '1 day')`

/** What housekeeping keeps true. */
export const retention: Invariant[] = [
  {
    rule: 'expired shares have ended',
    of: ['shares'],
    wrong: sql`select ${nameOfShare} from shares where expires_at < ${grace}`,
  },
  {
    rule: 'access keys that expired 30 days ago have been deleted',
    of: ['access_keys'],
    wrong: sql`select concat('access key ', id) from access_keys where expires_at < ${grace} - interval '30 days'`,
  },
  {
    rule: 'letters that were finished 30 days ago have been deleted or emptied',
    of: ['letters'],
    wrong: sql`
      select concat('letter ', id, ': ', state) from letters
      where state not in ('queued', 'held', 'sending') and due_at < ${grace}`,
  },
  {
    rule: 'whoever operates the server has joined',
    of: ['people'],
    wrong: sql`select concat('person ', id) from people where operates_since is not null and joined_at is null`,
  },
  {
    rule: 'people who were only invited, and are no guests, have been deleted',
    of: ['people'],
    wrong: sql`
      select concat('person ', id)
      from people
      where joined_at is null and plan_changed_at is null and created_at < ${grace} - interval '1 day'
        and not exists (select from shares where guest_id = people.id)
        and not exists (select from events where guest_id = people.id and at > ${grace})`,
  },
  {
    rule: 'outdated declines, kept answers, used signatures and challenges, and lifts have been deleted',
    of: ['declines', 'kept_answers', 'used_signatures', 'used_challenges', 'suppressed_addresses'],
    wrong: sql`
      select concat('decline of owner ', owner_id) from declines where at < ${grace} - interval '30 days'
      union all
      select concat('answer to person ', person_id) from kept_answers where created_at < ${grace} - interval '1 day'
      union all
      select concat('signature ', left(encode(hash, 'hex'), 8)) from used_signatures where expires_at < ${grace}
      union all
      select concat('challenge ', left(encode(hash, 'hex'), 8)) from used_challenges where expires_at < ${grace}
      union all
      select concat('suppressed ', ${masked('email')}) from suppressed_addresses where is_lifted and at < ${grace} - interval '30 days'`,
  },
  {
    rule: 'letters about accounts that were deleted have been emptied a day after they were sent',
    of: ['letters'],
    wrong: sql`
      select concat('letter ', id) from letters
      where is_farewell and state not in ('queued', 'held', 'sending') and due_at < ${grace} + interval '29 days'`,
  },
  {
    rule: 'suppressions of addresses that nobody has are kept as hashes',
    of: ['suppressed_addresses'],
    wrong: sql`
      select concat('suppressed ', ${masked('email')}) from suppressed_addresses
      where at < ${grace}
        and not exists (select from people where people.email = suppressed_addresses.email)
        and not exists (select from letters where recipient = suppressed_addresses.email)`,
  },
  {
    rule: 'outdated codes, counters of tries, departures, previews and removed shares have been deleted',
    of: ['sign_in_codes', 'throttles', 'departures', 'previewed_addresses', 'removed_shares'],
    wrong: sql`
      select concat('code ', link_id) from sign_in_codes where expires_at < ${grace} - interval '1 day'
      union all
      select concat('counter that ended at ', ends_at) from throttles where ends_at < ${grace}
      union all
      select concat('departure ', left(encode(hash, 'hex'), 8)) from departures where at < ${grace} - interval '366 days'
      union all
      select concat('preview of owner ', owner_id) from previewed_addresses where at < ${grace} - interval '1 day'
      union all
      select concat('removal ', removal_id) from removed_shares where at < ${grace}`,
  },
  {
    rule: 'gateways that are not listed and silent for 30 days have been deleted',
    of: ['gateways'],
    wrong: sql`
      select concat('gateway ', id) from gateways
      where sealed_secret is null and last_seen_at < ${grace} - interval '30 days'`,
  },
  {
    rule: 'no measurement is older than every plan allows, or than its owner’s history',
    of: ['histories'],
    // Housekeeping reaches each history every day or two.
    wrong: sql`
      with clock as materialized (
        select
          floor(extract(epoch from ${grace} - interval '2 days'))::bigint as overdue,
          (select max(max_history_days) from plans) * 86400 as longest
      )
      select concat('sensor ', sensor_id, ': of ', to_timestamp(oldest.at) at time zone 'UTC', ' UTC')
      from histories
      cross join clock
      cross join lateral (
        select at from measurements where measurements.sensor_id = histories.sensor_id order by at limit 1
      ) as oldest
      where oldest.at < overdue - longest or oldest.at < begins_at and begins_at < overdue`,
  },
]
