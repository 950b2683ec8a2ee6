/** Registers a code that grants a plan to the person who uses it. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { Refusal } from '../refusal.ts'
import { noSuchPlan, planNames } from './plan.ts'
import { hashPlanCode, makePlanCode } from './plan-code.ts'

/** Registers the given code or a new one, and returns it. Refuses with `noSuchPlan` or `planCodeExists`. */
export async function registerPlanCode(
  db: Database,
  { plan, days, code = makePlanCode() }: { plan: string; days?: number | undefined; code?: string | undefined },
): Promise<string> {
  const [answer] = await register(db, plan, days ?? null, hashPlanCode(code))
  if (!answer?.known) throw noSuchPlan(answer?.plans ?? [])
  if (!answer.registered) throw new Refusal('planCodeExists')
  return code
}

const register = statement<
  [plan: string, days: number | null, hash: string],
  { known: boolean; registered: boolean; plans: string[] }
>(
  'register-plan-code',
  (plan, days, hash) => sql`
    with known as (
      select name from plans where name = ${plan}
    ),
    registered as (
      insert into plan_codes (hash, plan, days)
      select decode(${hash}, 'hex'), name, ${days}::int from known
      on conflict (hash) do nothing
      returning hash
    )
    select
      exists (select from known) as known,
      exists (select from registered) as registered,
      ${planNames} as plans`,
)
