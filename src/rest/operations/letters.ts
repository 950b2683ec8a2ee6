/** Handlers for emails: the mail provider's reports. */
import type { Context } from '../../context.ts'
import { noteEvents } from '../../mail/webhook.ts'
import type { Handlers } from '../contract/operation.ts'

/** Creates the handlers of the tag Letters. */
export const letters = ({ db }: Context) =>
  ({
    async notePostmarkEvent({ body }) {
      await noteEvents(db, [body])
      return {}
    },
  }) satisfies Partial<Handlers>
