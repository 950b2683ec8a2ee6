/** What a guest answers to a letter about shares, with or without an account. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/identify.ts'
import { isExpired } from './permission.ts'
import { unshare } from './unshare.ts'

/** What a letter offers to its reader, and has not ended since. */
export type Invitation = {
  sender: string
  recipient: string
  guest: number
  /** The reader has an account. */
  joined: boolean
  sensors: { id: string; name: string; accepted: boolean }[]
}

/** Finds what a letter offers; null when it is not a letter about shares, or has been forgotten. */
export async function findInvitation(db: Database, letter: number): Promise<Invitation | null> {
  const [found] = await find(db, letter)
  return found ?? null
}

/** Accepts what a letter offers, or declines it, which tells the owner. Returns what it was; null when there is nothing (any more). */
export async function answer(db: Database, letter: number, accepts: boolean): Promise<Invitation | null> {
  const invitation = await findInvitation(db, letter)
  if (!invitation || invitation.sensors.length === 0) return null
  const { guest, recipient, sensors } = invitation
  if (accepts) await accept(db, letter)
  else {
    const ends = sensors.map(({ id }) => ({ sensor: id }))
    await unshare(db, { id: guest, email: recipient }, ends)
  }
  return invitation
}

/** A guest's answer to a share. Declining ends it and tells the owner, who cannot ask them again for 30 days. Refuses with `noSuchShare`. */
export async function answerShare(_db: Database, _caller: Caller, _sensor: string, _accepts: boolean): Promise<void> {
  throw new Error('to be written')
}

const find = statement<[letter: number], Invitation>(
  'find-invitation',
  letter => sql`
    select sender, recipient, people.id as guest, joined_at is not null as joined, coalesce(offered.sensors, '[]') as sensors
    from letters
    join people on people.email = letters.recipient
    left join lateral (
      select
        jsonb_agg(
          jsonb_build_object('id', sensors.id, 'name', sensors.name, 'accepted', accepted_at is not null)
          order by sensors.name, sensors.id
        ) as sensors
      from shares
      join sensors on sensors.id = shares.sensor_id
      where letter_id = letters.id and guest_id = people.id and ${isExpired} is not true
    ) as offered on true
    where letters.id = ${letter} and kind in ('invitation', 'shared') and sender is not null`,
)

const accept = statement<[letter: number], never>(
  'accept-invitation',
  letter =>
    sql`update shares set accepted_at = now() where letter_id = ${letter} and accepted_at is null and ${isExpired} is not true`,
)
