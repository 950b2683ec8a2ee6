/** Invariants of people, their addresses and what is left of those who have gone. */
import { sql } from 'kysely'
import { unitSettings } from '../../measurements/units.ts'
import { nameSetting } from '../../people/display-name.ts'
import { emailPattern } from '../../people/email.ts'
import { languageSetting } from '../../people/language.ts'
import { zoneSetting } from '../../people/time-zone.ts'
import { type Invariant, masked } from './invariant.ts'

/** What holds of people after every statement. */
export const peopleFacts: Invariant[] = [
  {
    rule: 'addresses of people are in lower case and valid',
    of: ['people'],
    wrong: sql`
      select concat('person ', id, ': ', ${masked('email')})
      from people
      where email <> lower(email) or length(email) > 254 or position('@' in email) > 65
        or email !~ ${sql.lit(emailPattern.source)}`,
  },
  {
    rule: 'the settings in a person’s row are a copy of those that are stored',
    of: ['people', 'person_settings'],
    wrong: sql`
      select concat('person ', people.id)
      from people
      left join (
        select person_id, jsonb_object_agg(name, left(value, 64)) as settings
        from person_settings
        where name in (${sql.join(
          [...Object.values(unitSettings), zoneSetting, languageSetting, nameSetting].map(name => sql.lit(name)),
        )})
        group by person_id
      ) as stored on person_id = people.id
      where people.display is distinct from stored.settings`,
  },
  {
    rule: 'all other addresses are in lower case',
    of: ['letters', 'declines', 'suppressed_addresses', 'mutes', 'sign_in_codes', 'mailbox_messages'],
    wrong: sql`
      select concat(place, ': ', ${masked('address')})
      from (
        select 'letter ' || id, recipient from letters
        union all
        select 'letter ' || id, sender from letters
        union all
        select 'decline of owner ' || owner_id, guest from declines
        union all
        select 'suppressed', email from suppressed_addresses
        union all
        select 'mute', recipient from mutes
        union all
        select 'mute', sender from mutes
        union all
        select 'sign-in code', email from sign_in_codes
        union all
        select 'mailbox ' || id, recipient from mailbox_messages
      ) as standing (place, address)
      where address <> lower(address)`,
  },
  {
    rule: 'plan codes with a user are marked as used',
    of: ['plan_codes'],
    wrong: sql`
      select concat('code ', left(encode(hash, 'hex'), 8), ', person ', used_by) from plan_codes where used_by is not null and used_at is null`,
  },
  {
    rule: 'no id is issued twice: the next one is greater than all in use',
    of: [],
    wrong: sql`
      select concat('the next of ', sequence, ' is after ', coalesce(last::text, 'none'), ', but there is ', named)
      from (
        values
          ('people', pg_sequence_last_value('people_id_seq'), greatest(
            (select max(id) from people), (select max(owner_id) from events), (select max(guest_id) from events),
            (select max(actor_id) from events)
          )),
          ('letters', pg_sequence_last_value('letters_id_seq'), greatest(
            (select max(id) from letters), (select max(letter_id) from shares), (select max(letter) from mailbox_messages)
          )),
          ('events', pg_sequence_last_value('events_id_seq'), (select max(id) from events)),
          ('mailbox_messages', pg_sequence_last_value('mailbox_messages_id_seq'), (select max(id) from mailbox_messages))
      ) as sequences (sequence, last, named)
      where named > coalesce(last, 0)`,
  },
  {
    rule: 'letters and mutes name nobody who has left, beyond letters that still tell of it',
    of: ['letters', 'mutes'],
    // Only people who joined send anything, so a sender without a row has left.
    wrong: sql`
      select concat('letter ', id) from letters
      where sender is not null and not is_farewell and not exists (select from people where email = sender)
      union all
      select concat('mute of ', ${masked('sender')}) from mutes
      where not exists (select from people where email = sender)`,
  },
  {
    rule: 'the history of owners who have left holds no names',
    of: ['events'],
    wrong: sql`
      select concat('event ', id) from events
      where data ? 'name' and not exists (select from people where people.id = events.owner_id)`,
  },
]
