/** Where gateways reach the server. */
import type { FastifyRequest } from 'fastify'
import type { Policy } from '../../config.ts'

/** Returns what the settings say, or where the browser reached it. */
export function originOf({ protocol, host }: FastifyRequest, { publicUrl }: Pick<Policy, 'publicUrl'>): string {
  const asked = `${protocol}://${host}`
  return publicUrl ?? (URL.canParse(asked) ? new URL(asked).origin : 'http://localhost')
}
