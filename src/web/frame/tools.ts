/** The dependencies of the pages, as a type. */

import type { Entrance } from '../../auth/entrance/entrance.ts'
import type { Database } from '../../db/open.ts'
import type { Following } from '../../events/follow.ts'
import type { CodeKeys } from '../../keys.ts'

/** What the pages get from the application. */
export type Tools = {
  db: Database
  entrance: Entrance
  following: Following
  codes: CodeKeys
  /** Encrypts the secrets of access keys. */
  keySealing: Buffer
  /** Encrypts values that a page hands out to get them back later, such as `undo`. */
  sealing: Buffer
  /** Signs the CSRF tokens. */
  formKey: Buffer
  sessionDays: number
  /** Whether every share needs its guest's acceptance. */
  askFirst: boolean
}
