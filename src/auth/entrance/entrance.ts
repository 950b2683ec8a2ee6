/** Authentication for all interfaces: the hooks that find the caller before the body is read, and the rate limits. */
import fastifyJwt from '@fastify/jwt'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Policy } from '../../config.ts'
import { backgroundDone } from '../../db/background.ts'
import type { Database } from '../../db/open.ts'
import type { Keys } from '../../keys.ts'
import { networkOf } from '../../limits/network.ts'
import { RateLimit, type Standing } from '../../limits/rate-limit.ts'
import { type Caller, type Identified, type NeededScope, requireScope } from '../../people/caller.ts'
import { bestLanguage } from '../../people/language.ts'
import { Refusal, tooMany } from '../../refusal.ts'
import { identify, identityIn, issuedIn } from '../identify.ts'
import { identifyByKey } from '../identify-by-key.ts'
import { checkBody } from './body.ts'
import { issuerTokens } from './issuer.ts'
import { readSignature, refuseRepeat } from './signature.ts'
import { type TokenClaims, type Tokens, tokens } from './tokens.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route needs of an access key; undefined: nothing, or the route requires it itself. */
    scope?: NeededScope
  }
  interface FastifyRequest {
    /** The person to whom the token or the signing key belongs; null on routes that need neither. */
    caller: Caller
  }
}

/** A check that runs before the body is read. */
export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** The hooks of operations that need a token or a signature (`person`), and of those open to anyone (`stranger`). */
export type Doors = {
  person: Guard
  stranger: Guard
  /** Admits the holder of a token, wherever the token was found (header, cookie). */
  holder: (request: FastifyRequest, reply: FastifyReply, token: string) => Promise<void>
  /** Counts that a request costs as much as several, before it does anything; refuses with `tooMany`. */
  charge: (request: FastifyRequest, reply: FastifyReply, requests: number) => void
  /** Counts a request that has a secret of its own, which is known to work, by its hash; refuses with `tooMany`. */
  secret: (reply: FastifyReply, hash: string) => void
  /** Refuses with `badKey` a signed request that changes something and has come before: see `judgesRepeats`. */
  refuseRepeat: (request: FastifyRequest) => void
  gateway: GatewayDoor
}

/** Counts calls of gateways against their network, before anything is done for them. */
export type GatewayDoor = {
  /** Counts a call. */
  count: Guard
  /** Refuses a call with `tooMany` if its network has made too many, unless it is of a known gateway. */
  refuse: (request: FastifyRequest, isKnown: () => boolean) => void
  /** Takes back the count of a call of a gateway that may post. */
  forgive: (request: FastifyRequest) => void
}

/** Returns the claims of a valid token; refuses any other. */
type ClaimsOf = (token: string) => TokenClaims | Promise<TokenClaims>

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
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (isSigned(request)) checkBody(request, reply, payload, done)
    else done(null, payload)
  })
  app.addHook('onClose', () => backgroundDone(db))
  const ours = tokens(app, keys, policy)
  const theirs = policy.issuer && issuerTokens(policy.issuer, app.log)
  const claimsOf: ClaimsOf = token => (theirs?.mayHold(token) ? theirs.claimsOf(token) : ours.claimsOf(token))
  const rateLimit = policy.rateLimit ? new RateLimit(now) : undefined
  return { ...doors({ db, keys, policy, claimsOf, rateLimit }), tokens: ours }
}

type Means = Pick<Options, 'db' | 'keys' | 'policy'> & {
  claimsOf: ClaimsOf
  /** Undefined: requests are not limited. */
  rateLimit: RateLimit | undefined
}

function doors({ db, keys, policy, claimsOf, rateLimit }: Means): Doors {
  async function stranger({ ip }: FastifyRequest, reply: FastifyReply) {
    if (rateLimit) admit(reply, rateLimit.stranger(networkOf(ip)))
  }

  const person: Guard = (request, reply) =>
    letIn(request, reply, () =>
      isSigned(request)
        ? callerByKey(request, reply)
        : callerByToken(request, reply, tokenIn(request.headers.authorization)),
    )

  const holder: Doors['holder'] = (request, reply, token) =>
    letIn(request, reply, () => callerByToken(request, reply, token))

  async function letIn(request: FastifyRequest, reply: FastifyReply, find: () => Promise<Identified>) {
    let caller: Identified
    try {
      caller = await find()
    } catch (error) {
      // A failed request counts against the network, never against the person whom the bad token or signature names.
      if (error instanceof Refusal && failed.has(error.kind.status)) await stranger(request, reply)
      throw error
    }
    if (rateLimit) admit(reply, rateLimit.person(caller))
    const accepted = request.headers['accept-language']
    const language = accepted ? bestLanguage(accepted) : 'en'
    request.caller = language === 'en' ? caller : { ...caller, language }
    const { scope } = request.routeOptions.config
    if (scope) requireScope(caller, scope)
  }

  async function callerByToken({ ip }: FastifyRequest, reply: FastifyReply, token: string): Promise<Identified> {
    const { claims, proof } = await claimsOf(token)
    const name = identityIn(claims)
    if (!name) throw new Refusal('badToken')
    // Until the database has found its digest, a token that no secret signed counts for nobody.
    const limits = proof?.isSigned === false ? undefined : rateLimit
    if (limits?.isEnded(name)) throw new Refusal('badToken')
    const spent = limits?.spent(name)
    if (spent) admit(reply, spent)
    const caller = await identify(db, claims, proof, { addresses: keys.addresses, network: () => networkOf(ip) })
    const { exp } = Object(claims) as { exp?: unknown }
    if (caller) {
      return {
        ...caller,
        ...(typeof exp === 'number' && { tokenEnds: exp }),
        ...(caller.session === undefined && { tokenIssued: issuedIn(claims) }),
      }
    }
    limits?.rememberEnded(name)
    throw new Refusal('badToken')
  }

  async function callerByKey(request: FastifyRequest, reply: FastifyReply): Promise<Identified> {
    const signed = readSignature(request, reply, policy)
    const name = { accessKey: signed.keyId }
    if (rateLimit?.isEnded(name)) throw new Refusal('badKey')
    const caller = await identifyByKey(db, keys.accessKeys, signed, email => {
      const spent = rateLimit?.spent({ email })
      if (spent) admit(reply, spent)
    })
    if (caller) return caller
    rateLimit?.rememberEnded(name)
    throw new Refusal('badKey')
  }

  function charge({ caller }: FastifyRequest, reply: FastifyReply, requests: number) {
    const standing = requests > 1 ? rateLimit?.more(caller, requests - 1) : undefined
    if (standing) admit(reply, standing)
  }

  function secret(reply: FastifyReply, hash: string) {
    if (rateLimit) admit(reply, rateLimit.stranger(hash))
  }

  return { person, stranger, holder, charge, secret, refuseRepeat, gateway: gatewayDoor(rateLimit) }
}

/** Without a valid token or signature, or with a body that could not be read for it. */
const failed = new Set([400, 401, 413])

function gatewayDoor(rateLimit: RateLimit | undefined): GatewayDoor {
  const counted = new WeakMap<FastifyRequest, { reply: FastifyReply; network: string; standing: Standing }>()
  return {
    async count(request, reply) {
      if (!rateLimit) return
      const network = networkOf(request.ip)
      const standing = rateLimit.stranger(network)
      counted.set(request, { reply, network, standing })
      show(reply, standing)
    },
    refuse(request, isKnown) {
      const { reply, standing } = counted.get(request) ?? {}
      if (reply && standing?.isOver && !isKnown()) admit(reply, standing)
    },
    forgive(request) {
      const { reply, network } = counted.get(request) ?? {}
      if (!reply || network === undefined) return
      rateLimit?.forgiveStranger(network)
      for (const name of Object.keys(headersOf)) reply.removeHeader(name)
    },
  }
}

/** Sends the state of the rate limit as headers with every answer; refuses with `tooMany`. */
function admit(reply: FastifyReply, standing: Standing) {
  show(reply, standing)
  if (standing.isOver) throw tooMany(standing.seconds)
}

const headersOf = {
  'ratelimit-limit': 'limit',
  'ratelimit-remaining': 'remaining',
  'ratelimit-reset': 'seconds',
} as const

function show(reply: FastifyReply, standing: Standing) {
  for (const [name, field] of Object.entries(headersOf)) reply.header(name, standing[field])
}

/** Ruuvi's iOS app sends its token without the word "Bearer". */
function tokenIn(authorization: string | undefined): string {
  return (authorization ?? '').replace(/^bearer\s+/i, '').trim()
}

/** Tells signed requests from those with a token: Ruuvi's iOS app sends its token without a scheme. */
function isSigned({ headers }: FastifyRequest): boolean {
  const { authorization } = headers
  return authorization === undefined ? 'signature-input' in headers : /^signature\s/i.test(authorization)
}
