/** Invariants of letters: each has its event, and what they contain. */
import { sql } from 'kysely'
import type { Invariant } from './invariant.ts'

/** Letters about the start or end of shares, with one row per sensor in each letter. */
const lettersOfSensors = sql`
  select letters.id, kind, recipient, sender, created_at, named ->> 'id' as sensor_id
  from letters
  cross join jsonb_array_elements(
    case when jsonb_typeof(content -> 'sensors') = 'array' then content -> 'sensors' else '[]' end
  ) as named
  where kind not in ('code', 'deletion', 'newSignIn', 'newKey', 'newPasskey', 'newPhone', 'expiring')`

/** What holds of letters after every statement. */
export const lettersFacts: Invariant[] = [
  {
    rule: 'each letter about a share has its event',
    of: ['letters'],
    wrong: sql`
      select concat('letter ', line.id, ': ', kind, ' of sensor ', sensor_id)
      from (${lettersOfSensors}) as line
      where not exists (
        select from events
        where events.sensor_id = line.sensor_id and events.at = line.created_at and action = any (
          case
            when kind in ('invitation', 'shared') then array['shared', 'resent']
            when kind = 'unclaimed' then array['unclaimed', 'contested']
            when kind = 'contested' then array['lost']
            else array[kind]
          end
        )
      )`,
  },
  {
    rule: 'no letter repeats the beginning or end of a share',
    of: ['letters'],
    wrong: sql`
      select concat('letters ', string_agg(id::text, ', ' order by id), ' of sensor ', sensor_id)
      from (${lettersOfSensors}) as line
      group by sensor_id, sender, recipient, created_at, case kind when 'invitation' then 'shared' else kind end
      having count(*) > 1`,
  },
  {
    rule: 'owners got a letter about each guest who left or declined',
    of: ['events'],
    wrong: sql`
      select concat('event ', events.id, ': ', action, ' by person ', events.guest_id)
      from events
      join people as owner on owner.id = events.owner_id
      where action in ('left', 'declined') and at > now() - interval '30 days'
        -- Letters about guests who deleted their accounts are emptied.
        and exists (select from people where people.id = events.guest_id)
        and not exists (
          select from (${lettersOfSensors}) as line
          where line.kind = events.action and line.recipient = owner.email and line.created_at = events.at
            and line.sensor_id = events.sensor_id
        )`,
  },
  {
    rule: 'letters have a known state, and no more attempts than counted',
    of: ['letters', 'letter_attempts'],
    wrong: sql`
      select concat('letter ', id, ': ', state)
      from letters
      where state not in (
          'queued', 'held', 'sending',
          'sent', 'delivered', 'bounced', 'complained', 'suppressed', 'muted', 'obsolete', 'given up'
        )
        or state = 'sending' and (claim is null or attempts < 1)
        or counted_at is not null and attempts < 1
      union all
      select concat('letter ', letter_id, ': attempt ', number, ' of ', attempts)
      from letter_attempts join letters on letters.id = letter_id
      where number not between 1 and attempts`,
  },
  {
    rule: 'finished letters contain no codes, and waiting letters are not empty',
    of: ['letters'],
    wrong: sql`
      select concat('letter ', id, ': ', kind, ', ', state)
      from letters
      where case
        when state in ('queued', 'held', 'sending') then content = '{}'
        else kind in ('code', 'deletion') and content <> '{}'
      end`,
  },
]
