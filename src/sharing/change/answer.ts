/** Accepts and declines shares for a guest: through a letter, with or without an account, or signed in. */
import { sql } from 'kysely'
import { isExpired } from '../../access/permission.ts'
import { coalesce } from '../../db/coalesce.ts'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { instantText, owe } from '../../mail/outbox.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { nameDetail, recordEvents } from '../books.ts'
import { type Ending, endShares } from '../end/end-shares.ts'
import type { ShareView } from '../read/shown.ts'

/** The shares that a letter offers and that have not ended since. */
export type Invitation = {
  sender: string
  /** The settings of the sender, for their name; null: none are set. */
  senderDisplay: Readonly<Record<string, string>> | null
  recipient: string
  guest: number
  /** Whether the recipient has an account, and the settings in which they read pages. */
  joined: boolean
  display: Readonly<Record<string, string>> | null
  /** Whether they had none when the letter was written. */
  invited: boolean
  /** Whether no newer letter announces all of it. */
  current: boolean
  sensors: OfferedSensor[]
}

/** A sensor of an invitation, with the terms of its share. `isOpen`: it can be seen once it is accepted. */
export type OfferedSensor = Pick<ShareView, 'channels' | 'scripting' | 'note' | 'startsAt' | 'expiresAt'> & {
  id: string
  name: string
  accepted: boolean
  isOpen: boolean
}

/** Finds what a letter offers; null if it is not a letter about shares or was deleted. */
export async function findInvitation(db: Database, letter: number): Promise<Invitation | null> {
  const [found] = await find(db, letter)
  return found ?? null
}

/** Accepts or declines all shares that a letter offers, and returns them; null if none is left. */
export async function answer(db: Database, letter: number, accepts: boolean): Promise<Invitation | null> {
  const invitation = await findInvitation(db, letter)
  if (!invitation || invitation.sensors.length === 0) return null
  const { sensors, guest, invited } = invitation
  const asks = sensors.map(({ id }) => ({ sensor: id, caller: guest, invited }))
  await (accepts ? accept(db, asks) : decline(db, asks.map(declining)))
  return invitation
}

/**
 * Accepts or declines a share for its guest. Accepting again changes nothing. Declining ends the share, owes the owner
 * a letter, and keeps the owner from sharing with this guest again for 30 days. Refuses with `noSuchShare`.
 */
export async function answerShare(db: Database, caller: Caller, sensor: string, accepts: boolean): Promise<void> {
  if (!reaches(caller, sensor)) throw new Refusal('noSuchShare')
  const ask = { sensor, caller: caller.id }
  const [verdict] = await (accepts ? accept(db, [ask]) : decline(db, [declining(ask)]))
  if (verdict?.outcome === 'noSuchShare') throw new Refusal('noSuchShare')
}

/** `invited`: the guest had no account when the share was made, so its owner is told that they accept. */
type Ask = { sensor: string; caller: number; invited?: boolean }

const declining = ({ sensor, caller }: Ask) => ({ sensor, caller, guest: null, action: 'declined' })

/*
 * A letter offers the shares of the sensors in its content that existed when it was written. It still offers them after
 * the letter was resent under a new id, but not shares that began later.
 */
const find = statement<[letter: number], Invitation>(
  'find-invitation',
  letter => sql`
    select sender, recipient, people.id as guest, joined_at is not null as joined, display,
      (select display from people where email = letters.sender) as "senderDisplay",
      kind = 'invitation' as invited,
      coalesce(offered.current, false) as current,
      coalesce(offered.sensors, '[]') as sensors
    from letters
    join people on people.email = letters.recipient
    left join lateral (
      select
        jsonb_agg(
          jsonb_build_object(
            'id', sensors.id, 'name', sensors.name, 'accepted', share.accepted_at is not null,
            'isOpen', share.paused_at is null and (share.starts_at > now()) is not true,
            'channels', share.channels, 'scripting', share.scripting, 'note', share.note,
            'startsAt', ${instantText(sql`share.starts_at`)}, 'expiresAt', ${instantText(sql`share.expires_at`)}
          )
          order by sensors.name, sensors.id
        ) as sensors,
        bool_or(share.letter_id = letters.id) as current
      from jsonb_to_recordset(content -> 'sensors') as listed (id text collate "C")
      cross join lateral (
        select letter_id, accepted_at, paused_at, starts_at, expires_at, channels, scripting, note
        from shares
        where sensor_id = listed.id and guest_id = people.id
          and (letter_id = letters.id or created_at <= letters.created_at) and ${isExpired} is not true
        limit 1
      ) as share
      cross join lateral (select id, name from sensors where sensors.id = listed.id limit 1) as sensors
    ) as offered on true
    where letters.id = ${letter} and kind in ('invitation', 'shared') and sender is not null`,
)

/*
 * Accepts the shares of a JSON list of asks (position, caller, sensor). Sensors are locked first, as in every statement
 * that changes shares: a share that ends at the same time is either accepted before its end or not found.
 */
const acceptAll = statement<[asks: string], { outcome: 'accepted' | 'noSuchShare' }>(
  'accept-shares',
  asks => sql`
    with ask as materialized (
      select * from ${jsonRows(asks, 'position int, call int, caller bigint, sensor text collate "C", invited boolean')}
    ),
    sensor as materialized (
      select sensor.*
      from (
        select distinct ask.sensor as id
        from ask
        cross join lateral (select from shares where sensor_id = ask.sensor and guest_id = ask.caller limit 1) as share
        order by id
      ) as wanted
      cross join lateral (select id, owner_id, name from sensors where sensors.id = wanted.id for no key update) as sensor
    ),
    share as materialized (
      select share.*, sensor.owner_id, sensor.name as sensor_name, wanted.call, wanted.position, wanted.invited
      from (select distinct on (sensor, caller) * from ask order by sensor, caller, position) as wanted
      join sensor on sensor.id = wanted.sensor
      cross join lateral (
        select sensor_id, guest_id, asked, accepted_at
        from shares
        where sensor_id = wanted.sensor and guest_id = wanted.caller and ${isExpired} is not true
        for no key update
      ) as share
    ),
    accepted as (
      update shares set accepted_at = now()
      from share
      where shares.sensor_id = any (array(select sensor_id from share)) and shares.sensor_id = share.sensor_id
        and shares.guest_id = share.guest_id and share.accepted_at is null
      returning share.*
    ),
    -- A share that waited for nobody's answer has no event.
    answered as (
      select * from accepted where asked or invited
    ),
    ${recordEvents(sql`
      select sensor_id, owner_id, guest_id, guest_id, 'accepted', ${nameDetail(sql`sensor_name`)}
      from answered
      order by sensor_id, guest_id`)},
    owed as (${owe(sql`
      select
        'accepted' as kind, call, (select email from people where id = owner_id) as recipient,
        (select email from people where id = guest_id) as sender, sensor_id, sensor_name as name, position,
        null::bigint as letter_id
      from answered`)})
    select case when share.sensor_id is null then 'noSuchShare' else 'accepted' end as outcome
    from ask
    left join share on share.sensor_id = ask.sensor and share.guest_id = ask.caller
    order by ask.position`,
)

const accept = coalesce<Ask, { outcome: 'accepted' | 'noSuchShare' }>(acceptAll)
const decline = coalesce<Ask & { guest: null; action: string }, Ending>(endShares)
