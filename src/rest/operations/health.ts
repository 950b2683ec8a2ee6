/** Handlers for health checks. */
import { hasTables } from '../../db/ping.ts'
import { Refusal } from '../../refusal.ts'
import type { Handlers, Tools } from '../contract/operation.ts'

/** Creates the handlers of the tag Health. */
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
