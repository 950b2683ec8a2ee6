/** What happened to an account: sign-ins, wrong codes, keys, ended sessions, what the operator changed. */
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { AccountAction } from '../db/tables/accounts.ts'
import type { Caller } from './caller.ts'

/** An event of an account as its person sees it; `words` is its sentence. */
export type AccountEvent = {
  id: number
  at: string
  action: AccountAction
  network: string | null
  device: string | null
  words: string
  data: Record<string, unknown>
}

/**
 * SQL: records events in the statement that causes them, from `rows (person_id, action, network, device, data)`. A
 * wrong code is counted in the row of its day, so that strangers cannot fill the table.
 */
export const recordAccountEvents = (rows: RawBuilder<unknown>) => sql`
  insert into account_events as event (person_id, action, network, device, data)
  ${rows}
  on conflict (person_id, (data ->> 'day')) where action = 'codesFailed' do update set
    at = excluded.at,
    network = excluded.network,
    data = event.data || jsonb_build_object('count', (event.data ->> 'count')::int + 1)`

/**
 * SQL: a CTE that locks the person `owner` of sessions or keys, before a statement deletes those and records an event.
 * Deleting an account locks in the same order.
 */
export const lockOwner = (person: RawBuilder<unknown>) => sql`
  owner as materialized (
    select id from people where id = ${person} for key share
  )`

/** Returns a page of the caller's events, the newest first; `next` is the `before` of the next page. */
export async function listAccountEvents(
  db: Database,
  { id }: Caller,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<{ events: AccountEvent[]; next: number | null }> {
  const found = await page(db, id, before ?? Number.MAX_SAFE_INTEGER, limit + 1)
  const rows = found.slice(0, limit)
  return {
    events: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString(), words: sentenceOf(row) })),
    next: found.length > limit ? (rows.at(-1)?.id ?? null) : null,
  }
}

type Row = Omit<AccountEvent, 'at' | 'words'> & { at: Date }

const page = statement<[person: number, before: number, limit: number], Row>(
  'list-account-events',
  (person, before, limit) => sql`
    select id, at, action, network, device, data
    from account_events
    where person_id = ${person} and id < ${before}
    order by id desc
    limit ${limit}`,
)

const list = new Intl.ListFormat('en-GB')
const counted = (count: unknown, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

/** Counts what signing out everywhere has ended. */
function endedOf({ sessions, keys, passkeys = 0, phones = 0 }: Row['data']): string {
  return list.format([
    counted(sessions, 'session'),
    counted(keys, 'access key'),
    counted(passkeys, 'passkey'),
    ...(phones ? [counted(phones, 'phone that forwards', 'phones that forward')] : []),
  ])
}

function sentenceOf({ action, network, device, data }: Omit<Row, 'at'>): string {
  const from = network ? ` from the network ${network}` : ''
  const sentences: Record<AccountAction, string> = {
    signedIn: `${device} signed in${from}.`,
    codesFailed: `${counted(data.count, 'wrong code')} on ${data.day}, the last one${from}.`,
    keyMade: `An access key was made: ${data.name}`,
    keyDisabled: `An access key was switched off: ${data.name}`,
    keyEnabled: `An access key was switched on: ${data.name}`,
    keyRevoked: `An access key was revoked: ${data.name}`,
    passkeyAdded: `A passkey was added: ${data.name}`,
    passkeyRemoved: `A passkey was removed: ${data.name}`,
    phoneAdded: `An address for a phone that forwards was made: ${data.name}`,
    phoneRevoked: `An address for a phone that forwards was revoked: ${data.name}`,
    sessionEnded: `${device} was signed out.`,
    othersEnded: `${counted(data.sessions, 'other session')} ended.`,
    signedOutEverywhere: `${data.by === 'operator' ? 'The operator of the service signed you out everywhere' : 'You signed out everywhere'}: ${endedOf(data)} ended.`,
    planSet: `The operator of the service set your plan to ${data.plan}.`,
  }
  return sentences[action]
}
