/** A person's plans in the format that the apps read. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { planHasEnded, planNow } from './plan.ts'

type Limits = {
  subscriptionName: string
  isActive: boolean
  maxClaims: number
  maxShares: number
  maxSharesPerSensor: number
  maxHistoryDays: number
  maxResolutionMinutes: number
}

/** A plan in the format that the apps read; `startTime`, `endTime` and `lastUpdated` in seconds. */
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

/** Lists the current plan, then the ended one if any. Every person has a current plan. */
export async function listSubscriptions(db: Database, { id }: { id: number }): Promise<Subscription[]> {
  return (await findSubscriptions(db, id)).map(subscription)
}

/** A plan and its limits, as a row of a query. */
export type HeldPlan = Limits & { startsAt: Date; endsAt: Date | null; changedAt: Date }

/** Converts a plan to the format of the apps. Its dates are text if the row came as JSON. */
export function subscription(plan: HeldPlan | Json<HeldPlan>): Subscription {
  const { startsAt, endsAt, changedAt } = plan
  return {
    subscriptionName: plan.subscriptionName,
    isActive: plan.isActive,
    maxClaims: plan.maxClaims,
    maxShares: plan.maxShares,
    maxSharesPerSensor: plan.maxSharesPerSensor,
    maxHistoryDays: plan.maxHistoryDays,
    maxResolutionMinutes: plan.maxResolutionMinutes,
    // This service sends no alerts.
    emailAlertAllowed: false,
    pushAlertAllowed: false,
    telegramAlertAllowed: false,
    delayedAlertAllowed: false,
    offlineAlertAllowed: false,
    // The app makes the PDF itself from its measurements.
    pdfExportAllowed: true,
    startTime: seconds(startsAt),
    // Ruuvi's web app says "No expiry date" for 0. Clients need both values, so `endAt` is a date that is far away.
    endTime: endsAt ? seconds(endsAt) : 0,
    endAt: new Date(endsAt ?? never * 1000).toISOString(),
    lastUpdated: seconds(changedAt),
  }
}

/** A row of a query that came as JSON: its dates are text. */
export type Json<Row> = {
  [Field in keyof Row]: Row[Field] extends Date | null ? string | Extract<Row[Field], null> : Row[Field]
}

const seconds = (instant: Date | string) => Math.floor(new Date(instant).getTime() / 1000)

/** The last second that fits into 32 bits. */
const never = 2 ** 31 - 1

const limits = sql`
  name as "subscriptionName", max_claims as "maxClaims", max_shares as "maxShares",
  max_shares_per_sensor as "maxSharesPerSensor", max_history_days as "maxHistoryDays",
  max_resolution_minutes as "maxResolutionMinutes"`

/** Query for the current plan of a `people` row, with the columns of `HeldPlan`. */
export const activePlan = sql`
  select
    ${limits}, true as "isActive",
    case when ${planHasEnded} then plan_ends_at else coalesce(plan_started_at, created_at) end as "startsAt",
    case when ${planHasEnded} then null else plan_ends_at end as "endsAt",
    case when ${planHasEnded} then plan_ends_at else coalesce(plan_changed_at, created_at) end as "changedAt"
  from plans
  where name = ${planNow}`

/** Writes a `Subscription` in a statement, from `held`, a row of `activePlan`; the same as `subscription` does. */
export const subscriptionColumns = sql`
  held."subscriptionName", held."isActive", held."maxClaims", held."maxShares", held."maxSharesPerSensor",
  held."maxHistoryDays", held."maxResolutionMinutes",
  false as "emailAlertAllowed", false as "pushAlertAllowed", false as "telegramAlertAllowed",
  false as "delayedAlertAllowed", false as "offlineAlertAllowed", true as "pdfExportAllowed",
  floor(extract(epoch from held."startsAt"))::bigint as "startTime",
  coalesce(floor(extract(epoch from held."endsAt"))::bigint, 0) as "endTime",
  to_char(coalesce(held."endsAt", to_timestamp(${sql.lit(never)})) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "endAt",
  floor(extract(epoch from held."changedAt"))::bigint as "lastUpdated"`

const findSubscriptions = statement<[person: number], HeldPlan>(
  'list-subscriptions',
  person => sql`
    select held.*
    from people
    cross join lateral (
      ${activePlan}
      union all
      select ${limits}, false, coalesce(plan_started_at, created_at), plan_ends_at, plan_ends_at
      from plans
      where ${planHasEnded} and name = people.plan
    ) as held
    where id = ${person}
    order by "isActive" desc`,
)
