/** On what terms a sensor is lent. */
import { Refusal } from '../refusal.ts'
import { noSuchChannel, unheardOf } from './channels.ts'

export type Terms = {
  /** What the guest may see; null: everything, also what is added later. */
  channels: string[] | null
  /** The guest may use it in automations. */
  scripting: boolean
  /** A word to the guest. */
  note: string
  /** Instants, as ISO 8601. */
  startsAt: string | null
  expiresAt: string | null
}

/**
 * Returns those of the terms that are named, as they are kept, and nothing else that may have come with them. Refuses what cannot be, with `noSuchChannel` (no sensor of whatever kind has
 * it), `badTerm` or `malformed`.
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

/** Services are kept in upper case, as all ids are. */
const asKept = (channel: string) => (channel.includes(':') ? channel.toUpperCase() : channel)

/** Writes an instant as everybody reads it, databases too: in UTC, to the millisecond, and in a year that there is. */
function instant(text: string): string {
  const at = Date.parse(text)
  // A leap second, for one, is in the standard and nowhere else.
  if (!(at >= 0 && at < Date.UTC(10_000, 0))) throw new Refusal('malformed', `There is no such time as ${text}.`)
  return new Date(at).toISOString()
}

/** What is out of the ordinary about terms as they are kept, without the note: for the history and letters. Undefined when nothing is, nor is there a note. */
export function termsToTell({ channels, scripting, note, startsAt, expiresAt }: Partial<Terms>) {
  if (!channels && !scripting && !note && !startsAt && !expiresAt) return undefined
  return {
    ...(channels && { channels }),
    ...(scripting && { scripting }),
    ...(startsAt && { startsAt }),
    ...(expiresAt && { expiresAt }),
  }
}
