/** Signatures of gateways: the HMAC of a body with the gateway's secret. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** A request body as it was sent, with its signature header. */
export type SignedBody = { body: Buffer; signature: string | undefined }

/** A call of a gateway; `forgive` takes back that it was counted as a call of an unknown one. */
export type SignedCall = SignedBody & { forgive: () => void }

/** Tells whether a body was signed with a secret, or with the Device ID that the secret spells. */
export function isSignedWith(secret: string, { body, signature = '' }: SignedBody): boolean {
  const sent = digest(signature.toLowerCase())
  const isBy = (key: string) => timingSafeEqual(sent, digest(createHmac('sha256', key).update(body).digest('hex')))
  const deviceId = deviceIdIn(secret)
  return (deviceId !== undefined && isBy(deviceId)) || (deviceId !== secret && isBy(secret))
}

/**
 * Returns the Device ID of a Ruuvi Gateway as the gateway itself writes it, whatever case and separators a person wrote;
 * undefined if the text is none.
 */
function deviceIdIn(text: string): string | undefined {
  const digits = text.replace(/[\s:.\-\u2010-\u2015]/g, '').toUpperCase()
  return /^[0-9A-F]{16}$/.test(digits) ? digits.replace(/..(?!$)/g, '$&:') : undefined
}

/** Hashes to a fixed length, so that the comparison takes the same time for any signature. */
const digest = (text: string) => createHash('sha256').update(text).digest()
