/** SQL for the current plan of a person and for the names of all plans. */
import { sql } from 'kysely'
import { Refusal } from '../refusal.ts'

/** True if the plan of a `people` row has ended. Nothing is written when a plan ends. */
export const planHasEnded = sql<boolean>`((people.plan_ends_at <= now()) is true)`

/** The name of the plan whose limits apply now to a `people` row. */
export const planNow = sql<string>`case when ${planHasEnded} then 'Basic' else people.plan end`

/** Selects the names of all plans, as a JSON list. */
export const planNames = sql<string[]>`(select json_agg(name order by name) from plans)`

/** Builds the refusal for an unknown plan; it names the plans that exist. */
export function noSuchPlan(names: string[]): Refusal {
  return new Refusal('noSuchPlan', `There is no such plan. Write one of these exactly as it is: ${names.join(', ')}.`)
}
