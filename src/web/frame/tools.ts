/** What the pages get to work with: types alone. */

import type { Entrance } from '../../auth/entrance/entrance.ts'
import type { Database } from '../../db/open.ts'
import type { Following } from '../../events/follow.ts'
import type { CodeKeys } from '../../keys.ts'

/** What the pages work with. */
export type Tools = {
  db: Database
  entrance: Entrance
  following: Following
  codes: CodeKeys
  /** Seals the secrets of access keys. */
  keySealing: Buffer
  /** Seals what a page gives its reader to bring back. */
  sealing: Buffer
  /** Signs what keeps forms of other sites out. */
  formKey: Buffer
  sessionDays: number
  /** Every share waits for its guest's yes. */
  askFirst: boolean
}
