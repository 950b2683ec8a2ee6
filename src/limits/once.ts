/** Makes calls idempotent: their answers are kept for a day under a key that the caller chooses. */
import { sql } from 'kysely'
import { atomically } from '../db/atomic.ts'
import type { Database, Handle } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'

/** An idempotency key; `request` is a hash of the request. */
export type Keyed = { key: string; request: Buffer }

/** A kept answer. */
export type Kept = { status: number; answer: object }

/**
 * Runs `act` and keeps its answer, in one transaction; or returns the kept answer. Errors are not kept. Refuses with
 * `keyInUse` while the first call with this key runs, and with `otherRequest` if that call had another request.
 */
export async function once(
  db: Database,
  caller: Caller,
  { key, request }: Keyed,
  act: (transaction: Handle) => Promise<Kept>,
): Promise<Kept & { isReplayed: boolean }> {
  return atomically(db, async transaction => {
    const [turn] = await takeTurn(transaction, caller.id, key)
    if (!turn?.isOurs) throw new Refusal('keyInUse')
    // A separate statement: a snapshot from before the lock would miss an answer that was kept meanwhile.
    const [found] = await find(transaction, caller.id, key, request)
    if (found && !found.isSame) throw new Refusal('otherRequest')
    if (found) return { status: found.status, answer: found.answer, isReplayed: true }
    const { status, answer } = await act(transaction)
    await keep(transaction, caller.id, key, request, status, JSON.stringify(answer))
    return { status, answer, isReplayed: false }
  })
}

// The lock is held until the transaction ends, when the kept answer becomes visible. It never waits.
const takeTurn = statement<[person: number, key: string], { isOurs: boolean }>(
  'take-turn',
  (person, key) => sql`select pg_try_advisory_xact_lock(hashtextextended(${key}::text, ${person}::bigint)) as "isOurs"`,
)

const find = statement<[person: number, key: string, request: Buffer], Kept & { isSame: boolean }>(
  'find-kept-answer',
  (person, key, request) => sql`
    select request = ${request}::bytea as "isSame", status, answer
    from kept_answers
    where person_id = ${person} and key = ${key} and created_at > now() - interval '24 hours'`,
)

// Keeps nothing for a caller whose account was deleted meanwhile: they will not retry.
const keep = statement<[person: number, key: string, request: Buffer, status: number, answer: string], never>(
  'keep-answer',
  (person, key, request, status, answer) => sql`
    insert into kept_answers (person_id, key, request, status, answer)
    select id, ${key}, ${request}::bytea, ${status}::int, ${answer}::json from people where id = ${person}
    on conflict (person_id, key) do update
    set request = excluded.request, status = excluded.status, answer = excluded.answer, created_at = excluded.created_at`,
)
