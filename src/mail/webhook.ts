/** Stores what Postmark's webhook reports about letters that Postmark accepted. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'

/** The fields of Postmark's events that are read; all others are ignored. */
export type PostmarkEvent = {
  RecordType: string
  MessageID?: string | null
  Metadata?: Record<string, unknown> | null
  /** The address, in a bounce or a complaint. */
  Email?: string
  /** The address, in all other events. */
  Recipient?: string
  /** The kind of a bounce, and whether Postmark stopped sending to the address because of it. */
  Type?: string
  Inactive?: boolean
  /** Whether Postmark stopped sending to the address, in a change of subscription. */
  SuppressSending?: boolean
  SuppressionReason?: string | null
  DeliveredAt?: string
  BouncedAt?: string
  ChangedAt?: string
}

/**
 * Stores the events of a webhook, which may come in any order and repeatedly. For a letter the strongest report wins
 * (complained, then bounced, then delivered), for an address the latest one. Other events are ignored.
 */
export async function noteEvents(db: Database, events: PostmarkEvent[], now = Date.now()): Promise<void> {
  const heard = events.map(event => read(event, now)).filter(line => line !== undefined)
  const letters = heard.filter(line => line.state !== undefined && line.letter !== undefined)
  const addresses = heard.filter(line => line.suppressed !== undefined && line.email !== '')
  if (letters.length > 0) await noteLetters(db, JSON.stringify(letters))
  if (addresses.length > 0) await noteAddresses(db, JSON.stringify(addresses))
}

type Line = {
  letter: number | undefined
  email: string
  at: string
  message: string
  state?: 'delivered' | 'bounced' | 'complained'
  reason?: string
  /** Whether the address gets no more mail (true), or gets mail again (false). */
  suppressed?: boolean
  why?: 'bounced' | 'complained'
}

/** Bounces that mean that the address does not exist or wants no mail. */
const hardBounces = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'])
/** Bounces of this one letter; the address may still work. */
const softBounces = new Set([
  'SoftBounce',
  'DnsError',
  'Blocked',
  'SpamNotification',
  'VirusNotification',
  'DMARCPolicy',
])

function read(event: PostmarkEvent, now: number): Line | undefined {
  const common = {
    letter: letterOf(event.Metadata),
    email: clean(event.Email ?? event.Recipient).toLowerCase(),
    at: instantOf(event.DeliveredAt ?? event.BouncedAt ?? event.ChangedAt, now),
    message: clean(event.MessageID),
  }
  switch (event.RecordType) {
    case 'Delivery':
      return { ...common, state: 'delivered' }
    case 'SpamComplaint':
      return { ...common, state: 'complained', reason: 'SpamComplaint', suppressed: true, why: 'complained' }
    case 'Bounce': {
      const reason = clean(event.Type)
      if (reason === 'SpamComplaint') return read({ ...event, RecordType: 'SpamComplaint' }, now)
      if (hardBounces.has(reason) || event.Inactive === true)
        return { ...common, state: 'bounced', reason, suppressed: true, why: 'bounced' }
      // All other kinds report a delay or an automatic reply.
      return softBounces.has(reason) ? { ...common, state: 'bounced', reason } : undefined
    }
    case 'SubscriptionChange':
      return {
        ...common,
        suppressed: event.SuppressSending === true,
        why: event.SuppressionReason === 'HardBounce' ? 'bounced' : 'complained',
      }
    default:
      return undefined
  }
}

function letterOf(metadata: PostmarkEvent['Metadata']): number | undefined {
  const letter = Number(metadata?.letter)
  return Number.isSafeInteger(letter) && letter > 0 ? letter : undefined
}

function clean(text: unknown): string {
  return typeof text === 'string' ? text.replaceAll('\0', '').slice(0, 254).toWellFormed() : ''
}

/**
 * Returns the time of an event, or `now` if it is missing, invalid or in the future (the sender's clock may be wrong).
 */
function instantOf(text: unknown, now: number): string {
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return new Date(at >= 0 && at <= now ? at : now).toISOString()
}

/** Ranks the reports about a letter; the highest wins. A delivery outranks a soft bounce, because it may follow one. */
const weight = (state: string, reason: string) => sql`
  case ${sql.ref(state)}
    when 'complained' then 4
    when 'bounced' then case when ${sql.ref(reason)} in (${sql.join([...softBounces].map(type => sql.lit(type)))}) then 1 else 3 end
    when 'delivered' then 2
    else 0
  end`

const noteLetters = statement<[lines: string], never>(
  'note-events-of-letters',
  lines => sql`
    with line as materialized (
      select distinct on (letter) *
      from ${jsonRows(lines, 'letter bigint, state text, reason text, message text')}
      order by letter, ${weight('state', 'reason')} desc
    ),
    locked as materialized (
      select id from letters where id = any (array(select letter from line)) order by id for update
    )
    update letters set
      state = line.state,
      reason = line.reason,
      message_id = coalesce(nullif(line.message, ''), letters.message_id),
      is_unsure = false,
      due_at = now() + interval '30 days',
      content = case when kind in ('code', 'deletion') then '{}' else content end
    from line
    where letters.id = any (array(select id from locked)) and letters.id = line.letter
      and ${weight('letters.state', 'letters.reason')} < ${weight('line.state', 'line.reason')}`,
)

const noteAddresses = statement<[lines: string], never>(
  'note-events-of-addresses',
  lines => sql`
    insert into suppressed_addresses as known (email, reason, at, is_lifted)
    select distinct on (email) email, why, at, not suppressed
    from ${jsonRows(lines, 'email text, why text, at timestamptz, suppressed boolean')}
    order by email, at desc, suppressed desc
    on conflict (email) do update set reason = excluded.reason, at = excluded.at, is_lifted = excluded.is_lifted
    -- If both have the same time, the suppression wins.
    where known.at < excluded.at or (known.at = excluded.at and known.is_lifted and not excluded.is_lifted)`,
)
