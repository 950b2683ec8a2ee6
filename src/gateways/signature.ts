/** Signatures of gateways: the HMAC of a body with the gateway's secret. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { TokenVerdict } from './token.ts'

/** A request body as it was sent, with its signature header. */
export type SignedBody = { body: Buffer; signature: string | undefined }

/** A call of a gateway, and what its answer needs. */
export type SignedCall = SignedBody & {
  /** What its token is worth, if it has one; the right one needs no signature. */
  token: TokenVerdict
  /** The network that it came from. */
  from: string
  /** Takes back that it was counted as a call of an unknown gateway. */
  forgive: () => void
  /** Sends the gateway its own key with the answer. */
  give: (ownKey: string) => void
}

/** Tells whether a body was signed with a key. */
export function isSignedWith(key: string, { body, signature = '' }: SignedBody): boolean {
  const made = createHmac('sha256', key).update(body).digest('hex')
  return timingSafeEqual(digest(signature.toLowerCase()), digest(made))
}

/**
 * Returns the Device ID of a Ruuvi Gateway as the gateway itself writes it, whatever case and separators a person wrote;
 * undefined if the text is none.
 */
export function deviceIdIn(text: string): string | undefined {
  const digits = text.replace(/[\s:.\-\u2010-\u2015]/g, '').toUpperCase()
  return /^[0-9A-F]{16}$/.test(digits) ? digits.replace(/..(?!$)/g, '$&:') : undefined
}

/** Hashes to a fixed length, so that the comparison takes the same time for any signature. */
const digest = (text: string) => createHash('sha256').update(text).digest()
