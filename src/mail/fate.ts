/** How the letter of a share fares, as its owner may know it: pieces of SQL over rows of letters. */
import { type RawBuilder, sql } from 'kysely'

/** What an owner is told of a letter. Why it is held they do not learn: it could be how much others write to somebody. */
export type Fate = 'queued' | 'held' | 'sent' | 'delivered' | 'bounced' | 'suppressed' | 'muted'

/**
 * The fate of a row of letters. One that nobody took counts as bounced, and one taken for spam as suppressed: what matters to
 * the owner is that it did not arrive, or that no other will. Null without a letter, or when it was not needed any more.
 */
export const fate: RawBuilder<Fate | null> = sql`
  case letters.state
    when 'sending' then 'queued'
    when 'given up' then 'bounced'
    when 'complained' then 'suppressed'
    when 'obsolete' then null
    else letters.state
  end`

/** An owner should see it for as long as the share is there. */
export const isWorthShowing = sql<boolean>`(letters.state not in ('sent', 'delivered', 'obsolete'))`
