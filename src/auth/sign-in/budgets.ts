/** How often sign-in codes may be asked for and guessed at. docs/design/sign-in.md reckons the odds of an attacker. */
import { type RawBuilder, sql } from 'kysely'
import type { Limit } from '../../limits/throttle.ts'

/** A budget of wrong comparisons that refills steadily: at most `burst` at once, and one more every `secondsEach`. */
type Budget = { burst: number; secondsEach: number }

export const perNetwork: Budget = { burst: 120, secondsEach: 30 }
/** For all networks together, beyond the one comparison an hour that each of them is free to make. */
export const everywhere: Budget = { burst: 240, secondsEach: 15 }

/** Wrong tries that end a code. */
export const triesPerCode = 5
/** A code without an address is compared with at most so many codes of its network, the newest first. */
export const codesPerGuess = 20

/** SQL: how many comparisons are left in a budget that is full at an instant. */
export const left = (fullAt: RawBuilder<unknown>, { burst, secondsEach }: Budget) =>
  sql`greatest(0, floor(${sql.lit(burst)} - greatest(0, extract(epoch from ${fullAt} - now())) / ${sql.lit(secondsEach)}))::int`

/** SQL: when a budget is full after some more comparisons. */
export const fullAfter = (fullAt: RawBuilder<unknown>, comparisons: RawBuilder<unknown>, { secondsEach }: Budget) =>
  sql`greatest(${fullAt}, now()) + ${comparisons} * make_interval(secs => ${sql.lit(secondsEach)})`

/** SQL: whether a person signed in from a network before, for an address and a network. */
export const isKnown = (email: RawBuilder<unknown>, network: RawBuilder<unknown>) => sql<boolean>`exists (
  select from known_networks
  where network = ${network} and person_id = (select id from people where email = ${email})
)`

/**
 * Limits of asking for codes, the narrowest first. Where an address signed in before it has limits of its own;
 * strangers elsewhere share the others, so they cannot use up the first.
 */
export function codeLimits(email: string, network: string): { known: Limit[]; strange: Limit[] } {
  const day = 24 * 3600
  return {
    known: [
      { key: `codes to ${email} from ${network}`, most: 10, seconds: 3600 },
      { key: `codes of a day to ${email} from ${network}`, most: 20, seconds: day },
    ],
    strange: [
      { key: `codes to ${email} from ${network}`, most: 5, seconds: 3600 },
      { key: `codes from ${network}`, most: 300, seconds: 3600 },
      { key: `codes to ${email} from strangers`, most: 15, seconds: day },
    ],
  }
}

/** Limits of tries with an address, from a network that did not ask for its code; the narrowest first. */
export function foreignLimits(email: string, network: string): Limit[] {
  return [
    { key: `codes of ${email} tried from ${network}`, most: 5, seconds: 3600 },
    { key: `codes of ${email} tried from elsewhere`, most: 10, seconds: 24 * 3600 },
  ]
}
