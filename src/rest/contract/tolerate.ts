/**
 * Exceptions for requests of real clients that don't match the contract. Removing any of them breaks an official app.
 */
import type { FastifyInstance } from 'fastify'
import { jsonParser } from '../../http/json-body.ts'
import type { operations } from './contract.ts'

/** Parses text/plain as JSON: Ruuvi's web app sends it so to avoid a CORS preflight. */
export function acceptJsonAsText(app: FastifyInstance) {
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, jsonParser(app))
}

type Mend = (body: Record<string, unknown>) => void

/** Corrections of bodies before validation, by operation. */
export const mends: { [Id in keyof operations]?: Mend } = {
  /** Ruuvi's Android app sends an empty `user` to leave a sensor. */
  unshareSensor(body) {
    if (body.user === '') delete body.user
  },

  /** Ruuvi's gateways name their address `gwmac`. */
  recordMeasurements({ data }) {
    const post = Object(data) as Record<string, unknown>
    if (post.gw_mac === undefined && post.gwmac !== undefined) post.gw_mac = post.gwmac
  },
}
