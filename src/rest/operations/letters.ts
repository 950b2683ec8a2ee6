/** Handlers for emails: the mail provider's reports. */
import { noteEvents } from '../../mail/webhook.ts'
import type { Handlers, Tools } from '../contract/operation.ts'

/** Creates the handlers of the tag Letters. */
export const letters = ({ db }: Pick<Tools, 'db'>) =>
  ({
    async notePostmarkEvent({ body }) {
      await noteEvents(db, [body])
      return {}
    },
  }) satisfies Partial<Handlers>
