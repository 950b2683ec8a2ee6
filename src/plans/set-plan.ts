/** Sets a person's plan, for operators. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { recordAccountEvents } from '../people/account-events.ts'
import { noSuchPlan, planNames } from './plan.ts'

/** A person with the plan they have now; `endsAt` is null if it has no end. */
export type PlanSet = { email: string; plan: string; endsAt: Date | null }

/**
 * Replaces a person's plan from now on, for `days` or without an end. Creates the person if the address is unknown: the
 * plan waits for them like shares do. Refuses with `noSuchPlan`.
 */
export async function setPlan(
  db: Database,
  { email, plan, days }: { email: string; plan: string; days?: number | undefined },
): Promise<PlanSet> {
  const [answer] = await set(db, email, plan, days ?? null)
  if (!answer?.known) throw noSuchPlan(answer?.plans ?? [])
  return { email, plan, endsAt: answer.endsAt }
}

const set = statement<
  [email: string, plan: string, days: number | null],
  { known: boolean; endsAt: Date | null; plans: string[] }
>(
  'set-plan',
  (email, plan, days) => sql`
    with known as (
      select name from plans where name = ${plan}
    ),
    holder as (
      insert into people (email, plan, plan_started_at, plan_changed_at, plan_ends_at)
      select ${email}, name, now(), now(), now() + make_interval(days => ${days}::int) from known
      on conflict (email) do update set
        plan = excluded.plan,
        plan_started_at = excluded.plan_started_at,
        plan_changed_at = excluded.plan_changed_at,
        plan_ends_at = excluded.plan_ends_at
      returning id, plan, plan_ends_at
    ),
    recorded as (${recordAccountEvents(sql`
      select id, 'planSet', null, null, jsonb_build_object('plan', plan, 'days', ${days}::int) from holder`)}
    )
    select
      exists (select from known) as known,
      (select plan_ends_at from holder) as "endsAt",
      ${planNames} as plans`,
)
