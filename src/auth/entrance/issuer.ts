/** Reads the tokens of another issuer: signed with its private key, checked with the public ones that it publishes. */
import type { FastifyBaseLogger } from 'fastify'
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Issuer, OnlyKey } from '../../config.ts'
import { Refusal } from '../../refusal.ts'

/** None of them is one of ours, so no public key can ever be taken for a secret. */
const algorithms: OnlyKey['algorithm'][] = ['RS256', 'ES256', 'EdDSA']

/** How most of our own tokens begin: their headers need not be read. */
const ourBeginning = Buffer.from('{"alg":"HS256",').toString('base64url')

/** The tokens of an issuer. */
export function issuerTokens({ keys, name, audience }: Issuer, log: FastifyBaseLogger) {
  const isPublished = keys instanceof URL
  const findKey = isPublished ? published(keys, log) : async () => keys.key
  const rules = {
    algorithms: isPublished ? [...algorithms] : [keys.algorithm],
    issuer: name,
    audience,
    // What an issuer signs besides tokens, its answers about a user for instance, has none and would be good for ever.
    requiredClaims: ['exp'],
  }

  return {
    /** Tells whether a token is to be checked as one of the issuer's: by its algorithm, and nothing else that it says. */
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
     * Returns who is calling as the issuer has it; refuses a token that is not its own, that is meant for somebody else, or
     * whose address is not known to be the caller's. A `sid` in it names a session of the issuer, and goes no further.
     */
    async claimsOf(token: string): Promise<{ email: unknown }> {
      const { email, email_verified: isVerified = true } = await verify(token)
      if (isVerified !== true && isVerified !== 'true') throw new Refusal('badToken')
      return { email }
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
      // Not the token is bad, but the key: it is too weak, for instance.
      log.error({ err: error }, 'a key of JWKS_URL cannot be used')
      throw new Refusal('issuerAway')
    }
  }
}

/** For so long the keys are good without asking again; for so long, then, works a key that the issuer has taken back. */
const lifetime = 10 * 60_000
/** An unknown key is asked for, and an issuer that is away asked again, no more often than this: anybody can make up a key's name. */
const pause = 10_000
const patience = 3_000
const mostBytes = 512 * 1024

/** Finds the key of a token among those that the issuer publishes; refuses with `issuerAway` when they cannot be had. */
function published(url: URL, log: FastifyBaseLogger): JWTVerifyGetKey {
  let pauseEnds = 0
  const find = createRemoteJWKSet(url, {
    cacheMaxAge: lifetime,
    cooldownDuration: pause,
    timeoutDuration: patience,
    [customFetch]: async (url, options) => {
      // jose itself pauses only after an answer that was good.
      if (Date.now() < pauseEnds) throw new Refusal('issuerAway')
      return fetchShort(url, options)
    },
  })
  return async (header, token) => {
    try {
      return await find(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error
      // Of all who waited for the same answer, one tells what was wrong with it.
      if (Date.now() >= pauseEnds) {
        pauseEnds = Date.now() + pause
        log.error({ err: Object(error).cause ?? error }, 'the keys of JWKS_URL cannot be had')
      }
      throw new Refusal('issuerAway')
    }
  }
}

/** Fetches, but not without end. */
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
