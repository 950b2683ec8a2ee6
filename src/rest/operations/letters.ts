/** Operations of emails: what the provider reports. */
import { noteEvents } from '../../mail/webhook.ts'
import type { Handlers, Tools } from '../contract/operation.ts'

/** Makes the handlers of the operations with the tag Letters. */
export const letters = ({ db }: Pick<Tools, 'db'>) =>
  ({
    async notePostmarkEvent({ body }) {
      await noteEvents(db, [body])
      return {}
    },
  }) satisfies Partial<Handlers>
