/** Verifies the tokens of another issuer with the public keys that it publishes. */
import type { FastifyBaseLogger } from 'fastify'
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Issuer, OnlyKey } from '../../config/issuer.ts'
import { Refusal } from '../../refusal.ts'
import { mostTokenDays } from '../identify.ts'

/** Excludes HS256, our own algorithm, so a public key can never be used as an HMAC secret. */
const algorithms: OnlyKey['algorithm'][] = ['RS256', 'ES256', 'EdDSA']

/** The start of most of our own tokens: their headers need no decoding. */
const ourBeginning = Buffer.from('{"alg":"HS256",').toString('base64url')

/** Creates the verifier for the tokens of an issuer. */
export function issuerTokens({ keys, name, audience }: Issuer, log: FastifyBaseLogger) {
  const isPublished = keys instanceof URL
  const findKey = isPublished ? published(keys, log) : async () => keys.key
  const rules = {
    algorithms: isPublished ? [...algorithms] : [keys.algorithm],
    issuer: name,
    audience,
    // Without `iat` nothing tells whether it is from before a deletion.
    // Other JWTs of an issuer, such as its answers about a user, have no `exp` and would be valid forever.
    requiredClaims: ['exp', 'iat'],
    maxTokenAge: `${mostTokenDays}d`,
  }

  return {
    /** Decides by the token's algorithm alone whether it must be verified as one of the issuer's. */
    mayHold(token: string): boolean {
      if (token.startsWith(ourBeginning)) return false
      try {
        const { alg } = decodeProtectedHeader(token)
        return algorithms.some(algorithm => algorithm === alg)
      } catch {
        return false
      }
    },

    /**
     * Returns the caller's address, and when the token was issued. Refuses tokens of another issuer, for another audience, or
     * with an unverified address. Ignores a `sid`: it names a session at the issuer, not one of ours.
     */
    async claimsOf(token: string): Promise<{ claims: { email: unknown; iat: unknown } }> {
      const { email, email_verified: isVerified = true, iat } = await verify(token)
      if (isVerified !== true && isVerified !== 'true') throw new Refusal('badToken')
      return { claims: { email, iat } }
    },
  }

  async function verify(token: string) {
    try {
      return (await jwtVerify(token, findKey, rules)).payload
    } catch (error) {
      if (error instanceof Refusal) throw error
      if (error instanceof errors.JOSEError) {
        throw new Refusal(error instanceof errors.JWTExpired ? 'expiredToken' : 'badToken')
      }
      // The issuer's key is the problem (it may be too weak), not the token.
      log.error({ err: error }, 'a key of JWKS_URL cannot be used')
      throw new Refusal('issuerAway')
    }
  }
}

/** Milliseconds that fetched keys are cached; a key that the issuer has revoked works for up to that long. */
const lifetime = 10 * 60_000
/**
 * Minimum milliseconds between fetches for an unknown key, or from an issuer that is away: anyone can invent a key id.
 */
const pause = 10_000
const patience = 3_000
const mostBytes = 512 * 1024

/**
 * Creates a function that finds a token's key among the published ones; it refuses with `issuerAway` if they can't be
 * fetched.
 */
function published(url: URL, log: FastifyBaseLogger): JWTVerifyGetKey {
  let pauseEnds = 0
  const find = createRemoteJWKSet(url, {
    cacheMaxAge: lifetime,
    cooldownDuration: pause,
    timeoutDuration: patience,
    [customFetch]: async (url, options) => {
      // jose itself has a cooldown only after a successful fetch.
      if (Date.now() < pauseEnds) throw new Refusal('issuerAway')
      return fetchShort(url, options)
    },
  })
  return async (header, token) => {
    try {
      return await find(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error
      // Many requests may wait for the same fetch; only the first one logs its failure.
      if (Date.now() >= pauseEnds) {
        pauseEnds = Date.now() + pause
        log.error({ err: Object(error).cause ?? error }, 'the keys of JWKS_URL cannot be had')
      }
      throw new Refusal('issuerAway')
    }
  }
}

/** Fetches a response of limited size. */
async function fetchShort(url: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, options)
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.length
    if (bytes > mostBytes) throw new Error(`more than ${mostBytes} bytes`)
    parts.push(part)
  }
  if (answer.status !== 200) throw new Error(`answered with status ${answer.status}`)
  return new Response(Buffer.concat(parts))
}
