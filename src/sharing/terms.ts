/** On what terms a sensor is lent. */
import { channels as known } from '../measurements/frame.ts'
import { Refusal } from '../refusal.ts'

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

/** Refuses terms that cannot be: with `noSuchChannel` or `badTerm`. */
export function checkTerms({ channels, startsAt, expiresAt }: Partial<Terms>) {
  if (channels?.some(channel => !known.has(channel))) throw new Refusal('noSuchChannel')
  if (!expiresAt) return
  const begins = Math.max(Date.now(), startsAt ? Date.parse(startsAt) : 0)
  if (Date.parse(expiresAt) <= begins) throw new Refusal('badTerm')
}
