/** How far a new owner is: what the first steps of the list of sensors show, and that they are hidden. */
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { visibleFrom } from '../../measurements/latest.ts'
import type { Caller } from '../../people/caller.ts'
import { planNow } from '../../plans/plan.ts'
import { isRuuvis } from '../ruuvi.ts'

/**
 * What a person has done. `sensor` is one that they own, rather one with data. `hasCalled`: some gateway has called;
 * `isFed`: something brings readings, an admitted gateway or a phone of theirs.
 */
export type FirstSteps = {
  isHidden: boolean
  sensor: string | null
  name: string | null
  hasData: boolean
  hasShared: boolean
  hasCalled: boolean
  isFed: boolean
}

/** Reads how far the caller is; undefined if they have hidden the steps or done them all. */
export async function readFirstSteps(db: Database, { id }: Caller): Promise<FirstSteps | undefined> {
  const [steps] = await find(db, id)
  return !steps || steps.isHidden || (steps.hasData && steps.hasShared) ? undefined : steps
}

const find = statement<[person: number], FirstSteps>(
  'first-steps',
  person => sql`
    select
      steps_hidden_at is not null as "isHidden", own.id as sensor, own.name, coalesce(own.has_data, false) as "hasData",
      share_count > 0 or exists (select from events where owner_id = ${person} and action = 'shared') as "hasShared",
      exists (select from gateways) as "hasCalled",
      exists (select from gateways where admitted_at is not null)
        or exists (select from forward_tokens where person_id = ${person} and last_used_at is not null) as "isFed"
    from people
    cross join lateral (select max_history_days from plans where name = ${planNow} limit 1) as plan
    left join lateral (
      select
        sensors.id, name,
        exists (
          select from measurements
          where sensor_id = sensors.id and at >= ${visibleFrom(sql`sensors.id`, sql`plan.max_history_days`)}
        ) as has_data
      from sensors
      where owner_id = ${person} and ${isRuuvis(sql`sensors.id`)}
      order by has_data desc, updated_at desc, sensors.id
      limit 1
    ) as own on true
    where people.id = ${person}`,
)

/** Hides the first steps from the caller for good. */
export async function hideFirstSteps(db: Database, { id }: Caller): Promise<void> {
  await hide(db, id)
}

const hide = statement<[person: number], never>(
  'hide-first-steps',
  person => sql`update people set steps_hidden_at = now() where id = ${person} and steps_hidden_at is null`,
)
