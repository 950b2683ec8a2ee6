/** Handlers for health checks. */
import { Refusal } from '../../refusal.ts'
import type { Handlers } from '../contract/operation.ts'

/** Creates the handlers of the tag Health. */
export const health = (hasTables: () => Promise<boolean>) =>
  ({
    async live() {
      return {}
    },

    async ready() {
      if (!(await hasTables()))
        throw new Refusal('away', 'The database has no tables. Start the service again to make them.')
      return {}
    },
  }) satisfies Partial<Handlers>
