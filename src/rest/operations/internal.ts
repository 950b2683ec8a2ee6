/** Handlers for operators: plans, gateways, sensors’ secrets and metrics. */
import type { Context } from '../../context.ts'
import { blacklist, listGateways, whitelist } from '../../gateways/gateways.ts'
import { canonicalEmail } from '../../people/email.ts'
import { registerPlanCode } from '../../plans/register-plan-code.ts'
import { setPlan } from '../../plans/set-plan.ts'
import { registerSensor } from '../../sensors/claim/register.ts'
import type { Handlers } from '../contract/operation.ts'

/** Creates the handlers of the tag Internal. */
export const internal = ({ db, keys }: Context, readMetrics: () => Promise<string>) =>
  ({
    async registerPlanCode({ body }) {
      return { code: await registerPlanCode(db, keys.planCodes, body) }
    },

    async setPlan({ body }) {
      const { endsAt, ...set } = await setPlan(db, { ...body, email: canonicalEmail(body.email) })
      return { ...set, endAt: endsAt?.toISOString() ?? null }
    },

    async whitelistGateway({ body }) {
      const macAddress = body.macAddress.toUpperCase()
      await whitelist(db, keys.gatewaySecrets, macAddress, body.secret)
      return { gateway: { macAddress } }
    },

    async blacklistGateway({ body }) {
      const macAddress = body.macAddress.toUpperCase()
      await blacklist(db, macAddress)
      return { gateway: { macAddress } }
    },

    async registerSensor({ body }) {
      const sensor = body.sensor.toUpperCase()
      await registerSensor(db, keys.sensorSecrets, sensor, body.secret)
      return { sensor }
    },

    async listGateways({ query }) {
      const gateways = await listGateways(db, query.gateway?.toUpperCase())
      return {
        gateways: gateways.map(
          ({ firstSeen, lastSeen, allowedAt, lastAdmitted, refusedAt, reportedAt, ...gateway }) => ({
            ...gateway,
            allowedAt: allowedAt?.toISOString() ?? null,
            lastAdmitted: lastAdmitted?.toISOString() ?? null,
            refusedAt: refusedAt?.toISOString() ?? null,
            firstSeen: firstSeen.toISOString(),
            lastSeen: lastSeen.toISOString(),
            reportedAt: reportedAt?.toISOString() ?? null,
          }),
        ),
      }
    },

    async readMetrics() {
      return readMetrics()
    },
  }) satisfies Partial<Handlers>
