/** The context: what every interface gets from the application. */
import type { Doors } from './auth/entrance/entrance.ts'
import type { Tokens } from './auth/entrance/tokens.ts'
import type { Policy } from './config.ts'
import type { Database } from './db/open.ts'
import type { Following } from './events/follow.ts'
import type { Exports } from './exports/exports.ts'
import type { Keys } from './keys.ts'

/** What every interface gets. Features get only the parts that they need. */
export type Context = {
  db: Database
  keys: Keys
  policy: Policy
  /** Issues and reads our tokens. */
  tokens: Tokens
  /** The hooks that check who is calling. */
  entrance: Doors
  /** The open event streams of this process. */
  events: Following
  /** The exports of values that are running in this process. */
  exports: Exports
}
