/** Restores the shares that `takeBack` ended a moment ago. */
import { sql } from 'kysely'
import { atomically } from '../../db/atomic.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import type { Tables } from '../../db/tables.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { lockOwn } from '../lock-own.ts'
import type { Pair } from '../locked-share.ts'
import { type Ask, share } from './share.ts'

/** For how many seconds a removal can be undone. Pages offer it for 15, and longer while somebody is about to press it. */
export const undoSeconds = 60

/** The shares that are back, and those that are not, with the reason. Both are empty if there is nothing to restore. */
export type Restored = { restored: Pair[]; missed: (Pair & { refusal: Refusal })[] }

/** A kept share: `changed` if something happened to the pair since, `isTold` if the guest was told of the end. */
type Kept = Pair & {
  guest_id: number
  letter: number
  was: Was
  changed: boolean
  isTold: boolean
  isOver: boolean
}

/** The row of a share without its key and without nulls, instants as text. */
type Was = { channels?: string[]; scripting: boolean; note: string; starts_at?: string; expires_at?: string }

/**
 * Shares again with the old terms, all in one transaction. A removal can be undone once, by its owner, for
 * `undoSeconds`. Every share is judged alone, as `share` does; what has expired or was shared again since is missed.
 * Guests get no letter, unless the letter about the end can no longer be withdrawn. `publicUrl` is where our pictures
 * are; undefined: they are wherever clients have reached the service.
 */
export async function restore(
  db: Database,
  caller: Caller,
  removal: string,
  publicUrl: string | undefined,
): Promise<Restored> {
  return atomically(db, async transaction => {
    const sensors = await sensorsOf(transaction, removal, caller.id)
    await lockOwn(
      transaction,
      caller,
      sensors.map(({ sensor }) => sensor),
    )
    const kept = await claim(transaction, removal, caller.id)
    const refusals = new Map<Kept, Refusal>()
    for (const row of kept) {
      if (row.changed) refusals.set(row, new Refusal('alreadyShared', 'It was shared anew or changed since.'))
      else if (row.isOver) refusals.set(row, new Refusal('badTerm'))
    }
    const fit = kept.filter(row => !refusals.has(row))
    const verdicts = fit.length > 0 ? await share(transaction, caller, fit.map(askOf)) : []
    for (const [n, row] of fit.entries()) {
      const verdict = verdicts[n]
      if (verdict instanceof Refusal) refusals.set(row, verdict)
    }
    const back = fit.filter(row => !refusals.has(row))
    if (back.length > 0) {
      const rows = back.map(({ sensor, guest_id, letter, was, isTold }) => ({ sensor, guest_id, letter, was, isTold }))
      const put = await putBack(transaction, JSON.stringify(rows), publicUrl ?? null)
      // An address that belongs to another person by now: everything is rolled back.
      if (put.length < back.length) throw new Refusal('noSuchGuest')
    }
    return {
      restored: back.map(pairOf),
      missed: [...refusals].map(([row, refusal]) => ({ ...pairOf(row), refusal })),
    }
  })
}

const pairOf = ({ sensor, guest }: Pair): Pair => ({ sensor, guest })

function askOf({ sensor, guest, isTold, was }: Kept): Ask {
  const { channels = null, scripting, note, starts_at, expires_at } = was
  const terms = { channels, scripting, note, startsAt: instant(starts_at), expiresAt: instant(expires_at) }
  return { sensor, guest, notify: isTold, ...terms }
}

/** Converts an instant to the form that `share` takes. */
const instant = (text: string | undefined) => (text === undefined ? null : new Date(text).toISOString())

const sensorsOf = statement<[removal: string, owner: number], { sensor: string }>(
  'sensors-of-removal',
  (removal, owner) => sql`
    select distinct sensor_id as sensor from removed_shares where removal_id = ${removal}::uuid and owner_id = ${owner}`,
)

/*
 * Takes the removal, so that nobody else can. Under the locks of the sensors, the newest event of a pair is that of this
 * removal unless something was changed since. Locks the letters, so that the courier takes none of them meanwhile.
 */
const claim = statement<[removal: string, owner: number], Kept>(
  'claim-removal',
  (removal, owner) => sql`
    with claimed as (
      delete from removed_shares where removal_id = ${removal}::uuid and owner_id = ${owner} returning *
    ),
    letter as materialized (
      select id, state
      from letters
      where id = any (array(select letter_id from claimed)) and kind = 'unshared'
      order by id
      for update
    )
    select
      claimed.sensor_id as sensor, people.email as guest, claimed.guest_id, letter_id as letter, was,
      coalesce(letter.state not in ('queued', 'held'), false) as "isTold",
      coalesce((was ->> 'expires_at')::timestamptz <= now(), false) as "isOver",
      (
        select event.at
        from events as event
        where event.sensor_id = claimed.sensor_id and event.guest_id = claimed.guest_id
        order by event.id desc
        limit 1
      ) is distinct from claimed.at as changed
    from claimed
    join people on people.id = claimed.guest_id
    left join letter on letter.id = claimed.letter_id
    where claimed.at > now() - interval '${sql.lit(undoSeconds)} seconds'
    order by claimed.sensor_id, claimed.guest_id`,
)

/** Columns that are put back, with their types: all of a share but its key. The compiler notices if one is missing. */
const columns = {
  asked: 'boolean',
  accepted_at: 'timestamptz',
  expires_at: 'timestamptz',
  created_at: 'timestamptz',
  name: 'text',
  picture: 'text',
  updated_at: 'timestamptz',
  channels: 'text[]',
  letter_id: 'bigint',
  scripting: 'boolean',
  note: 'text',
  starts_at: 'timestamptz',
  paused_at: 'timestamptz',
  warned_at: 'timestamptz',
  resent_at: 'timestamptz',
} satisfies Record<Exclude<keyof Tables['shares'], 'sensor_id' | 'guest_id'>, string>

const declared = sql.raw(
  Object.entries(columns)
    .map(column => column.join(' '))
    .join(', '),
)
const assigned = sql.raw(
  Object.keys(columns)
    .filter(name => name !== 'letter_id' && name !== 'picture')
    .map(name => `${name} = was.${name}`)
    .join(', '),
)

/**
 * The picture that is put back. One that the guest had uploaded went with the share, as did an owner's if it was removed
 * meanwhile; then it is the owner's picture, which the new share has.
 */
const picture = sql`
  case
    when was.picture_id is not null and not exists (select from pictures where id = was.picture_id) then shares.picture
    else was.picture
  end`

/*
 * Of a letter about the end, only what did not come back remains. If the share's own letter came due while the share was
 * gone, it became obsolete: queue it again. If the guest got an email about the end, the share keeps the new email that
 * announces it again.
 */
const putBack = statement<[rows: string, publicUrl: string | null], { guest_id: number }>(
  'put-shares-back',
  (rows, publicUrl) => sql`
    with was as materialized (
      select
        listed.sensor, listed.guest_id, listed.letter, listed."isTold" as is_told, was.*,
        case when ${publicUrl}::text is null or starts_with(was.picture, ${publicUrl} || '/pictures/') then
          substring(was.picture from '^https?://[^/]+/pictures/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid
        end as picture_id
      from ${jsonRows(rows, 'sensor text collate "C", guest_id bigint, letter bigint, was jsonb, "isTold" boolean')}
      cross join lateral jsonb_to_record(listed.was) as was (${declared})
    ),
    remaining as materialized (
      select
        letters.id,
        (
          select jsonb_agg(line order by place)
          from jsonb_array_elements(content -> 'sensors') with ordinality as lines (line, place)
          where not exists (select from was where was.letter = letters.id and was.sensor = line ->> 'id')
        ) as sensors
      from letters
      where id = any (array(select letter from was where not is_told)) and kind = 'unshared'
    ),
    withdrawn as (
      update letters set
        state = case when sensors is null then 'obsolete' else state end,
        reason = case when sensors is null then 'shareRestored' else reason end,
        due_at = case when sensors is null then now() + interval '30 days' else due_at end,
        content = case when sensors is null then content else content || jsonb_build_object('sensors', sensors) end
      from remaining
      where letters.id = remaining.id
    ),
    queued_again as (
      update letters set state = 'queued', reason = null, due_at = now()
      where id = any (array(select was.letter_id from was where not is_told)) and state = 'obsolete' and reason = 'shareEnded'
    )
    update shares set
      ${assigned}, picture = ${picture}, letter_id = case when was.is_told then shares.letter_id else was.letter_id end
    from was
    where shares.sensor_id = was.sensor and shares.guest_id = was.guest_id
    returning shares.guest_id`,
)
