/** Claims due letters for a courier, and decides which of them are not sent. */
import { type RawBuilder, sql } from 'kysely'
import { jsonRows, statement } from '../../db/statement.ts'
import type { Tables } from '../../db/tables.ts'
import { planNow } from '../../plans/plan.ts'
import { settings } from '../email-settings.ts'
import { instantText } from '../outbox.ts'

/** How long a claim lasts, in seconds, unless it is renewed. After that another courier may take the letters over. */
export const claimSeconds = 45

/** A letter that was due. The claim holds it only if it is `sending`; otherwise `letters.reason` says why. */
export type Claimed = {
  id: number
  kind: Tables['letters']['kind']
  recipient: string
  sender: string | null
  content: Record<string, unknown>
  state: 'sending' | 'held' | 'suppressed' | 'muted' | 'obsolete' | 'given up'
  /** Whether the letter may have been sent already. */
  unsure: boolean
  /** The settings of the recipient and of the sender: for the language, the time zone and the sender's name. */
  display: Record<string, string> | null
  senderDisplay: Record<string, string> | null
}

/** Returns the given time, or else the database's, so that all processes agree. */
export const instant = (at: string | null) => sql`coalesce(${at}::timestamptz, now())`

/** Letters that one person can cause to be sent to another: the limits and mutes apply only to them. */
const isGuarded = sql`
  (kind in ('invitation', 'shared', 'unshared', 'left', 'accepted', 'declined', 'unclaimed', 'expiring') and sender <> recipient) is true`

// The most guarded letters to one recipient within 24 hours: from one sender, and from all senders.
const mostOfPair = sql.lit(30)
const mostToRecipient = sql.lit(100)

// The key of the advisory lock: any number that all versions of the program share and no other lock uses.
const lock = sql.lit(5_032_028)

/** CTEs: one courier after the other takes the due letters. */
const due = (most: number, at: string | null) => sql`
  turn as materialized (
    select pg_advisory_xact_lock(${lock})
  ),
  clock as materialized (
    -- Not now(), which is from before the wait for the lock.
    select coalesce(${at}::timestamptz, clock_timestamp()) as now from turn
  ),
  due as materialized (
    select letter.*, clock.now
    from clock
    cross join lateral (
      select id, kind, recipient, sender, content, created_at, state, attempts, counted_at, ${isGuarded} as is_guarded
      from letters
      where state in ('queued', 'held', 'sending') and due_at <= clock.now
      order by due_at
      limit ${most}
      for update skip locked
    ) as letter
    -- Planner hint, always true: keeps the row estimate low, so that the primary key is used. For the limit alone,
    -- Postgres expects a tenth of the table, and scans it.
    where letter.id = coalesce(letter.id, 0)
  )`

/** The email setting that a kind of letter belongs to; null for those that cannot be switched off. */
const settingIn = (kind: RawBuilder<unknown>) => sql`
  case ${kind} ${sql.join(
    Object.entries(settings).flatMap(([setting, kinds]) =>
      kinds.map(kind => sql`when ${sql.lit(kind)} then ${sql.lit(setting)}`),
    ),
    sql` `,
  )} end`

/** CTE: which of the due letters are not sent, and why. */
const judged = sql`
  judged as materialized (
    select
      due.*, suppressed.reason as suppressed_reason, setting.is_off, reader.display, writer.display as sender_display,
      case
        when kind = 'code' and (due.created_at <= due.now - interval '15 minutes' or not code.is_there) then 'obsolete'
        when kind in ('invitation', 'shared', 'expiring') and not share.is_there then 'obsolete'
        when suppressed.reason is not null then 'suppressed'
        when is_guarded and mute.is_there then 'muted'
        when setting.is_off then 'obsolete'
      end as ended
    from due
    cross join lateral (select (
      select reason from suppressed_addresses
      where email = due.recipient and not is_lifted
        -- A complaint is about emails that others cause. It must not end signing in.
        and not (reason = 'complained' and due.kind in ('code', 'deletion'))
    ) as reason) as suppressed
    cross join lateral (select (
      select true from mutes where mutes.recipient = due.recipient and mutes.sender = due.sender
    ) is not null as is_there) as mute
    left join lateral (
      select emails_off, display from people where people.email = due.recipient limit 1
    ) as reader on true
    left join lateral (select display from people where people.email = due.sender limit 1) as writer on true
    cross join lateral (select (${settingIn(sql`due.kind`)} = any (reader.emails_off)) is true as is_off) as setting
    cross join lateral (select case when kind = 'code' then (
      select true from sign_in_codes
      where link_id = case when due.content ->> 'link' ~ '^[0-9a-f-]{36}$' then (due.content ->> 'link')::uuid end
        and expires_at > due.now
    ) is not null end as is_there) as code
    -- Ignores shares that another letter announces, or whose end has changed since.
    cross join lateral (select case when kind in ('invitation', 'shared', 'expiring') then (
      select true
      from people
      cross join lateral jsonb_array_elements(due.content -> 'sensors') as named
      cross join lateral (
        select from shares
        where shares.sensor_id = named ->> 'id' and shares.guest_id = people.id
          and (shares.expires_at <= due.now) is not true
          and case due.kind
            when 'expiring' then ${instantText(sql`shares.expires_at`)} = due.content ->> 'expiresAt'
            else shares.letter_id = due.id or shares.letter_id is null
          end
      ) as share
      where people.email = coalesce(due.content ->> 'guest', due.recipient)
      limit 1
    ) is not null end as is_there) as share
  )`

/** CTEs: the limits, in the order of the letters' ids: first per pair, then per recipient, then per sender. */
const limited = sql`
  by_pair as (
    select
      judged.id, sender, recipient, to_recipient, by_sender, most_by_sender,
      row_number() over (partition by sender, recipient order by judged.id) <= ${mostOfPair} - of_pair as pair_has_room
    from judged
    cross join lateral letters_since(sender, recipient, judged.now - interval '1 day') as counted
    cross join lateral (
      select greatest(50, 5 * max_shares::bigint) as most_by_sender
      from plans
      where name = coalesce((select ${planNow} from people where email = judged.sender), 'Basic')
    ) as allowance
    where ended is null and is_guarded and counted_at is null
  ),
  by_recipient as (
    select *, row_number() over (partition by recipient order by id) <= ${mostToRecipient} - to_recipient as recipient_has_room
    from by_pair
    where pair_has_room
  ),
  by_sender as (
    select
      id,
      recipient_has_room,
      row_number() over (partition by sender, recipient_has_room order by id)
        <= most_by_sender - by_sender as sender_has_room
    from by_recipient
  )`

/** CTE: what becomes of each due letter. */
const verdict = sql`
  verdict as materialized (
    select
      judged.*,
      case
        when ended is not null then ended
        when not is_guarded or counted_at is not null or (recipient_has_room and sender_has_room) then 'sending'
        when created_at <= now - interval '3 days' then 'given up'
        else 'held'
      end as verdict,
      case
        when ended = 'suppressed' then suppressed_reason
        when ended = 'obsolete' then case when is_off then 'switchedOff' when kind = 'code' then 'codeEnded' else 'shareEnded' end
        when ended is not null or not is_guarded or counted_at is not null then null
        when by_sender.id is null then 'pairLimit'
        when not recipient_has_room then 'recipientLimit'
        when not sender_has_room then 'senderLimit'
      end as why
    -- Planner hint: a full join is never a nested loop.
    from judged
    full join by_sender using (id)
  )`

/**
 * Claims up to `most` due letters, those waiting longest first, and decides which are not sent. An advisory lock makes
 * couriers claim in turn, so that the limits hold in any race (docs/design/emails.md). Look-ups are scalar subqueries
 * or lateral: with `exists` in a `case`, Postgres might read a whole table.
 */
export const claimLetters = statement<[claim: string, most: number, at: string | null], Claimed>(
  'claim-letters',
  (claim, most, at) => sql`
    with ${due(most, at)},
    ${judged},
    ${limited},
    ${verdict},
    -- Due while it is being sent: its courier did not renew the claim, and nobody knows whether the letter went out.
    cut_off as (
      insert into letter_attempts (letter_id, number, at, outcome)
      select id, attempts, now, 'cut off' from due where state = 'sending'
      on conflict do nothing
    )
    update letters set
      state = verdict.verdict,
      reason = verdict.why,
      claim = ${claim}::uuid,
      due_at = verdict.now + case verdict.verdict
        when 'sending' then interval '${sql.raw(String(claimSeconds))} seconds'
        -- Spread over half an hour, so that they are not all due at once.
        when 'held' then interval '30 minutes' + (letters.id % 1800) * interval '1 second'
        else interval '30 days'
      end,
      attempts = letters.attempts + case verdict.verdict when 'sending' then 1 else 0 end,
      is_unsure = letters.is_unsure or letters.state = 'sending',
      counted_at = case
        when verdict.verdict = 'sending' and is_guarded then coalesce(letters.counted_at, verdict.now)
        else letters.counted_at
      end,
      content = case
        when verdict.verdict not in ('sending', 'held') and letters.kind in ('code', 'deletion') then '{}'
        else letters.content
      end
    from verdict
    where letters.id = verdict.id
    returning
      letters.id, letters.kind, letters.recipient, letters.sender, letters.content, letters.state,
      letters.is_unsure as unsure, verdict.display, verdict.sender_display as "senderDisplay"`,
)

/** Renews a claim on the letters of a JSON list; returns the letters that it still holds. */
export const renewClaim = statement<[letters: string, claim: string, at: string | null], { id: number }>(
  'renew-claim',
  (letters, claim, at) => sql`
    update letters set due_at = ${instant(at)} + interval '${sql.raw(String(claimSeconds))} seconds'
    where id = any (array(select id from ${jsonRows(letters, 'id bigint')})) and state = 'sending' and claim = ${claim}::uuid
    returning id`,
)

/** Checks whether a letter is due. It costs less than a claim, so an idle courier polls with it. */
export const anyDue = statement<[at: string | null], { due: boolean }>(
  'any-letter-due',
  at => sql`
    select (
      select true
      from letters
      where state in ('queued', 'held', 'sending') and due_at <= ${instant(at)}
      -- Planner hint: makes Postgres use the index, whatever its row estimate.
      order by due_at
      limit 1
    ) is not null as due`,
)
