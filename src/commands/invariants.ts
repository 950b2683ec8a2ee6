/** The invariants of the database: what all statements promise, as queries that find violations. */
import { type RawBuilder, sql } from 'kysely'
import { isExpired } from '../access/permission.ts'
import { readMigrations } from '../db/migrate.ts'
import type { Database, Handle } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'
import { emailPattern } from '../people/email.ts'
import { isDeviceId, sensorChannels } from '../sharing/channels.ts'

/** `wrong` selects one row per violation: a text that identifies it by ids, never by a full address. */
type Invariant = { rule: string; of: (keyof Tables)[]; wrong: RawBuilder<unknown> }

/** The result of one check: the number of rows examined, the number of violations and a few examples. */
export type Finding = { rule: string; rows: number; wrong: number; examples: string[]; ms: number }

type Report = { begins?: (rule: string) => void; found: (finding: Finding) => void }

const mostExamples = 5

/**
 * Checks all invariants on one snapshot, without blocking users of the database. Stops if the tables belong to another
 * version. Inside a transaction, checks what that transaction sees.
 */
export async function checkAll(db: Handle, report: Report) {
  await atOneInstant(db, async look => {
    const migrations = await look.checkMigrations(report)
    if (migrations.wrong > 0) return
    const references = await look.findReferences()
    for (const invariant of [schema, ...references, ...facts, ...retention]) await look.check(invariant, report)
  })
}

/** Checks only the invariants that every statement maintains on its own, immediately. */
export async function checkFacts(db: Database, report: Report) {
  await atOneInstant(db, async look => {
    for (const invariant of facts) await look.check(invariant, report)
  })
}

async function atOneInstant(db: Handle, work: (look: ReturnType<typeof lookAt>) => Promise<void>) {
  if (db.isTransaction) return work(lookAt(db))
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async trx => {
      // The sorts are large; with the default work_mem Postgres would do them on disk in many small parts.
      await sql`set local work_mem = '64MB'`.execute(trx)
      await work(lookAt(trx))
    })
}

function lookAt(trx: Handle) {
  const counted = new Map<string, number>()

  async function count(table: string): Promise<number> {
    const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(trx)
    const count = rows[0]?.rows ?? 0
    counted.set(table, count)
    return count
  }

  async function check({ rule, of, wrong }: Invariant, { begins, found }: Report) {
    begins?.(rule)
    const start = performance.now()
    let looked = 0
    for (const table of of) looked += counted.get(table) ?? (await count(table))
    const { rows } = await sql<{ wrong: string; total: number }>`
      select wrong, count(*) over () as total from (${wrong}) as found (wrong) limit ${sql.lit(mostExamples)}`.execute(
      trx,
    )
    found({
      rule,
      rows: looked,
      wrong: rows[0]?.total ?? 0,
      examples: rows.map(({ wrong }) => wrong),
      ms: performance.now() - start,
    })
  }

  /** Compares the migrations that ran with those of this version. */
  async function checkMigrations({ begins, found }: Report): Promise<Finding> {
    const rule = 'the tables are those of this version'
    begins?.(rule)
    const start = performance.now()
    const { rows } = await sql<{ is_there: boolean }>`select to_regclass('migrations') is not null as is_there`.execute(
      trx,
    )
    const ran = rows[0]?.is_there ? await trx.selectFrom('migrations').select(['name', 'checksum']).execute() : []
    const ours = await readMigrations()
    const checksums = new Map(ran.map(({ name, checksum }) => [name, checksum]))
    const wrong = [
      ...ours
        .filter(({ name }) => !checksums.has(name))
        .map(({ name }) => `${name} has not run: start the service once`),
      ...ours
        .filter(({ name, checksum }) => (checksums.get(name) ?? checksum) !== checksum)
        .map(({ name }) => `${name} was another one when it ran`),
      ...ran
        .filter(({ name }) => !ours.some(known => known.name === name))
        .map(({ name }) => `${name} is not known here: it is of a newer version`),
    ]
    const finding = {
      rule,
      rows: ran.length,
      wrong: wrong.length,
      examples: wrong.slice(0, mostExamples),
      ms: performance.now() - start,
    }
    found(finding)
    return finding
  }

  /**
   * Creates an invariant for each foreign key. Postgres enforces them, except while a dump is restored without
   * triggers, or after data was lost on disk.
   */
  async function findReferences(): Promise<Invariant[]> {
    const { rows } = await sql<{ from: keyof Tables; column: string; to: keyof Tables; key: string; id: string }>`
      select
        conrelid::regclass::text as "from", own.attname as column, confrelid::regclass::text as "to", their.attname as key,
        (
          select attname from pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0]
          where indrelid = conrelid and indisprimary
        ) as id
      from pg_constraint
      join pg_attribute as own on own.attrelid = conrelid and own.attnum = conkey[1]
      join pg_attribute as their on their.attrelid = confrelid and their.attnum = confkey[1]
      where contype = 'f' and cardinality(conkey) = 1 and connamespace = 'public'::regnamespace
      order by 1, 2`.execute(trx)
    return rows.map(({ from, column, to, key, id }) => ({
      rule: `${from}.${column} leads to a row of ${to}`,
      of: [from],
      wrong: sql`
        select concat(${sql.lit(`${from} `)}, ${sql.ref(`line.${id}`)}, ${sql.lit(`: no ${to} `)}, ${sql.ref(`line.${column}`)})
        from ${sql.table(from)} as line
        where ${sql.ref(`line.${column}`)} is not null
          and not exists (select from ${sql.table(to)} as target where ${sql.ref(`target.${key}`)} = ${sql.ref(`line.${column}`)})`,
    }))
  }

  return { check, checkMigrations, findReferences }
}

/** Detects what an interrupted restore leaves behind. */
const schema: Invariant = {
  rule: 'indexes are valid, triggers are on, constraints have been checked',
  of: [],
  wrong: sql`
    select 'index ' || indexrelid::regclass
    from pg_index join pg_class on pg_class.oid = indrelid
    where relnamespace = 'public'::regnamespace and not (indisvalid and indisready)
    union all
    select 'trigger ' || tgname
    from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = 'public'::regnamespace and tgenabled <> 'O'
    union all
    select 'constraint ' || conname from pg_constraint where connamespace = 'public'::regnamespace and not convalidated`,
}

const endings = sql`('unshared', 'left', 'declined', 'expired', 'unclaimed', 'contested')`
const nameOfShare = sql`concat('sensor ', sensor_id, ', guest ', guest_id)`

/** Letters about the start or end of shares, with one row per sensor in each letter. */
const lettersOfSensors = sql`
  select letters.id, kind, recipient, sender, created_at, named ->> 'id' as sensor_id
  from letters
  cross join jsonb_array_elements(
    case when jsonb_typeof(content -> 'sensors') = 'array' then content -> 'sensors' else '[]' end
  ) as named
  where kind not in ('code', 'deletion', 'newSignIn', 'newKey', 'newPasskey', 'expiring')`

/** Masks an address: its owner still recognizes it, but a stranger can't write to it. */
const masked = (address: string) =>
  sql`concat(left(${sql.ref(address)}, 1), '***', substring(${sql.ref(address)} from '@.*$'))`

/** Compares a counter column of `table` with the number of rows in `rows (key)`. */
function counts(table: 'sensors' | 'people', counter: string, rows: RawBuilder<unknown>): Invariant['wrong'] {
  return sql`
    select concat(${sql.lit(table === 'sensors' ? 'sensor ' : 'person ')}, id, ' says ', counter, ', there are ', coalesce(number, 0))
    from (select id, ${sql.ref(counter)} as counter from ${sql.table(table)}) as counting
    left join (select key, count(*) as number from (${rows}) as counted (key) group by key) as rows on key = id
    where counter <> coalesce(number, 0)`
}

const facts: Invariant[] = [
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
    rule: 'a kept picture is what its sensor or share shows',
    of: ['pictures', 'sensors', 'shares'],
    wrong: sql`
      select concat('picture ', pictures.id, ' of ', pictures.sensor_id)
      from pictures
      join sensors on sensors.id = pictures.sensor_id
      left join shares on shares.sensor_id = pictures.sensor_id and shares.guest_id = pictures.guest_id
      where position(pictures.id::text in coalesce(case when pictures.guest_id is null then sensors.picture else shares.picture end, '')) = 0`,
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
  {
    rule: 'the history of a claimed sensor is its owner’s',
    of: ['histories'],
    wrong: sql`
      select concat('sensor ', sensor_id, ': person ', histories.owner_id, ', not ', sensors.owner_id)
      from histories join sensors on sensors.id = sensor_id
      where histories.owner_id is distinct from sensors.owner_id`,
  },
  {
    rule: 'measurements belong to a history',
    of: ['histories'],
    // Jumps from sensor to sensor through the primary key instead of reading all measurements.
    wrong: sql`
      with recursive heard as (
        (select sensor_id from measurements order by sensor_id limit 1)
        union all
        select (select sensor_id from measurements where sensor_id > heard.sensor_id order by sensor_id limit 1)
        from heard
        where heard.sensor_id is not null
      )
      select concat('sensor ', sensor_id)
      from heard
      where sensor_id is not null and not exists (select from histories where histories.sensor_id = heard.sensor_id)`,
  },
]

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

const retention: Invariant[] = [
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
    rule: 'outdated codes, counters of tries, departures and previews have been deleted',
    of: ['sign_in_codes', 'throttles', 'departures', 'previewed_addresses'],
    wrong: sql`
      select concat('code ', link_id) from sign_in_codes where expires_at < ${grace} - interval '1 day'
      union all
      select concat('counter that ended at ', ends_at) from throttles where ends_at < ${grace}
      union all
      select concat('departure ', left(encode(hash, 'hex'), 8)) from departures where at < ${grace} - interval '366 days'
      union all
      select concat('preview of owner ', owner_id) from previewed_addresses where at < ${grace} - interval '1 day'`,
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
