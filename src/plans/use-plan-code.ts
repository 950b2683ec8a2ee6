/** Uses a plan code for the caller. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { bytesIn, statement } from '../db/statement.ts'
import type { Key } from '../keys.ts'
import { countTry, toSteps } from '../limits/throttle.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal, tooMany } from '../refusal.ts'
import { planHasEnded } from './plan.ts'
import { hashPlanCode, wrongCodes } from './plan-code.ts'

/**
 * Uses up a code and gives its plan to the caller; `network` is for the throttle. The same plan is extended; another
 * plan is replaced at once. Refuses with `noSuchPlanCode`, `planCodeUsed` or `tooMany`, and with `badToken` if the
 * account is gone.
 */
export async function usePlanCode(
  db: Database,
  key: Key,
  { id }: Caller,
  code: string,
  network: string,
): Promise<void> {
  const limits = toSteps(wrongCodes(id, network))
  const [answer] = await useCode(db, limits, JSON.stringify(hashPlanCode(key, code).hashes), id)
  if (answer?.wait) throw tooMany(answer.wait)
  if (answer && !answer.present) throw new Refusal('badToken')
  if (!answer?.known) throw new Refusal('noSuchPlanCode')
  if (!answer.used) throw new Refusal('planCodeUsed')
}

const hasItNow = sql`people.plan = used.plan and not ${planHasEnded}`

const useCode = statement<
  [limits: string, hashes: string, person: number],
  { wait: number | null; present: boolean; known: boolean; used: boolean }
>(
  'use-plan-code',
  (limits, hashes, person) => sql`
    with known as materialized (
      select hash from plan_codes where hash = any (${bytesIn(hashes)})
    ),
    ${countTry(limits, sql`exists (select from known)`)},
    -- Locked before the code, as in deleting an account: that may come first, and then the code stays unused.
    holder as materialized (
      select id from people where id = ${person} and not exists (select from over) for no key update
    ),
    used as (
      update plan_codes set used_at = now(), used_by = ${person}
      where hash in (select hash from known) and used_at is null and exists (select from holder)
      returning plan, days
    ),
    given as (
      update people set
        plan = used.plan,
        plan_started_at = case when ${hasItNow} then people.plan_started_at else now() end,
        plan_changed_at = now(),
        -- Null, no end, if the code has no days, or if the same plan has no end already.
        plan_ends_at = case when ${hasItNow} then people.plan_ends_at else now() end + make_interval(days => used.days)
      from used
      where people.id = ${person}
    )
    select
      (select seconds from over) as wait,
      exists (select from holder) as present,
      exists (select from known) as known,
      exists (select from used) as used`,
)
