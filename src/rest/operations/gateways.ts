/** Handlers for gateways. */
import type { Context } from '../../context.ts'
import { forward } from '../../gateways/forward.ts'
import { record } from '../../gateways/record.ts'
import { report } from '../../gateways/report.ts'
import type { Handlers } from '../contract/operation.ts'

/** Creates the handlers of the tag Gateways. */
export const gateways = ({ db, keys, policy }: Context) => {
  const rules = { key: keys.gatewaySecrets, isOpen: policy.openGateways, maxAgeSeconds: policy.gatewayMaxAge }
  return {
    async recordMeasurements({ body, signed }) {
      return { recorded: await record(db, rules, body.data, signed) }
    },

    async forwardMeasurements({ params, body }) {
      return { recorded: await forward(db, { ...rules, operators: policy.operators }, params.token, body) }
    },

    async reportStatus({ body, signed }) {
      await report(db, rules, body, signed)
      return {}
    },
  } satisfies Partial<Handlers>
}
