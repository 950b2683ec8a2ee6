/** A person's plans as the apps read them. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { planHasEnded } from './plan.ts'

type Limits = {
  subscriptionName: string
  isActive: boolean
  maxClaims: number
  maxShares: number
  maxSharesPerSensor: number
  maxHistoryDays: number
  maxResolutionMinutes: number
}

export type Subscription = Limits & {
  emailAlertAllowed: boolean
  pushAlertAllowed: boolean
  telegramAlertAllowed: boolean
  delayedAlertAllowed: boolean
  offlineAlertAllowed: boolean
  pdfExportAllowed: boolean
  startTime: number
  endTime: number
  endAt: string
  lastUpdated: number
}

/** Lists a person's plans: the one that counts now first, then the one that has ended, if there is one. Somebody always has one. */
export async function listSubscriptions(db: Database, { id }: { id: number }): Promise<Subscription[]> {
  return (await findSubscriptions(db, id)).map(subscription)
}

/** A plan and its limits, as a row of a query. */
export type HeldPlan = Limits & { startsAt: Date; endsAt: Date | null; changedAt: Date }

/** Writes a plan as the apps read it. */
export function subscription({ startsAt, endsAt, changedAt, ...limits }: HeldPlan): Subscription {
  return {
    ...limits,
    // Nothing here sends alerts.
    emailAlertAllowed: false,
    pushAlertAllowed: false,
    telegramAlertAllowed: false,
    delayedAlertAllowed: false,
    offlineAlertAllowed: false,
    // An app makes it by itself, of measurements that it has.
    pdfExportAllowed: true,
    startTime: seconds(startsAt),
    endTime: endsAt ? seconds(endsAt) : never,
    endAt: (endsAt ?? new Date(never * 1000)).toISOString(),
    lastUpdated: seconds(changedAt),
  }
}

const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000)

/** What stands for "no end": the apps want a time, and this is the last one that fits into 32 bits. */
const never = 2 ** 31 - 1

const findSubscriptions = statement<[person: number], HeldPlan>(
  'list-subscriptions',
  person => sql`
    with holder as (
      select
        plan, plan_ends_at, ${planHasEnded} as has_ended,
        coalesce(plan_started_at, created_at) as started_at, coalesce(plan_changed_at, created_at) as changed_at
      from people
      where id = ${person}
    ),
    held (plan, is_active, starts_at, ends_at, changed_at) as (
      select plan, not has_ended, started_at, plan_ends_at, case when has_ended then plan_ends_at else changed_at end
      from holder
      union all
      select 'Basic', true, plan_ends_at, null, plan_ends_at from holder where has_ended
    )
    select
      name as "subscriptionName", is_active as "isActive", max_claims as "maxClaims", max_shares as "maxShares",
      max_shares_per_sensor as "maxSharesPerSensor", max_history_days as "maxHistoryDays",
      max_resolution_minutes as "maxResolutionMinutes",
      starts_at as "startsAt", ends_at as "endsAt", changed_at as "changedAt"
    from held
    join plans on plans.name = held.plan
    order by is_active desc`,
)
