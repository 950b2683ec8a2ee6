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

const types: Record<keyof Terms, string> = {
  channels: 'text[]',
  scripting: 'boolean',
  note: 'text',
  startsAt: 'timestamptz',
  expiresAt: 'timestamptz',
}

/** Declares the terms as columns of a JSON object or list. */
export const termColumns = Object.entries(types)
  .map(([name, type]) => `"${name}" ${type}`)
  .join(', ')

/**
 * Returns the given terms in their stored form, without any other fields. Refuses with `noSuchChannel` (no kind of
 * sensor has the channel), `badTerm` or `malformed`.
 */
export function checkTerms(terms: Partial<Terms>): Partial<Terms> {
  const { scripting, note, startsAt, expiresAt } = terms
  const channels = terms.channels?.map(asKept) ?? terms.channels
  const unknown = channels && unheardOf(channels)
  if (unknown) throw noSuchChannel(unknown)
  if (note?.includes('\0')) throw new Refusal('malformed', 'The field "note" holds a character that no text has.')
  const kept = {
    ...(channels !== undefined && { channels: channels && [...new Set(channels)] }),
    ...(scripting !== undefined && { scripting }),
    ...(note !== undefined && { note: note.toWellFormed() }),
    ...(startsAt !== undefined && { startsAt: startsAt && instant(startsAt) }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt && instant(expiresAt) }),
  }
  if (kept.expiresAt && Date.parse(kept.expiresAt) <= Math.max(Date.now(), Date.parse(kept.startsAt ?? '') || 0)) {
    throw new Refusal('badTerm')
  }
  return kept
}

/** Ids of services are stored in upper case, as all ids are. */
const asKept = (channel: string) => (channel.includes(':') ? channel.toUpperCase() : channel)

/** Writes an instant in the form that every client and database reads: UTC, to the millisecond, years 1970 to 9999. */
function instant(text: string): string {
  const at = Date.parse(text)
  // Catches leap seconds, too: the standard allows them, but Date.parse does not.
  if (!(at >= 0 && at < Date.UTC(10_000, 0))) throw new Refusal('malformed', `There is no such time as ${text}.`)
  return new Date(at).toISOString()
}
