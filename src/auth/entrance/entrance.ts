/** Authentication for all interfaces: the hooks that admit callers, and the tokens that are issued to them. */
import fastifyJwt from '@fastify/jwt'
import type { FastifyInstance } from 'fastify'
import type { Issuer } from '../../config.ts'
import type { Database } from '../../db/open.ts'
import type { RateLimit } from '../../limits/rate-limit.ts'
import type { Caller } from '../../people/caller.ts'
import { type Doors, doors } from './admit.ts'
import { issuerTokens } from './issuer.ts'
import { checkDigest } from './signature.ts'
import { type Tokens, tokens } from './tokens.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The person to whom the token or the signing key belongs; null on routes that need neither. */
    caller: Caller
  }
}

export type Entrance = Doors & { tokens: Tokens }

type Options = {
  db: Database
  secret: string
  /** Decrypts the secrets of access keys. */
  keySealing: Buffer
  sessionDays: number
  issuer: Issuer | undefined
  rateLimit: RateLimit | undefined
}

/** Sets up authentication on an application, for all of its interfaces. */
export async function openEntrance(
  app: FastifyInstance,
  { db, secret, keySealing, sessionDays, issuer, rateLimit }: Options,
): Promise<Entrance> {
  await app.register(fastifyJwt, { secret, verify: { algorithms: ['HS256'] } })
  app.decorateRequest('caller', null as unknown as Caller)
  app.addHook('preParsing', checkDigest)
  const ours = tokens(app, sessionDays)
  const theirs = issuer && issuerTokens(issuer, app.log)
  const claimsOf = (token: string) => (theirs?.mayHold(token) ? theirs.claimsOf(token) : ours.claimsOf(token))
  return { ...doors({ db, claimsOf, keySealing, rateLimit }), tokens: ours }
}
