/** Where the page of a sensor is, and which sensor its URL names. */
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../../refusal.ts'
import { isSensorId } from '../../../sensors/sensor-id.ts'
import { textIn } from '../../frame/form.ts'

/** Returns the path of the page of a sensor, or of an action on it. */
export const pathOf = (id: string, action = '') => `/app/sensors/${id}${action && `/${action}`}`

/** Returns the sensor id in the URL; throws `noSuchPage` if it is not an id. */
export function idIn({ params }: FastifyRequest): string {
  const id = textIn(params, 'id')
  if (!isSensorId(id)) throw new Refusal('noSuchPage')
  return id.toUpperCase()
}

/** Returns the path of the page of a public sensor that everybody sees. */
export const publicPathOf = (id: string) => `/app/public/${id}`
