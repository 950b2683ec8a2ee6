/** Deletes measurements that no one may see any more, and thins out old ones to the resolution of the plan. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { planNow } from '../plans/plan.ts'
import type { Batch } from './sweep.ts'

/**
 * Thins out a batch of the history that has waited longest; concurrent processes take different sensors. Keeps the last
 * day, and before it one measurement per interval of the owner's plan (Basic without an owner). Deletes those beyond
 * the plan's days or from before this owner.
 */
export async function thinOut(db: Database): Promise<Batch> {
  const [thinned] = await thinNext(db)
  return { done: thinned?.done ?? 0, more: thinned !== undefined }
}

/** Maximum number of measurements read, and of measurements removed as too old, in one statement. */
const most = sql.lit(5000)

const nowSeconds = sql`floor(extract(epoch from now()))::bigint`
const day = sql.lit(86_400)

const thinNext = statement<[], { done: number }>(
  'thin-out',
  () => sql`
    with due as materialized (
      select sensor_id, begins_at, thinned_until
      from histories
      -- A run moves thinned_until up to a day ago, so after a complete run a history is due again in about six hours.
      where thinned_until < ${nowSeconds} - 30 * 3600
      order by thinned_until
      limit 1
      for update skip locked
    ),
    rule as materialized (
      select
        due.sensor_id, thinned_until, owner.plan is not null as is_owned,
        greatest(begins_at, ${nowSeconds} - plans.max_history_days * ${day}) as first,
        ${nowSeconds} - ${day} as last,
        plans.max_resolution_minutes * 60 as bucket
      from due
      left join lateral (
        select ${planNow} as plan
        from sensors join people on people.id = sensors.owner_id
        where sensors.id = due.sensor_id
        limit 1
      ) as owner on true
      join plans on plans.name = coalesce(owner.plan, 'Basic')
    ),
    old as materialized (
      select measurements.at
      from rule
      cross join lateral (
        select at from measurements
        where sensor_id = rule.sensor_id and at < rule.first
        order by at
        limit ${most}
      ) as measurements
    ),
    piece as materialized (
      select at, row_number() over (partition by at / bucket, is_maskable order by at) = 1 as stays
      from rule
      cross join lateral (
        select at, is_maskable from measurements
        where sensor_id = rule.sensor_id and at >= greatest(rule.thinned_until, rule.first) and at < rule.last
        order by at
        limit ${most}
      ) as measurements
    ),
    -- Thins whole buckets only: measurements after the piece may belong to its last bucket.
    reach as materialized (
      select
        rule.*,
        (case when (select count(*) from piece) = ${most} then (select max(at) from piece) else last end) / bucket * bucket as until,
        not is_owned and not exists (select from measurements where sensor_id = rule.sensor_id) as is_empty
      from rule
    ),
    removed as (
      delete from measurements
      where sensor_id = (select sensor_id from reach)
        and at = any (array(
          select at from old
          union all
          select at from piece where not stays and at < (select until from reach)
        ))
      returning at
    ),
    moved as (
      update histories set thinned_until = until
      from reach
      where histories.sensor_id = (select sensor_id from reach) and not is_empty and (select count(*) from old) < ${most}
    ),
    ended as (
      delete from histories where sensor_id = (select sensor_id from reach where is_empty)
    )
    select (select count(*) from removed)::int as done from reach`,
)
