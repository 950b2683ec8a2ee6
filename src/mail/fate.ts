/** SQL fragments over rows of `letters` that say how the letter of a share fares, as far as its owner may know. */
import { type RawBuilder, sql } from 'kysely'

/**
 * The state of a letter as the owner sees it. The reason for `held` stays hidden: it could reveal how much mail the
 * guest gets from others.
 */
export type Fate = 'queued' | 'held' | 'sent' | 'delivered' | 'bounced' | 'suppressed' | 'muted'

/**
 * Translates a letter's state for the owner; null without a letter, or if the letter became unnecessary. 'given up'
 * counts as bounced and 'complained' as suppressed: the owner needs to know only that this letter did not arrive, or
 * that no other will.
 */
export const fate: RawBuilder<Fate | null> = sql`
  case letters.state
    when 'sending' then 'queued'
    when 'given up' then 'bounced'
    when 'complained' then 'suppressed'
    when 'obsolete' then null
    else letters.state
  end`

/** Tells whether the owner should see the fate for as long as the share exists. */
export const isWorthShowing = sql<boolean>`(letters.state not in ('sent', 'delivered', 'obsolete'))`
