/** Who may do what: the facts that decide whether a share gives anything, as pieces of SQL over rows of shares and people. */
import { sql } from 'kysely'

/** A share whose time is over: it gives nothing, takes no room, and is removed by whoever meets it. */
export const isExpired = sql<boolean>`shares.expires_at <= now()`

/** A share that nobody can use yet: its guest has not joined, or was asked and has not answered. */
export const isPending = sql<boolean>`(people.joined_at is null or (shares.asked and shares.accepted_at is null))`
