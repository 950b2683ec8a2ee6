/** Limits how many unknown gateways are remembered: those that are not on the white list. */
import { type RawBuilder, sql } from 'kysely'

/** Anybody can make up gateways, so only those that called last are remembered. */
export const mostUnknown = 1_000

/**
 * Selects the ids of unknown gateways to forget, those that called longest ago, so that `most` are left besides
 * `except`. Skips rows that others have locked.
 */
export const surplusGateways = (most: number, except: RawBuilder<unknown>) => sql`
  select id from gateways
  where sealed_secret is null
    and id <> ${except}
    and last_seen_at <= (
      select last_seen_at from gateways
      where sealed_secret is null and id <> ${except}
      order by last_seen_at desc
      offset ${sql.lit(most)} limit 1
    )
  order by last_seen_at
  limit 500
  for update skip locked`

/** A CTE that makes room for a gateway if `judged` finds that it is unknown and its call worth noting. */
export const roomMade = (gateway: string) => sql`
  room_made as (
    delete from gateways
    where (select is_stale and sealed_secret is null from judged)
      and id = any (array(${surplusGateways(mostUnknown - 1, sql`${gateway}`)}))
  )`
