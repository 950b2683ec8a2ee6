/** Requests signed with an access key: in the form of RFC 9421, or of the old draft. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Policy } from '../../config.ts'
import { Refusal } from '../../refusal.ts'
import { isKeyId } from '../access-keys.ts'
import type { SignedRequest } from '../identify-by-key.ts'
import { boundToBody, expectDigest, hasBody } from './body.ts'
import { mostOffMs, readDraftSignature, refused } from './draft-signature.ts'
import { readStandardSignature } from './standard-signature.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route calls `refuseRepeat` itself once it knows whether a POST changes something. */
    judgesRepeats?: boolean
  }
}

/** Extra time that a signature is remembered, because the clocks of processes may differ. */
const leewayMs = 5 * 60_000

/**
 * Reads the signature of a request. Refuses with `badKey` whatever no key could make valid, and a body that isn't signed
 * where bodies must be.
 */
export function readSignature(
  request: FastifyRequest,
  reply: FastifyReply,
  { signedBodies, publicUrl }: Pick<Policy, 'signedBodies' | 'publicUrl'>,
): SignedRequest {
  // Only the old draft writes its signature into this header.
  const { keyId, signature, texts, at, digest } = request.headers.authorization
    ? readDraftSignature(request)
    : readStandardSignature(request, publicUrl)
  if (digest) expectDigest(request, digest)
  else if (signedBodies && hasBody(request)) {
    throw refused('This service takes no body that is not signed. Sign the header "digest" or "content-digest", too.')
  }
  // The same answer as for an unknown key.
  if (!isKeyId(keyId)) throw new Refusal('badKey')
  return {
    keyId,
    isSignedWith: secret => texts.some(text => isEqual(signature, hmac(secret, text))),
    // With the body signed, the signature marks one request. Otherwise the body must be added.
    mark: () => (digest ? Promise.resolve(signature) : boundToBody(request, reply, signature)),
    repeats: digest ? undefined : () => repeat(request),
    ends: new Date(at + mostOffMs + leewayMs),
  }
}

const repeated = new WeakSet<FastifyRequest>()

/** Notes that a request has come before; returns whether it may: reads change nothing. */
function repeat(request: FastifyRequest): boolean {
  repeated.add(request)
  return ['GET', 'HEAD'].includes(request.method) || request.routeOptions.config.judgesRepeats === true
}

/** Refuses with `badKey` a signed request that changes something and has come before. */
export function refuseRepeat(request: FastifyRequest) {
  if (repeated.has(request)) throw refused('This signature was used before. Sign every request anew.')
}

const hmac = (secret: Buffer, text: string) => createHmac('sha256', secret).update(text, 'latin1').digest()

const isEqual = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b)
