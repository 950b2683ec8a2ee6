/** Handlers for health checks. */
import type { Context } from '../../context.ts'
import { hasTables } from '../../db/ping.ts'
import { Refusal } from '../../refusal.ts'
import type { Handlers } from '../contract/operation.ts'

/** Creates the handlers of the tag Health. */
export const health = ({ db }: Context) =>
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
