/** How far the replacement of a secret is: which secrets processes sign with, and what still needs an older one. */
import { type RawBuilder, sql } from 'kysely'
import type { Handle } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import { type Key, type Keys, opened } from '../keys.ts'

/** A column with secrets that are sealed. */
export type SealedColumn =
  | { table: 'access_keys'; column: 'sealed_secret' }
  | { table: 'gateways'; column: 'sealed_secret' | 'sealed_key' }

/** A row with a sealed secret. */
export type SealedRow = { id: string; sealed: string }

/** Makes the statement that reads up to 500 sealed secrets of a column, in the order of the ids of their rows. */
export function sealedRows({ table, column }: SealedColumn) {
  return statement<[after: string], SealedRow>(
    `${column}-of-${table}`,
    after => sql`
      select id, ${sql.ref(column)} as sealed
      from ${sql.table(table)}
      where id > ${after} and ${sql.ref(column)} is not null
      order by id
      limit 500`,
  )
}

/** Notes that a process signs with the secret of an id. */
export const noteSigning = statement<[id: string], never>(
  'note-signing',
  id => sql`insert into signing_secrets (id) values (${id}) on conflict (id) do update set last_at = now()`,
)

/** What may need a secret. */
export const kinds = [
  'access keys',
  'gateways',
  'sessions',
  'secrets of sensors',
  'codes for plans',
  'sign-in codes',
  'links',
] as const

/** What may need a secret. */
export type Kind = (typeof kinds)[number]

/**
 * An older secret. `needs`: how many values of each kind need it. `lastAt`: when a process last signed with it, if that
 * is known. `isSigning`: a process may still do so.
 */
export type OlderSecret = { place: number; lastAt: Date | null; isSigning: boolean; needs: Record<Kind, number> }

/** `lost`: how many sealed secrets none of the list opens. */
export type Progress = { older: OlderSecret[]; lost: number }

/** Counts what still needs each of the older secrets. */
export async function readProgress(db: Handle, keys: Keys, sessionDays: number): Promise<Progress> {
  const list = JSON.stringify(keys.ids.map((id, place) => ({ id, place })))
  const older = (await findOlder(db, list)).map(secret => ({ ...secret, needs: noNeeds() }))
  let lost = 0
  const count = (kind: Kind, place: number | null, number: number) => {
    const secret = older.find(secret => secret.place === place)
    if (secret) secret.needs[kind] += number
  }
  const sealed = [
    { kind: 'access keys', rows: readAccessKeys, key: keys.accessKeys },
    { kind: 'gateways', rows: readGateways, key: keys.gatewaySecrets },
    { kind: 'gateways', rows: readGatewayKeys, key: keys.gatewaySecrets },
  ] as const
  for (const { kind, rows, key } of sealed) {
    for await (const place of placesOf(db, rows, key)) {
      if (place === null) lost++
      else count(kind, place, 1)
    }
  }
  for (const { kind, place, number } of await countOthers(db, list, sessionDays)) count(kind, place, number)
  return { older, lost }
}

const noNeeds = () => Object.fromEntries(kinds.map(kind => [kind, 0])) as Record<Kind, number>

const readAccessKeys = sealedRows({ table: 'access_keys', column: 'sealed_secret' })
const readGateways = sealedRows({ table: 'gateways', column: 'sealed_secret' })
const readGatewayKeys = sealedRows({ table: 'gateways', column: 'sealed_key' })

async function* placesOf(db: Handle, read: ReturnType<typeof sealedRows>, key: Key): AsyncGenerator<number | null> {
  let after: string | undefined = ''
  while (after !== undefined) {
    const rows: SealedRow[] = await read(db, after)
    for (const { sealed } of rows) yield opened(key, sealed).place
    after = rows.at(-1)?.id
  }
}

/** Processes say every ten minutes what they sign with, so they may have signed with it for so long after. */
const grace = sql.lit('15 minutes')

/** CTEs: the `listed` secrets, and until when each of the `older` ones may have signed. */
const eras = (list: string) => sql`
  listed as materialized (
    select place, listed.id, signing.first_at, signing.last_at
    from ${jsonRows(list, 'place int, id text collate "C"')}
    left join signing_secrets as signing using (id)
  ),
  older as materialized (
    select place, id, last_at, coalesce(last_at, (select first_at from listed where place = 0), now()) + interval ${grace} as until
    from listed
    where place > 0
  )`

const findOlder = statement<[list: string], Pick<OlderSecret, 'place' | 'lastAt' | 'isSigning'>>(
  'older-secrets',
  list => sql`
    with ${eras(list)}
    select place, last_at as "lastAt", until >= now() as "isSigning" from older order by place`,
)

/** SQL: the place of the older secret that may have signed or hashed something at a time; null if only the first may. */
const placeAt = (time: RawBuilder<unknown>) => sql`(
  select place from older where until >= ${time} order by until, place desc limit 1
)`

const countOthers = statement<
  [list: string, sessionDays: number],
  { kind: Kind; place: number | null; number: number }
>(
  'count-of-older-secrets',
  (list, sessionDays) => sql`
    with ${eras(list)},
    needing (kind, place) as (
      select 'sessions', coalesce((select place from listed where listed.id = token_secret), ${placeAt(sql`created_at`)})
      from sessions
      where created_at > now() - ${sessionDays}::int * interval '1 day'
      union all
      select 'secrets of sensors', ${placeAt(sql`registered_at`)} from sensor_secrets
      union all
      select 'codes for plans', ${placeAt(sql`created_at`)} from plan_codes where is_keyed and used_at is null
      union all
      select 'sign-in codes', ${placeAt(sql`created_at`)} from sign_in_codes where expires_at > now()
      union all
      -- A letter may be sent three days after it was written. Its link counts 30 days, or one.
      select 'links', ${placeAt(sql`created_at`)}
      from letters
      where (kind in ('invitation', 'shared') and created_at > now() - interval '33 days'
          or kind in ('code', 'deletion', 'newSignIn', 'newKey', 'newPasskey', 'newPhone') and created_at > now() - interval '2 days')
        and state not in ('suppressed', 'muted', 'obsolete', 'given up')
    )
    select kind, place, count(*)::int as number from needing where place > 0 group by kind, place`,
)
