/** Signatures of gateways: the HMAC of a body with the gateway's secret. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** A request body as it was sent, with its signature header. */
export type SignedBody = { body: Buffer; signature: string | undefined }

/** A call of a gateway; `forgive` takes back that it was counted as a call of an unknown one. */
export type SignedCall = SignedBody & { forgive: () => void }

/** Tells whether a body was signed with a secret. */
export function isSignedWith(secret: string, { body, signature = '' }: SignedBody): boolean {
  const expected = createHmac('sha256', secret).update(body).digest('hex')
  return timingSafeEqual(digest(signature.toLowerCase()), digest(expected))
}

/** Hashes to a fixed length, so that the comparison takes the same time for any signature. */
const digest = (text: string) => createHash('sha256').update(text).digest()
