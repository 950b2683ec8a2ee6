/** Plans: which one counts for a person at this instant, and which ones there are. */
import { sql } from 'kysely'
import { Refusal } from '../refusal.ts'

/** The plan that a row of people was given has come to its end. Nothing is written when that happens. */
export const planHasEnded = sql<boolean>`((people.plan_ends_at <= now()) is true)`

/** The name of the plan whose limits hold now for a row of people. */
export const planNow = sql<string>`case when ${planHasEnded} then 'Basic' else people.plan end`

/** The names of all plans. */
export const planNames = sql<string[]>`(select json_agg(name order by name) from plans)`

export function noSuchPlan(names: string[]): Refusal {
  return new Refusal('noSuchPlan', `There is no such plan. Write one of these exactly as it is: ${names.join(', ')}.`)
}
