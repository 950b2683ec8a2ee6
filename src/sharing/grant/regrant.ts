/** Changes what guests may use of sensors that are already shared with them, service by service. */
import { sql } from 'kysely'
import { isExpired } from '../../access/permission.ts'
import type { Handle } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import type { Caller } from '../../people/caller.ts'
import { nameDetail, recordEvents } from '../books.ts'
import { isDevice, isDeviceId, sensorChannels } from '../channels.ts'
import { channelsOf, type Wish } from './lending.ts'

/** What became of one pair of sensor and guest. */
export type Regranted = {
  sensor: string
  guest: string
  /**
   * `kept`: the share is as wished, changed or not. Left to other statements: `ends` (nothing of the share would
   * remain) and `fresh` (there is no such share). The other outcomes are refusals: after one, nothing is changed for
   * any pair.
   */
  outcome: 'kept' | 'ends' | 'fresh' | 'notOwner' | 'noSuchChannel' | 'unnamed'
  /** Channels of the new share, for `fresh`. */
  channels: string[] | null
  /** A named service that none of the devices has. */
  missing: string | null
}

/** Changes existing shares; returns an outcome for every pair, in the order of sensors, then of guests. */
export async function regrant(
  db: Handle,
  { id }: Caller,
  { sensors, guests, action, all, add, remove, scripting }: Wish,
): Promise<Regranted[]> {
  // Devices have their channels in common, because only the database knows which device has which service.
  const listsOf = (sensor?: string) => ({ added: channelsOf(add, sensor), removed: channelsOf(remove, sensor) })
  return save(
    db,
    id,
    JSON.stringify(
      sensors.map((sensor, position) => ({ sensor, position, ...(!isDevice(sensor) && listsOf(sensor)) })),
    ),
    JSON.stringify(guests.map((guest, position) => ({ guest, position }))),
    JSON.stringify({
      ...listsOf(),
      whole: all,
      nothing: !all && add.length + remove.length === 0,
      removes: action === 'REMOVE',
      scripting,
      measured: sensorChannels,
    }),
  )
}

// What can be shared of each sensor, and which of the requested services are among it.
const offer = sql`
  offer as materialized (
    select
      sensor.*,
      case when not is_own then '{}' when ${isDeviceId(sql`sensor`)} then services_now(sensor) else wish.measured end as offered
    from sensor
    cross join wish
  ),
  -- For devices, only those of the requested services that the device has.
  suited as materialized (
    select
      position, sensor, is_own, name, offered,
      array(select service from unnest(offered) as service where service = any (coalesce(offer.added, wish.added))) as added,
      array(select service from unnest(offered) as service where service = any (coalesce(offer.removed, wish.removed))) as removed
    from offer
    cross join wish
  ),
  missing as materialized (
    select service
    from wish
    cross join unnest(wish.added || wish.removed) with ordinality as named (service, place)
    where not exists (select from offer where not is_own) and not exists (select from offer where service = any (offered))
    order by place
    limit 1
  )`

// Locks the shares, and decides what each guest should have of each sensor.
const judge = sql`
  pair as materialized (
    select
      suited.*, guest.position as place, guest.email, kept.guest_id, kept.channels, kept.scripting,
      coalesce(wish.scripting, kept.scripting, false) as wanted_scripting,
      whole or nothing and offered = '{}' as is_whole,
      case when kept.guest_id is null then '{}' else coalesce(kept.channels, offered) end as base
    from suited
    cross join guest
    cross join wish
    left join lateral (
      select guest_id, channels, scripting
      from shares
      where shares.sensor_id = suited.sensor and shares.guest_id = guest.id and suited.is_own and ${isExpired} is not true
      for no key update
    ) as kept on true
  ),
  wanted as materialized (
    select
      *,
      case
        when is_whole or guest_id is not null and channels is null and removed = '{}' then null
        else
          array(select service from unnest(base) as service where service <> all (removed))
          || array(select service from unnest(added) as service where service <> all (base))
      end as wanted_channels
    from pair
  ),
  verdict as materialized (
    select
      wanted.position, place, sensor, email, name, guest_id, wanted_scripting, fitting.channels as wanted_channels,
      case
        when not is_own then 'notOwner'
        when exists (select from missing) then 'noSuchChannel'
        when not (whole or nothing) and wanted.added = '{}' and wanted.removed = '{}' then 'unnamed'
        when guest_id is null then 'fresh'
        when is_whole and removes or fitting.channels = '{}' and not wanted_scripting then 'ends'
        else 'kept'
      end as outcome,
      -- The order of channels does not matter.
      (fitting.channels @> wanted.channels and fitting.channels <@ wanted.channels) is not true
        and coalesce(fitting.channels, wanted.channels) is not null as has_other_channels,
      wanted_scripting is distinct from wanted.scripting as has_other_scripting
    from wanted
    cross join wish
    -- For a Ruuvi sensor, all channels mean everything (null). A device can get more services later.
    cross join lateral (
      select case when ${isDeviceId(sql`sensor`)} or not wanted_channels @> wish.measured then wanted_channels end as channels
    ) as fitting
  )`

/*
 * Locks the sensors in key order, then their shares, so both are read in their current version; services are read by
 * services_now(). A share that began while this waited for the lock of its sensor is not seen and counts as `fresh`.
 */
const save = statement<[caller: number, sensors: string, guests: string, wish: string], Regranted>(
  'regrant',
  (caller, sensors, guests, fields) => sql`
    with wish as materialized (
      select *
      from jsonb_to_record(${fields}::jsonb) as named (
        added text[], removed text[], whole boolean, nothing boolean, removes boolean, scripting boolean, measured text[]
      )
    ),
    guest as materialized (
      select listed.position, listed.guest as email, person.id
      from ${jsonRows(guests, 'position int, guest text collate "C"')}
      left join lateral (select id from people where email = listed.guest limit 1) as person on true
    ),
    sensor as materialized (
      select wanted.*, own.id is not null as is_own, own.name
      from (
        select * from ${jsonRows(sensors, 'position int, sensor text collate "C", added text[], removed text[]')} order by sensor
      ) as wanted
      left join lateral (
        select id, name from sensors where id = wanted.sensor and owner_id = ${caller} for no key update
      ) as own on true
    ),
    ${offer},
    ${judge},
    saved as (
      update shares set channels = verdict.wanted_channels, scripting = verdict.wanted_scripting
      from verdict
      where shares.sensor_id = any (array(select sensor from sensor where is_own))
        and shares.sensor_id = verdict.sensor and shares.guest_id = verdict.guest_id
        and verdict.outcome = 'kept' and (has_other_channels or has_other_scripting)
        and not exists (select from verdict as other where other.outcome in ('notOwner', 'noSuchChannel', 'unnamed'))
      returning verdict.*
    ),
    ${recordEvents(sql`
      select
        sensor, ${caller}, guest_id, ${caller}, 'changed',
        ${nameDetail(sql`name`)}
          || case when has_other_channels then jsonb_build_object('channels', wanted_channels) else '{}' end
          || case when has_other_scripting then jsonb_build_object('scripting', wanted_scripting) else '{}' end
      from saved
      order by position, place`)}
    select sensor, email as guest, outcome, wanted_channels as channels, (select service from missing) as missing
    from verdict
    order by position, place`,
)
