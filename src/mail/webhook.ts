/** What Postmark tells afterwards of letters that it took: its webhook. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'

/** An event as Postmark sends it. Of everything else that it sends nothing is read. */
export type PostmarkEvent = {
  RecordType: string
  MessageID?: string | null
  Metadata?: Record<string, unknown> | null
  /** Of a bounce or complaint, the address. */
  Email?: string
  /** Of the others. */
  Recipient?: string
  /** Of a bounce, and whether Postmark sends nothing to the address any more because of it. */
  Type?: string
  Inactive?: boolean
  /** Of a change of subscription: whether Postmark sends nothing to this address any more. */
  SuppressSending?: boolean
  SuppressionReason?: string | null
  DeliveredAt?: string
  BouncedAt?: string
  ChangedAt?: string
}

/**
 * Notes what became of letters and addresses. Events may come in any order and repeatedly: of a letter what weighs most stays
 * (delivered, bounced, complained), of an address what happened last. Events that nobody needs are passed over.
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
  /** Whether the address gets no mail any more, or gets mail again. */
  suppressed?: boolean
  why?: 'bounced' | 'complained'
}

/** Bounces that say that the address does not exist, or wants no mail. */
const hardBounces = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'])
/** Not delivered this time. */
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
      // Others tell of a delay, or of an answer by a machine.
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

/** The clock of the sender may be wrong; but what is to come cannot have happened. */
function instantOf(text: unknown, now: number): string {
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return new Date(at >= 0 && at <= now ? at : now).toISOString()
}

/** How much a truth about a letter weighs; what weighs more stays. A delivery after a soft bounce is the happier end of it. */
const weight = (state: string, reason: string) => sql`
  case ${sql.ref(state)}
    when 'complained' then 4
    when 'bounced' then case when ${sql.ref(reason)} in (${sql.join([...softBounces].map(one => sql.lit(one)))}) then 1 else 3 end
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
    -- At one and the same instant the bad news stays.
    where known.at < excluded.at or (known.at = excluded.at and known.is_lifted and not excluded.is_lifted)`,
)
