/** Settings that apps store for a person. */
import { sql } from 'kysely'
import { isNewer, sentAt, setAt } from '../db/clock.ts'
import type { Database, Handle } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import type { Caller } from '../people/caller.ts'
import { lockPerson } from '../people/lock-person.ts'
import { Refusal } from '../refusal.ts'

/** Values by name; `NAME_lastUpdated` is the time when NAME was set, in seconds. */
export type Settings = Record<string, string | number>

/** A setting as a row of a query; `at` in seconds. */
export type Setting = { name: string; value: string; at: number }

/** Maximum number of settings per person: far more than any app needs, and too few to fill the database. */
const most = 500

/** Lists the settings of a person in the format that the apps read. */
export async function listSettings(db: Database, { id }: Caller): Promise<Settings> {
  return byName(await findSettings(db, id))
}

const suffix = '_lastUpdated'

/** Converts settings to the format that the apps read. */
export function byName(settings: Setting[]): Settings {
  // Uses `fromEntries` because a setting may be called __proto__.
  return Object.fromEntries(
    settings.flatMap(({ name, value, at }): [string, string | number][] => [
      [name, value],
      [`${name}${suffix}`, at],
    ]),
  )
}

/** Refuses a name that ends in the suffix, because lists use such names for the times of other settings. */
export function refuseTakenName(name: string) {
  if (name.endsWith(suffix)) throw new Refusal('malformed', `The name of a setting cannot end in "${suffix}".`)
}

/** Saves a setting. Refuses with `oldEntry`, `settingsFull`, or `malformed` for a name that ends in the suffix. */
export async function saveSetting(
  db: Database,
  { id }: Caller,
  { name, value, at }: { name: string; value: string; at: number | undefined },
): Promise<'added' | 'updated'> {
  refuseTakenName(name)
  return db.transaction().execute(async trx => {
    await lockPerson(trx, id)
    return keepOne(trx, id, name, value, at)
  })
}

/** Saves several settings of now, all or none. Refuses with `oldEntry` or `settingsFull`. */
export async function saveSettings(db: Database, { id }: Caller, values: Readonly<Record<string, string>>) {
  await db.transaction().execute(async trx => {
    await lockPerson(trx, id)
    for (const [name, value] of Object.entries(values)) await keepOne(trx, id, name, value, undefined)
  })
}

async function keepOne(trx: Handle, id: number, name: string, value: string, at: number | undefined) {
  const [kept] = await keep(trx, id, name, value.toWellFormed(), sentAt(at))
  if (!kept) throw new Refusal('oldEntry')
  if (kept.added && kept.others >= most) throw new Refusal('settingsFull')
  return kept.added ? 'added' : 'updated'
}

const findSettings = statement<[id: number], Setting>(
  'list-settings',
  id => sql`
    select name, value, floor(extract(epoch from updated_at))::bigint as at
    from person_settings
    where person_id = ${id}
    order by name`,
)

// `others` does not include the inserted row: the count uses the snapshot from before the statement.
const keep = statement<
  [id: number, name: string, value: string, at: number | null],
  { added: boolean; others: number }
>(
  'save-setting',
  (id, name, value, at) => sql`
    insert into person_settings as stored (person_id, name, value, updated_at)
    values (${id}, ${name}, ${value}, ${setAt(at)})
    on conflict (person_id, name) do update set value = excluded.value, updated_at = excluded.updated_at
    where not ${isNewer(sql`stored.updated_at`, at)}
    -- xmax is 0 in an inserted row, and not in an updated one, which this statement has locked.
    returning xmax = 0 as added, (select count(*) from person_settings where person_id = ${id}) as others`,
)
