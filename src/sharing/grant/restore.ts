/** Restores a share that `takeBack` ended a moment ago. */
import { sql } from 'kysely'
import { atomically } from '../../db/atomic.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import type { Tables } from '../../db/tables.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import type { TakenBack } from '../end/take-back.ts'
import { share } from './share.ts'

/**
 * Shares again with the old terms. The guest gets no letter, unless the letter about the end can no longer be
 * withdrawn. Refuses as `share` does, with `badTerm` if the share would have expired, and with `noSuchGuest` if the
 * guest has left the service.
 */
export async function restore(db: Database, caller: Caller, { sensor, guest, letter, was }: TakenBack): Promise<void> {
  const { channels = null, scripting, note, starts_at, expires_at } = was
  const terms = { channels, scripting, note, startsAt: instant(starts_at), expiresAt: instant(expires_at) }
  if (terms.expiresAt && Date.parse(terms.expiresAt) <= Date.now()) throw new Refusal('badTerm')
  await atomically(db, async transaction => {
    const [withdrawn] = await withdraw(transaction, letter)
    const isTold = withdrawn?.tooLate ?? false
    const [verdict] = await share(transaction, caller, [{ sensor, guest, notify: isTold, ...terms }])
    if (verdict instanceof Refusal) throw verdict
    const [restored] = await putBack(transaction, sensor, JSON.stringify(was), isTold)
    // No row: the address belongs to another person by now.
    if (!restored) throw new Refusal('noSuchGuest')
  })
}

/** Converts an instant to the form that `share` takes. */
const instant = (text: string | undefined) => (text === undefined ? null : new Date(text).toISOString())

/** Makes the letter about the end obsolete, unless a courier has claimed or sent it. A pending share has none. */
const withdraw = statement<[letter: number], { tooLate: boolean }>(
  'withdraw-letter',
  letter => sql`
    with withdrawn as (
      update letters set state = 'obsolete', reason = 'shareRestored', due_at = now() + interval '30 days'
      where id = ${letter} and kind = 'unshared' and state in ('queued', 'held')
      returning id
    )
    select (select id from withdrawn) is null as "tooLate" from letters where id = ${letter} and kind = 'unshared'`,
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
  case when kept.id is not null and not exists (select from pictures where id = kept.id) then shares.picture else was.picture end`

// `share` has locked the sensor. If the share's own letter came due while the share was gone, it became obsolete: queue
// it again. If the guest got an email about the end, the share keeps the new email that announces it again.
const putBack = statement<[sensor: string, was: string, isTold: boolean], { guest_id: number }>(
  'put-share-back',
  (sensor, was, isTold) => sql`
    with was as materialized (
      select * from jsonb_to_record(${was}::jsonb) as was (guest_id bigint, ${declared})
    ),
    queued_again as (
      update letters set state = 'queued', reason = null, due_at = now()
      where id = (select letter_id from was) and state = 'obsolete' and reason = 'shareEnded' and not ${isTold}::boolean
    )
    update shares set ${assigned}, picture = ${picture}, letter_id = case when ${isTold}::boolean then shares.letter_id else was.letter_id end
    from was
    cross join lateral (
      select substring(was.picture from '/pictures/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid as id
    ) as kept
    where shares.sensor_id = ${sensor} and shares.guest_id = (select guest_id from was)
    returning shares.guest_id`,
)
