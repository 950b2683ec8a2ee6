/** Takes a sensor over from its current owner. */

import { type Kysely, sql } from 'kysely'
import { atomically } from '../../db/atomic.ts'
import { nextSecond } from '../../db/clock.ts'
import type { Database } from '../../db/open.ts'
import { bytesIn, statement } from '../../db/statement.ts'
import type { Tables } from '../../db/tables.ts'
import { type Hashes, hashSecret, type Key } from '../../keys.ts'
import { countTry, type Limit, toSteps } from '../../limits/throttle.ts'
import { owe } from '../../mail/outbox.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { planNow } from '../../plans/plan.ts'
import { orRefusal, Refusal, tooMany } from '../../refusal.ts'
import { nameDetail, recordEvents } from '../../sharing/books.ts'
import { alreadyClaimed, insertClaim } from './claims.ts'
import { endAllShares } from './end-all-shares.ts'

/**
 * Makes the caller the owner of a sensor if they know its secret. Refuses with `badSecret`, `claimsFull`,
 * `alreadyClaimed` or `tooMany`, and with `notVisible` if the caller's access key does not include the sensor.
 */
export async function contest(
  db: Database,
  key: Key,
  caller: Caller,
  { sensor, secret, name = '' }: { sensor: string; secret: string; name: string | undefined },
): Promise<void> {
  if (!reaches(caller, sensor)) throw new Refusal('notVisible')
  await prove(db, caller, sensor, hashSecret(key, sensor, secret))
  for (;;) {
    const isTheirs = await orRefusal(atomically(db, trx => takeOver(trx, caller, sensor, name)))
    if (isTheirs) return
  }
}

/** Counts a wrong try outside the transaction, so that no refusal rolls it back. */
async function prove(db: Database, { id }: Caller, sensor: string, hashes: Hashes) {
  const [answer] = await checkSecret(db, toSteps(wrongTries(id, sensor)), sensor, JSON.stringify(hashes))
  if (answer?.wait) throw tooMany(answer.wait)
  if (!answer?.right) throw new Refusal('badSecret')
}

/**
 * Limits of wrong secrets. Some secrets are short; the limit over all people stops them from guessing one together. The
 * first five tries of a person don't count there, so that others who guess can't lock out whoever has the sensor.
 */
function wrongTries(person: number, sensor: string): Limit[] {
  return [
    { key: `wrong secrets of sensor ${sensor} from person ${person}`, most: 35, seconds: 86_400 },
    { key: `wrong secrets from person ${person}`, most: 10, seconds: 3600 },
    { key: `wrong secrets of sensor ${sensor}`, most: 30, seconds: 86_400, beyond: 5 },
  ]
}

const checkSecret = statement<
  [limits: string, sensor: string, hashes: string],
  { wait: number | null; right: boolean }
>(
  'check-sensor-secret',
  (limits, sensor, hashes) => sql`
    with matching as materialized (
      select hash from sensor_secrets where sensor_id = ${sensor} and hash = any (${bytesIn(hashes)})
    ),
    ${countTry(limits, sql<boolean>`exists (select from matching)`)},
    -- The caller sent the secret, so it can be hashed anew with our newest key.
    renewed as (
      update sensor_secrets set hash = decode(${hashes}::jsonb ->> 0, 'hex'), registered_at = now()
      where sensor_id = ${sensor} and hash = (select hash from matching)
        and hash <> decode(${hashes}::jsonb ->> 0, 'hex') and not exists (select from over)
    )
    select
      (select seconds from over) as wait,
      exists (select from matching) as right`,
)

/** Returns false if it lost a race with another claim or with the owner giving it up; retry. */
async function takeOver(trx: Kysely<Tables>, caller: Caller, sensor: string, name: string): Promise<boolean> {
  const [former] = await lockSensor(trx, sensor)
  if (!former) {
    const [claim] = await insertClaim(trx, sensor, caller.id, name)
    return claim?.claimed ?? false
  }
  if (former.owner === caller.id) throw alreadyClaimed(caller.email)
  // People are locked in key order: lock both here, before ending shares locks one of them.
  await moveCount(trx, former.owner, caller.id)
  await endAllShares(trx, { sensor, owner: former.owner }, { action: 'contested', actor: caller.id })
  await changeOwner(trx, sensor, caller.id, name)
  return true
}

const lockSensor = statement<[sensor: string], { owner: number }>(
  'lock-sensor',
  sensor => sql`select owner_id as owner from sensors where id = ${sensor} for no key update`,
)

const moveCount = statement<[former: number, next: number], never>(
  'move-claim',
  (former, next) => sql`
    with person as materialized (
      select person.*
      from (select id from (values (${former}::bigint), (${next}::bigint)) as both_of_them (id) order by id) as wanted
      cross join lateral (
        select id, claim_count, ${planNow} as plan from people where people.id = wanted.id for no key update
      ) as person
    ),
    counted as (
      update people set claim_count = claim_count + case when id = ${next} then 1 else -1 end
      where id = any (array(select id from person))
    )
    select case
      -- The account was deleted concurrently.
      when not exists (select from person where id = ${next}) then refuse('badToken')
      when (select claim_count >= max_claims from person join plans on plans.name = plan where id = ${next}) then refuse('claimsFull')
    end`,
)

const changeOwner = statement<[sensor: string, person: number, name: string], never>(
  'contest',
  (sensor, person, name) => sql`
    with former as materialized (
      select sensors.id, sensors.name, owner_id, email from sensors join people on people.id = owner_id where sensors.id = ${sensor}
    ),
    taken as (
      update sensors set
        owner_id = ${person}, name = ${name}, picture = '', is_public = false,
        offset_temperature = 0, offset_humidity = 0, offset_pressure = 0, claimed_at = now(), updated_at = now()
      where id = ${sensor}
    ),
    forgotten as (
      delete from sensor_settings where sensor_id = ${sensor}
    ),
    emptied as (
      insert into histories (sensor_id, owner_id, begins_at) values (${sensor}, ${person}, ${nextSecond})
      on conflict (sensor_id) do update set owner_id = excluded.owner_id, begins_at = excluded.begins_at, thinned_until = 0
    ),
    ${recordEvents(sql`
      select id, owner_id, null::bigint, ${person}::bigint, 'lost', ${nameDetail(sql`name`)} from former
      union all
      select id, ${person}::bigint, null, ${person}::bigint, 'claimed', ${nameDetail(sql`${name}::text`)} from former`)}
    ${owe(sql`
      select 'contested' as kind, 0 as call, email as recipient, null as sender, id as sensor_id, name, 0 as position,
        null::bigint as letter_id
      from former`)}`,
)
