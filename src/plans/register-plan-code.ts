/** Registers a code that grants a plan to the person who uses it. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { bytesIn, statement } from '../db/statement.ts'
import type { Key } from '../keys.ts'
import { Refusal } from '../refusal.ts'
import { noSuchPlan, planNames } from './plan.ts'
import { hashPlanCode, makePlanCode } from './plan-code.ts'

/** Registers the given code or a new one, and returns it. Refuses with `noSuchPlan` or `planCodeExists`. */
export async function registerPlanCode(
  db: Database,
  key: Key,
  { plan, days, code = makePlanCode() }: { plan: string; days?: number | undefined; code?: string | undefined },
): Promise<string> {
  const { hashes, isKeyed } = hashPlanCode(key, code)
  const [answer] = await register(db, plan, days ?? null, JSON.stringify(hashes), isKeyed)
  if (!answer?.known) throw noSuchPlan(answer?.plans ?? [])
  if (!answer.registered) throw new Refusal('planCodeExists')
  return code
}

const register = statement<
  [plan: string, days: number | null, hashes: string, isKeyed: boolean],
  { known: boolean; registered: boolean; plans: string[] }
>(
  'register-plan-code',
  (plan, days, hashes, isKeyed) => sql`
    with known as (
      select name from plans where name = ${plan}
    ),
    registered as (
      insert into plan_codes (hash, is_keyed, plan, days)
      select decode(${hashes}::jsonb ->> 0, 'hex'), ${isKeyed}, name, ${days}::int from known
      where not exists (select from plan_codes where hash = any (${bytesIn(hashes)}))
      on conflict (hash) do nothing
      returning hash
    )
    select
      exists (select from known) as known,
      exists (select from registered) as registered,
      ${planNames} as plans`,
)
