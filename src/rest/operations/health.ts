/** Operations of health. */
import { hasTables } from '../../db/ping.ts'
import { Refusal } from '../../refusal.ts'
import type { Handlers, Tools } from '../contract/operation.ts'

/** Makes the handlers of the operations with the tag Health. */
export const health = ({ db }: Pick<Tools, 'db'>) =>
  ({
    async live() {
      return {}
    },

    async ready() {
      if (!(await hasTables(db)))
        throw new Refusal('away', 'The database has no tables. Start the service again to make them.')
      return {}
    },
  }) satisfies Partial<Handlers>
