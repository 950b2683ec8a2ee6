/** What real clients send although the contract does not say so, one by one. Each of these breaks an official app when it is missing. */
import type { FastifyInstance } from 'fastify'
import type { operations } from './contract.ts'

/** Ruuvi's web app posts its JSON as text/plain, to spare the browser a preflight. */
export function acceptJsonAsText(app: FastifyInstance) {
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
}

type Mend = (body: Record<string, unknown>) => void

/** What is mended in a body before it is checked against the contract, by operation. */
export const mends: { [Id in keyof operations]?: Mend } = {
  /** Ruuvi's Android app leaves a sensor with an empty `user`. */
  unshareSensor(body) {
    if (body.user === '') delete body.user
  },

  /** Ruuvi's gateways call their address `gwmac`. */
  recordMeasurements({ data }) {
    const post = Object(data) as Record<string, unknown>
    if (post.gw_mac === undefined && post.gwmac !== undefined) post.gw_mac = post.gwmac
  },
}
