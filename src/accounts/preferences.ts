/** Reads and saves a person's preferences. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { type EmailSetting, emailSettings } from '../mail/email-settings.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'

/** Which kinds of emails a person gets. */
export type EmailChoice = Record<EmailSetting, boolean>

/** A person's preferences. `askFirst`: new shares wait until this person accepts them. */
export type Preferences = { askFirst: boolean; emails: EmailChoice }

/** Changed preferences; what is left out stays as it is. */
export type PreferenceChange = { askFirst?: boolean | undefined; emails?: Partial<EmailChoice> | undefined }

/** Reads the preferences; refuses with `badToken` if the account is gone. */
export async function readPreferences(db: Database, { id }: Caller): Promise<Preferences> {
  return theirs(await find(db, id))
}

/** Saves preferences and returns all of them. Existing shares stay unchanged; emails of a kind that is off are not sent. */
export async function savePreferences(
  db: Database,
  { id }: Caller,
  { askFirst, emails = {} }: PreferenceChange,
): Promise<Preferences> {
  const chosen = (isOn: boolean) => emailSettings.filter(setting => emails[setting] === isOn)
  return theirs(await save(db, id, askFirst ?? null, chosen(true), chosen(false)))
}

type Row = { askFirst: boolean; off: string[] }

function theirs([found]: Row[]): Preferences {
  // The account was deleted concurrently.
  if (!found) throw new Refusal('badToken')
  const { askFirst, off } = found
  const emails = Object.fromEntries(emailSettings.map(setting => [setting, !off.includes(setting)])) as EmailChoice
  return { askFirst, emails }
}

const columns = sql`asks_first as "askFirst", emails_off as off`

const find = statement<[id: number], Row>('read-preferences', id => sql`select ${columns} from people where id = ${id}`)

// Adds and removes kinds under the lock of the row, so that two changes at once both count.
const save = statement<[id: number, askFirst: boolean | null, on: string[], off: string[]], Row>(
  'save-preferences',
  (id, askFirst, on, off) => sql`
    update people set
      asks_first = coalesce(${askFirst}::boolean, asks_first),
      emails_off = array(
        select kind from (select unnest(emails_off) as kind union select unnest(${off}::text[])) as kinds
        where kind <> all (${on}::text[])
        order by kind
      )
    where id = ${id}
    returning ${columns}`,
)
