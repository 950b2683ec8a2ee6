/** Signatures of gateways: the HMAC of a body with the gateway's secret. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** A body as it was sent, and the header that came with it. */
export type Signed = { body: Buffer; signature: string | undefined }

/** Tells whether a body was signed with a secret. */
export function isSignedWith(secret: string, { body, signature = '' }: Signed): boolean {
  const expected = createHmac('sha256', secret).update(body).digest('hex')
  return timingSafeEqual(digest(signature.toLowerCase()), digest(expected))
}

/** Of equal length whatever it is of: the comparison takes as long for any signature. */
const digest = (text: string) => createHash('sha256').update(text).digest()
