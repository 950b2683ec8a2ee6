/** The statement and refusal that all ways of claiming share. */
import { sql } from 'kysely'
import { nextSecond } from '../../db/clock.ts'
import { statement } from '../../db/statement.ts'
import { maskEmail } from '../../people/email.ts'
import { planNow } from '../../plans/plan.ts'
import { Refusal } from '../../refusal.ts'
import { nameDetail, recordEvents } from '../../sharing/books.ts'

/** Makes the refusal for a sensor that has an owner. Ruuvi's Android app parses the address out of this sentence. */
export function alreadyClaimed(owner: string): Refusal {
  const masked = maskEmail(owner)
  return new Refusal('alreadyClaimed', `Sensor already claimed by ${masked}.`, {}, { owner: masked })
}

/** `owner`: the current owner. `claimed: false` without an owner: lost a race; retry. */
export type Claim = { claimed: boolean; owner: string | null }

/**
 * Claims a sensor; the unique key decides races. The insert locks the sensor and `claim_count` the owner's row, so the
 * limit holds for concurrent claims; the refusal rolls an excess claim back. A new owner starts with an empty history;
 * the former owner keeps theirs.
 */
export const insertClaim = statement<[sensor: string, person: number, name: string], Claim>(
  'claim',
  (sensor, person, name) => sql`
    with claimed as (
      insert into sensors (id, owner_id, name) values (${sensor}, ${person}, ${name})
      on conflict (id) do nothing
      returning id, name
    ),
    owner as (
      update people set claim_count = claim_count + 1
      where id = ${person} and exists (select from claimed)
      returning id, claim_count, ${planNow} as plan
    ),
    history as (
      insert into histories as history (sensor_id, owner_id)
      select claimed.id, owner.id from claimed cross join owner
      on conflict (sensor_id) do update set
        owner_id = excluded.owner_id,
        begins_at = case when history.owner_id is distinct from excluded.owner_id then ${nextSecond} else history.begins_at end,
        thinned_until = case when history.owner_id is distinct from excluded.owner_id then 0 else history.thinned_until end
    ),
    ${recordEvents(sql`
      select claimed.id, owner.id, null::bigint, owner.id, 'claimed', ${nameDetail(sql`claimed.name`)}
      from claimed
      cross join owner`)}
    select
      exists (select from claimed) as claimed,
      (select email from sensors join people on people.id = owner_id where sensors.id = ${sensor}) as owner,
      case
        when not exists (select from claimed) then null
        -- The account was deleted concurrently.
        when not exists (select from owner) then refuse('badToken')
        when (select claim_count > max_claims from owner join plans on plans.name = owner.plan) then refuse('claimsFull')
      end as refused`,
)
