/** The terms on which a sensor is shared. */
import { Refusal } from '../refusal.ts'
import { noSuchChannel, unheardOf } from './channels.ts'

/** What a share allows, from when and until when, and the note to the guest. */
export type Terms = {
  /** What the guest may see; null: everything, including later additions. */
  channels: string[] | null
  /** Whether the guest's programs, which have an access key, may read the sensor. */
  scripting: boolean
  /** The owner's message to the guest. */
  note: string
  /** Instants, as ISO 8601. */
  startsAt: string | null
  expiresAt: string | null
}

/** Every term: its type as a column of JSON, and the form in which a given value is stored. */
const terms: { [Name in keyof Terms]: { type: string; stored: (given: Terms[Name]) => Terms[Name] } } = {
  channels: { type: 'text[]', stored: channels => channels && storedChannels(channels) },
  scripting: { type: 'boolean', stored: scripting => scripting },
  note: { type: 'text', stored: storedNote },
  startsAt: { type: 'timestamptz', stored: startsAt => startsAt && storedInstant(startsAt) },
  expiresAt: { type: 'timestamptz', stored: expiresAt => expiresAt && storedInstant(expiresAt) },
}

/** Declares the terms as columns of a JSON object or list. */
export const termColumns = Object.entries(terms)
  .map(([name, { type }]) => `"${name}" ${type}`)
  .join(', ')

/**
 * Returns the given terms in their stored form, without any other fields. Refuses with `noSuchChannel` (no kind of
 * sensor has the channel), `badTerm` or `malformed`.
 */
export function checkTerms(given: Partial<Terms>): Partial<Terms> {
  const kept: Partial<Terms> = Object.fromEntries(
    Object.entries(terms).flatMap(([name, { stored }]) => {
      const value = given[name as keyof Terms]
      return value === undefined ? [] : [[name, stored(value as never)]]
    }),
  )
  if (kept.expiresAt && Date.parse(kept.expiresAt) <= Math.max(Date.now(), Date.parse(kept.startsAt ?? '') || 0)) {
    throw new Refusal('badTerm')
  }
  return kept
}

/** Stores ids of services in upper case, as all ids are. */
function storedChannels(given: string[]): string[] {
  const channels = given.map(channel => (channel.includes(':') ? channel.toUpperCase() : channel))
  const unknown = unheardOf(channels)
  if (unknown) throw noSuchChannel(unknown)
  return [...new Set(channels)]
}

function storedNote(note: string): string {
  if (note.includes('\0')) throw new Refusal('malformed', 'The field "note" holds a character that no text has.')
  return note.toWellFormed()
}

/** Writes an instant in the form that every client and database reads: UTC, to the millisecond, years 1970 to 9999. */
function storedInstant(text: string): string {
  const at = Date.parse(text)
  // Catches leap seconds, too: the standard allows them, but Date.parse does not.
  if (!(at >= 0 && at < Date.UTC(10_000, 0))) throw new Refusal('malformed', `There is no such time as ${text}.`)
  return new Date(at).toISOString()
}
