/** Stores the results of a batch of letters. */
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { detail } from '../transports/detail.ts'
import type { SendOutcome } from '../transports/mailer.ts'
import { instant } from './claim-letters.ts'

/** The result of one attempt: the mailer's outcome, or what happened before the mailer was asked to send. */
export type Result =
  | SendOutcome
  /** The mailer had sent the letter before. */
  | { outcome: 'found'; messageId: string }
  /** The mailer could not say whether it had sent the letter before. */
  | { outcome: 'not asked'; detail: string }
  | { outcome: 'unwritable'; detail: string }

/**
 * In seconds: the shortest and the longest pause before a retry; and the shortest after an unknown outcome, because
 * Postmark's search needs that long to find a new message.
 */
const shortest = 5
const longest = 3600
const searchLag = 30

/**
 * Stores the results of a claim, each with its attempt; idempotent. A letter that is no longer `sending` under this
 * claim keeps its state: a webhook or another courier has changed it. Returns the new states of the other letters.
 */
export async function noteOutcomes(
  db: Database,
  {
    claim,
    results,
    at,
    random,
  }: { claim: string; results: Map<number, Result>; at: string | null; random: () => number },
): Promise<{ state: string }[]> {
  const lines = [...results].map(([id, result]) => ({ id, spread: random(), ...judge(result) }))
  return note(db, JSON.stringify(lines), claim, at)
}

function judge(result: Result) {
  const { outcome } = result
  const told = 'detail' in result ? detail(result.detail) : ''
  switch (outcome) {
    case 'sent':
    case 'found':
      return { outcome, detail: told, state: 'sent', message: result.messageId }
    case 'refused':
      return {
        outcome,
        detail: told,
        reason: result.reason === 'suppressed' ? 'inactive' : result.reason,
        state: { badAddress: 'bounced', suppressed: 'suppressed', rejected: 'given up' }[result.reason],
      }
    case 'unwritable':
      return { outcome, detail: told, reason: outcome, state: 'given up' }
    default:
      return { outcome, detail: told, reason: outcome, state: 'queued' }
  }
}

const note = statement<[results: string, claim: string, at: string | null], { state: string }>(
  'note-outcomes',
  (results, claim, at) => sql`
    with result as materialized (
      select * from ${jsonRows(results, 'id bigint, spread float8, outcome text, detail text, state text, reason text, message text')}
    ),
    -- Locks in the order of ids, like every statement that waits for letters, so that there is no deadlock.
    letter as materialized (
      select id, state, attempts, created_at, recipient
      from letters
      where id = any (array(select id from result)) and claim = ${claim}::uuid
      order by id
      for update
    ),
    line as materialized (
      select
        result.*, letter.state as old_state, attempts, recipient,
        result.state = 'queued' and result.outcome <> 'stopped' and created_at <= ${instant(at)} - interval '3 days' as too_old,
        -- Exponential backoff with jitter.
        least(${sql.lit(longest)} / 1.5, ${sql.lit(shortest)} * 2 ^ least(attempts - 1, 20)) * (1 + spread / 2) as pause
      from letter
      join result using (id)
    ),
    attempted as (
      insert into letter_attempts (letter_id, number, at, outcome, detail)
      select id, attempts, ${instant(at)}, outcome, detail from line
      on conflict do nothing
    ),
    suppressed as (
      insert into suppressed_addresses as known (email, reason, at)
      select distinct recipient, 'inactive', ${instant(at)} from line where state = 'suppressed' order by recipient
      on conflict (email) do update set reason = excluded.reason, at = excluded.at, is_lifted = false
      where known.is_lifted and known.at <= excluded.at
    )
    update letters set
      state = case when too_old then 'given up' else line.state end,
      reason = line.reason,
      message_id = line.message,
      is_unsure = case line.outcome when 'unknown' then true when 'not asked' then letters.is_unsure else false end,
      due_at = ${instant(at)} + case
        when line.state <> 'queued' or too_old then interval '30 days'
        when line.outcome = 'stopped' then interval '0'
        when line.outcome = 'unknown' then make_interval(secs => greatest(pause, ${sql.lit(searchLag)}))
        else make_interval(secs => pause)
      end,
      content = case
        when (line.state <> 'queued' or too_old) and kind in ('code', 'deletion') then '{}' else letters.content
      end
    from line
    where letters.id = line.id and line.old_state = 'sending'
    returning letters.state`,
)
