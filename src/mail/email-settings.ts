/** The kinds of emails that people can switch off. All others, about signing in and lost sensors, are always sent. */
import type { Tables } from '../db/tables.ts'

type Kind = Tables['letters']['kind']

/** The letters of each setting. The courier's claim compares them with `people.emails_off`. */
export const settings = {
  shared: ['invitation', 'shared'],
  answered: ['accepted', 'declined'],
  ended: ['unshared', 'unclaimed', 'left'],
  endsSoon: ['expiring'],
} as const satisfies Record<string, Kind[]>

/** A kind of emails that people can switch off. */
export type EmailSetting = keyof typeof settings

/** Lists the settings in the order in which people see them. */
export const emailSettings = Object.keys(settings) as EmailSetting[]

const settingByKind = new Map<Kind, EmailSetting>(
  emailSettings.flatMap(setting => settings[setting].map((kind): [Kind, EmailSetting] => [kind, setting])),
)

/** Returns the setting of a kind of letter; undefined if it cannot be switched off. */
export const settingOf = (kind: Kind): EmailSetting | undefined => settingByKind.get(kind)
