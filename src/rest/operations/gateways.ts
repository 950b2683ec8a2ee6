/** Handlers for gateways. */
import { record } from '../../gateways/record.ts'
import { report } from '../../gateways/report.ts'
import type { Handlers, Tools } from '../contract/operation.ts'

/** Creates the handlers of the tag Gateways. */
export const gateways = ({ db, gateways }: Pick<Tools, 'db' | 'gateways'>) =>
  ({
    async recordMeasurements({ body, signed }) {
      return { recorded: await record(db, gateways, body.data, signed) }
    },

    async reportStatus({ body, signed }) {
      await report(db, gateways, body, signed)
      return {}
    },
  }) satisfies Partial<Handlers>
