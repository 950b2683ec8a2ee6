/** Authentication of the operator and of Postmark, by secrets from the settings. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Guard } from '../auth/entrance/entrance.ts'
import { secretCheck } from '../keys.ts'
import { networkOf } from '../limits/network.ts'
import { Refusal } from '../refusal.ts'

/** The header that carries the internal secret. */
export const internalHeader = 'x-internal-secret'

/**
 * Creates the check of the header X-Internal-Secret, which holds one of the configured secrets; null without any, so
 * that the operations aren't mounted.
 */
export function internalGuard(secrets: string | undefined): Guard | null {
  if (!secrets) return null
  const placesOf = secretCheck(secrets.split(',').map(secret => secret.trim()))
  return async (request, reply) => {
    const { headers, mayBeInternal } = request
    if (!mayBeInternal) throw new Refusal('unknownPath')
    // Shared caches know not to store answers to requests with `Authorization`, but don't know this header.
    reply.header('cache-control', 'no-store')
    const [place] = placesOf(String(headers[internalHeader] ?? ''))
    if (place === undefined) throw new Refusal('notInternal')
    places.set(request, place + 1)
  }
}

/** The place in the list, from 1, of the secret that admitted a request: the log names it instead of the secret. */
const places = new WeakMap<FastifyRequest, number>()

/** Logs a call that the operator made: which one, with which secret, from where, and how it ended. */
export const logOperatorCall =
  (operation: string) =>
  async (request: FastifyRequest, { statusCode: status }: FastifyReply) => {
    const secret = places.get(request)
    if (secret === undefined) return
    request.log.info({ operation, secret, network: networkOf(request.ip), status }, 'operator call')
  }

/**
 * Creates the check of the password in Postmark's webhooks; null without one, so that the operations aren't mounted.
 */
export function webhookGuard(secret: string | undefined): Guard | null {
  if (!secret) return null
  const placesOf = secretCheck([secret])
  return async ({ headers }) => {
    const [, encoded = ''] = /^basic (\S+)$/i.exec(headers.authorization ?? '') ?? []
    const [, ...password] = Buffer.from(encoded, 'base64').toString().split(':')
    if (placesOf(password.join(':')).length === 0) throw new Refusal('notPostmark')
  }
}
