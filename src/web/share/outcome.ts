/** Groups the verdicts of a bulk share for people: successes first, then refusals by reason. */
import { Refusal, type RefusalName } from '../../refusal.ts'
import type { SharedMany } from '../../sharing/grant/share-many.ts'

/**
 * The result of a share, or the reason why it was refused. `untold`: a preview that may not tell whether the guest has an
 * account.
 */
export type Kind = 'shared' | 'asked' | 'invited' | 'untold' | RefusalName

/** The shares with the same result, by guest. */
export type Group = { kind: Kind; isShared: boolean; lines: { guest: string; sensors: string[] }[] }

/** The verdicts by result, with their totals. */
export type Outcome = {
  groups: Group[]
  shared: number
  pairs: number
  /** Numbers of distinct sensors and guests in successful shares. */
  sensors: number
  people: number
}

const order: Kind[] = [
  ...(['shared', 'asked', 'invited', 'untold', 'alreadyShared', 'yourself', 'declinedBefore'] as const),
  ...(['sensorFull', 'planFull', 'planForbids', 'notOwner', 'noSuchChannel'] as const),
]

/** Groups verdicts by result. */
export function outcomeOf(verdicts: SharedMany['verdicts']): Outcome {
  const kinds = new Map<Kind, Map<string, string[]>>()
  for (const { sensor, guest, verdict } of verdicts) {
    const kind = kindOf(verdict)
    const lines = kinds.get(kind) ?? new Map<string, string[]>()
    kinds.set(kind, lines.set(guest, [...(lines.get(guest) ?? []), sensor]))
  }
  const shared = verdicts.filter(({ verdict }) => !(verdict instanceof Refusal))
  return {
    groups: order.flatMap((kind): Group[] => {
      const lines = kinds.get(kind)
      if (!lines) return []
      const isShared = kind === 'shared' || kind === 'asked' || kind === 'invited' || kind === 'untold'
      return [{ kind, isShared, lines: [...lines].map(([guest, sensors]) => ({ guest, sensors })) }]
    }),
    shared: shared.length,
    pairs: verdicts.length,
    sensors: new Set(shared.map(({ sensor }) => sensor)).size,
    people: new Set(shared.map(({ guest }) => guest)).size,
  }
}

/** Returns only the reason for a refused share, never whether the guest has an account. */
function kindOf(verdict: SharedMany['verdicts'][number]['verdict']): Kind {
  if (verdict instanceof Refusal) return verdict.name
  if (verdict.invited === undefined) return 'untold'
  if (verdict.invited) return 'invited'
  return verdict.pending ? 'asked' : 'shared'
}
