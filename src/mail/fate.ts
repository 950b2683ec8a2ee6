/** SQL fragments over rows of `letters`: the delivery state of a share's letter, as the sensor's owner may see it. */
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

/** Checks whether the owner should see the state as long as the share exists: the letter has not arrived (yet). */
export const isWorthShowing = sql<boolean>`(letters.state not in ('sent', 'delivered', 'obsolete'))`
