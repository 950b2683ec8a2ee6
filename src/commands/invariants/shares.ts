/** Invariants of shares: their counters, their history and their letters. */
import { type RawBuilder, sql } from 'kysely'
import { isExpired } from '../../access/permission.ts'
import { isDeviceId, sensorChannels } from '../../sharing/channels.ts'
import { endings, type Invariant, nameOfShare } from './invariant.ts'

/** Compares a counter column of `table` with the number of rows in `rows (key)`. */
function counts(table: 'sensors' | 'people', counter: string, rows: RawBuilder<unknown>): Invariant['wrong'] {
  return sql`
    select concat(${sql.lit(table === 'sensors' ? 'sensor ' : 'person ')}, id, ' says ', counter, ', there are ', coalesce(number, 0))
    from (select id, ${sql.ref(counter)} as counter from ${sql.table(table)}) as counting
    left join (select key, count(*) as number from (${rows}) as counted (key) group by key) as rows on key = id
    where counter <> coalesce(number, 0)`
}

/** What holds of shares after every statement. */
export const sharesFacts: Invariant[] = [
  {
    rule: 'sensors.share_count is the number of its shares',
    of: ['sensors'],
    wrong: counts('sensors', 'share_count', sql`select sensor_id from shares`),
  },
  {
    rule: 'people.share_count is the number of shares that they gave',
    of: ['people'],
    wrong: counts('people', 'share_count', sql`select owner_id from shares join sensors on sensors.id = sensor_id`),
  },
  {
    rule: 'people.claim_count is the number of their sensors',
    of: ['people'],
    wrong: counts('people', 'claim_count', sql`select owner_id from sensors`),
  },
  {
    rule: 'the history of each existing share has no end, that of every other share has one',
    of: ['events', 'shares'],
    wrong: sql`
      select concat(${nameOfShare}, ': ', case when sum(step) > 0 then 'never ended, and is not there' else 'is there, and never began' end)
      from (
        select sensor_id, guest_id, case action when 'shared' then 1 else -1 end as step
        from events
        where action = 'shared' or action in ${endings}
        union all
        select sensor_id, guest_id, -1 from shares
      ) as steps
      group by sensor_id, guest_id
      having sum(step) <> 0`,
  },
  {
    rule: 'beginnings and ends of a share alternate in the history',
    of: ['events'],
    wrong: sql`
      select concat('event ', id, ': ', action, case when before is null then ', first of all' else ', after ' || before end)
      from (
        select id, action, lag(action) over (partition by sensor_id, guest_id order by id) as before
        from events
        where action = 'shared' or action in ${endings}
      ) as steps
      where (action = 'shared') = (before is not distinct from 'shared')`,
  },
  {
    rule: 'nobody is guest of their own sensor',
    of: ['shares'],
    wrong: sql`select ${nameOfShare} from shares join sensors on sensors.id = sensor_id where owner_id = guest_id`,
  },
  {
    rule: 'shared channels and services exist',
    of: ['shares'],
    wrong: sql`
      select concat(${nameOfShare}, ': no ', channel)
      from shares
      cross join unnest(channels) as channel
      where ${isExpired} is not true and case
        when ${isDeviceId(sql`sensor_id`)} then not exists (select from services where services.sensor_id = shares.sensor_id and id = channel)
        else channel not in (${sql.join(sensorChannels.map(channel => sql.lit(channel)))})
      end`,
  },
  {
    rule: 'shares end after they begin',
    of: ['shares'],
    wrong: sql`select ${nameOfShare} from shares where expires_at <= starts_at`,
  },
  {
    rule: 'only devices of 8 octets have services',
    of: ['services'],
    wrong: sql`select concat('sensor ', sensor_id, ', service ', id) from services where not ${isDeviceId(sql`sensor_id`)}`,
  },
  {
    rule: 'the letter of a share goes from its owner to its guest, and names its sensor',
    of: ['shares'],
    wrong: sql`
      select concat(${nameOfShare}, ': letter ', letter_id)
      from shares
      join letters on letters.id = letter_id
      join sensors on sensors.id = sensor_id
      join people as owner on owner.id = owner_id
      join people as guest on guest.id = guest_id
      where kind not in ('invitation', 'shared') or recipient <> guest.email or sender is distinct from owner.email
        or content <> '{}' and not content @> jsonb_build_object('sensors', jsonb_build_array(jsonb_build_object('id', sensor_id)))`,
  },
  {
    rule: 'letters of shares are kept for 30 days',
    of: ['shares'],
    wrong: sql`
      select concat(${nameOfShare}, ': no letter ', letter_id)
      from shares
      where letter_id is not null and greatest(created_at, resent_at) > now() - interval '30 days'
        and not exists (select from letters where letters.id = letter_id)`,
  },
]
