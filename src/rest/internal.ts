/** Calls of the operator, and of Postmark: only for who knows the secret of the settings. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Guard } from '../auth/entrance/admit.ts'
import { Refusal } from '../refusal.ts'

export const internalHeader = 'x-internal-secret'

/** Makes the check of the header X-Internal-Secret; without a secret there is nothing to know, and the calls do not exist. */
export function internalGuard(secret: string | undefined): Guard | null {
  if (!secret) return null
  const expected = digest(secret)
  return async ({ headers }, reply) => {
    // Caches on the way know by themselves that what was answered to a token is not for others, but not of this header.
    reply.header('cache-control', 'no-store')
    if (!timingSafeEqual(digest(String(headers[internalHeader] ?? '')), expected)) throw new Refusal('notInternal')
  }
}

/** Makes the check of the password that Postmark sends with its webhooks; without one they do not exist. */
export function webhookGuard(secret: string | undefined): Guard | null {
  if (!secret) return null
  const expected = digest(secret)
  return async ({ headers }) => {
    const [, encoded = ''] = /^basic (\S+)$/i.exec(headers.authorization ?? '') ?? []
    const [, ...password] = Buffer.from(encoded, 'base64').toString().split(':')
    if (!timingSafeEqual(digest(password.join(':')), expected)) throw new Refusal('notPostmark')
  }
}

/** Of equal length whatever it is of, so that the comparison tells nothing, not even the secret's length. */
const digest = (text: string) => createHash('sha256').update(text).digest()
