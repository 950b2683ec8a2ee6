/** Changes the terms of a share, pauses and resumes it. */

import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { fate } from '../../mail/fate.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { nameDetail, recordEvents } from '../books.ts'
import { isDeviceId, noSuchChannel, notMeasured } from '../channels.ts'
import { isLockedShare, lockedShare, type Pair, requireShare } from '../locked-share.ts'
import { type ShareRow, type ShareView, shareColumns, shareView } from '../read/shown.ts'
import { checkTerms, type Terms, termColumns } from '../terms.ts'

/** Fields to change; omitted ones stay as they are. */
export type Change = Partial<Terms> & { paused?: boolean }

/**
 * Changes a share and returns it with the names of the changed fields. Refuses with `notOwner` (also if there is no
 * such sensor), `noSuchGuest`, `noSuchChannel`, or like `checkTerms`, also if new times conflict with stored ones.
 */
export async function changeShare(
  db: Database,
  caller: Caller,
  { sensor, guest }: Pair,
  { paused, ...terms }: Change,
): Promise<ShareView & { changed: string[] }> {
  if (!reaches(caller, sensor)) throw new Refusal('notOwner')
  const change = { ...checkTerms(terms), ...(paused !== undefined && { paused }) }
  const unknown = notMeasured(sensor, change.channels)
  if (unknown) throw noSuchChannel(unknown)
  const answer = requireShare(await save(db, caller.id, sensor, guest, JSON.stringify(change)))
  const { isShared, isBad, missing, changed, ...share } = answer
  if (missing) throw noSuchChannel(missing)
  if (isBad) throw new Refusal('badTerm')
  return { ...shareView(share), changed }
}

type Saved = { isShared: boolean; isBad: boolean; missing: string | null; changed: string[] } & ShareRow

// The comparison with the new values happens under the lock of the share.
const save = statement<[caller: number, sensor: string, guest: string, change: string], Saved>(
  'change-share',
  (caller, sensor, guest, fields) => {
    const change = sql`${fields}::jsonb`
    return sql`
    with ${lockedShare(caller, sensor, guest)},
    wanted as materialized (
      select
        sensor_id, guest_id,
        case when ${change} ? 'channels' then named.channels else share.channels end as channels,
        coalesce(named.scripting, share.scripting) as scripting,
        coalesce(named.note, share.note) as note,
        case when ${change} ? 'startsAt' then named."startsAt" else starts_at end as starts_at,
        case when ${change} ? 'expiresAt' then named."expiresAt" else expires_at end as expires_at,
        case named.paused when true then coalesce(paused_at, now()) when false then null else paused_at end as paused_at
      from share
      cross join jsonb_to_record(${change}) as named (${sql.raw(termColumns)}, paused boolean)
    ),
    verdict as materialized (
      select
        wanted.*,
        (wanted.expires_at <= greatest(wanted.starts_at, now())) is true as is_bad,
        case when ${change} ? 'channels' and ${isDeviceId(sql`sensor_id`)} then missing_service(sensor_id, wanted.channels) end
          as missing,
        array_remove(array[
          -- The order of channels does not matter.
          case when (wanted.channels @> share.channels and wanted.channels <@ share.channels) is not true
            and coalesce(wanted.channels, share.channels) is not null then 'channels' end,
          case when wanted.scripting <> share.scripting then 'scripting' end,
          case when wanted.note <> share.note then 'note' end,
          case when wanted.starts_at is distinct from share.starts_at then 'startsAt' end,
          case when wanted.expires_at is distinct from share.expires_at then 'expiresAt' end,
          case when wanted.paused_at is distinct from share.paused_at then 'paused' end
        ], null) as changed
      from wanted
      join share using (sensor_id, guest_id)
    ),
    saved as (
      update shares set
        channels = verdict.channels, scripting = verdict.scripting, note = verdict.note, starts_at = verdict.starts_at,
        expires_at = verdict.expires_at, paused_at = verdict.paused_at,
        warned_at = case when 'expiresAt' = any (verdict.changed) then null else shares.warned_at end
      from verdict
      where ${isLockedShare} and not verdict.is_bad and verdict.missing is null and verdict.changed <> '{}'
      returning shares.*
    ),
    ${recordEvents(sql`
      select saved.sensor_id, ${caller}, saved.guest_id, ${caller}, happened.action, ${nameDetail(sql`sensor.name`)} || happened.data
      from saved
      cross join sensor
      cross join verdict
      cross join lateral (
        select
          1 as part, 'changed' as action,
          coalesce(jsonb_object_agg(key, value) filter (where key <> 'note'), '{}') as data
        from jsonb_each(${change})
        where key = any (verdict.changed) and key <> 'paused'
        having count(*) > 0
        union all
        select 2, case when saved.paused_at is null then 'resumed' else 'paused' end, '{}'
        where 'paused' = any (verdict.changed)
      ) as happened
      order by happened.part`)},
    shares as (
      select * from saved union all select * from share where not exists (select from saved)
    )
    select
      people.id is not null as "isShared", verdict.is_bad as "isBad", verdict.missing, verdict.changed,
      sensor.name, 'given' as direction, owner.email as owner, ${shareColumns},
      (select ${fate} from letters where id = shares.letter_id) as letter
    from sensor
    cross join lateral (select email from people where id = sensor.owner_id limit 1) as owner
    left join (shares cross join guest as people cross join verdict) on true`
  },
)
