/** Authentication for all interfaces: the hooks that admit callers, and the tokens that are issued to them. */
import fastifyJwt from '@fastify/jwt'
import type { FastifyInstance } from 'fastify'
import type { Policy } from '../../config.ts'
import { backgroundDone } from '../../db/background.ts'
import type { Database } from '../../db/open.ts'
import type { Keys } from '../../keys.ts'
import { RateLimit } from '../../limits/rate-limit.ts'
import type { Caller } from '../../people/caller.ts'
import { type Doors, doors } from './admit.ts'
import { checkBody } from './body.ts'
import { issuerTokens } from './issuer.ts'
import { type Tokens, tokens } from './tokens.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The person to whom the token or the signing key belongs; null on routes that need neither. */
    caller: Caller
  }
}

type Options = {
  db: Database
  keys: Keys
  policy: Policy
  /** Monotonic clock in milliseconds, for the rate limit. */
  now: () => number
}

/** Sets up authentication on an application, for all of its interfaces. */
export async function openEntrance(
  app: FastifyInstance,
  { db, keys, policy, now }: Options,
): Promise<Doors & { tokens: Tokens }> {
  await app.register(fastifyJwt, { secret: keys.tokens[0], verify: { algorithms: ['HS256'] } })
  app.decorateRequest('caller', null as unknown as Caller)
  app.addHook('preParsing', checkBody)
  app.addHook('onClose', () => backgroundDone(db))
  const ours = tokens(app, keys, policy)
  const theirs = policy.issuer && issuerTokens(policy.issuer, app.log)
  const claimsOf = (token: string) => (theirs?.mayHold(token) ? theirs.claimsOf(token) : ours.claimsOf(token))
  const rateLimit = policy.rateLimit ? new RateLimit(now) : undefined
  return { ...doors({ db, keys, policy, claimsOf, rateLimit }), tokens: ours }
}
