/** Deletes rows that count only for a time. */
import { type RawBuilder, sql } from 'kysely'
import { statement } from '../db/statement.ts'
import { type Run, untilNone } from './sweep.ts'

type Old = {
  table: string
  /** Columns of the primary key. */
  key: string[]
  /** The time from which the age counts. */
  since: string
  age: string
  /** Which rows grow old; all, if omitted. */
  only?: RawBuilder<unknown>
  /** Number of rows per batch. */
  most?: number
}

/** Makes a sweep that deletes old rows, the oldest first. */
function forget(title: string, { table, key, since, age, only = sql`true`, most = 500 }: Old): Run {
  const [first = ''] = key
  const column = (name: string) => sql.ref(`${table}.${name}`)
  const remove = statement<[], { done: number }>(
    title,
    () => sql`
      with old as materialized (
        select ${sql.join(key.map(column))}
        from ${sql.table(table)}
        where ${column(since)} <= now() - interval ${sql.lit(age)} and ${only}
        order by ${column(since)}
        limit ${sql.lit(most)}
        for update skip locked
      ),
      -- Planner hint: the array makes Postgres find the rows by the key.
      forgotten as (
        delete from ${sql.table(table)}
        using old
        where ${column(first)} = any (array(select ${sql.ref(first)} from old))
          and ${sql.join(
            key.map(name => sql`${column(name)} = ${sql.ref(`old.${name}`)}`),
            sql` and `,
          )}
        returning true
      )
      select count(*)::int as done from forgotten`,
  )
  return async db => untilNone((await remove(db))[0]?.done ?? 0)
}

/** Deletes answers that were kept for retries with the same idempotency key. */
export const forgetAnswers = forget('forget-answers', {
  table: 'kept_answers',
  key: ['person_id', 'key'],
  since: 'created_at',
  age: '24 hours',
})

/** Deletes declines of shares; then the owner may ask the guest again. */
export const forgetDeclines = forget('forget-declines', {
  table: 'declines',
  key: ['owner_id', 'guest'],
  since: 'at',
  age: '30 days',
})

/** Deletes access keys that expired long ago; until then their owner sees why a program no longer works. */
export const forgetAccessKeys = forget('forget-access-keys', {
  table: 'access_keys',
  key: ['id'],
  since: 'expires_at',
  age: '30 days',
})

/** Deletes what is known of deleted accounts, once every token from before has ended. */
export const forgetDepartures = forget('forget-departures', {
  table: 'departures',
  key: ['hash'],
  since: 'at',
  age: '366 days',
})

/** Deletes what happened to accounts long ago. */
export const forgetAccountEvents = forget('forget-account-events', {
  table: 'account_events',
  key: ['id'],
  since: 'at',
  age: '1 year',
})

/** Deletes which strange addresses previews told of. */
export const forgetPreviews = forget('forget-previews', {
  table: 'previewed_addresses',
  key: ['owner_id', 'hash'],
  since: 'at',
  age: '24 hours',
})

/** Deletes shares that ended and can no longer be restored. */
export const forgetRemoved = forget('forget-removed', {
  table: 'removed_shares',
  key: ['removal_id', 'sensor_id', 'guest_id'],
  since: 'at',
  age: '5 minutes',
})

/** Deletes counters of tries, whose keys contain addresses. */
export const forgetThrottles = forget('forget-throttles', {
  table: 'throttles',
  key: ['key'],
  since: 'ends_at',
  age: '0',
})

/** Deletes sign-in codes a day after they expired. */
export const forgetCodes = forget('forget-codes', {
  table: 'sign_in_codes',
  key: ['hash'],
  since: 'expires_at',
  age: '1 day',
})

/** Deletes gateways that tried to post, were never admitted, and have not come back. */
export const forgetGateways = forget('forget-gateways', {
  table: 'gateways',
  key: ['id'],
  only: sql`sealed_secret is null`,
  since: 'last_seen_at',
  age: '30 days',
})

/** Deletes challenges that were answered, and would be too old by now. */
export const forgetChallenges = forget('forget-challenges', {
  table: 'used_challenges',
  key: ['hash'],
  since: 'expires_at',
  age: '0',
  most: 2_000,
})

/** Deletes sessions that nobody used for so long that they have ended. */
export const forgetSessions = forget('forget-sessions', {
  table: 'sessions',
  key: ['id'],
  since: 'last_accessed_at',
  age: '90 days',
})

/** Deletes used signatures that have expired and would be rejected anyway. */
export const forgetSignatures = forget('forget-signatures', {
  table: 'used_signatures',
  key: ['hash'],
  since: 'expires_at',
  age: '0',
  most: 2_000,
})
