/** The REST face: the contract's operations, the documentation, and who is calling. */
import fastifyJwt from '@fastify/jwt'
import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { Database } from '../db/open.ts'
import type { GatewayRules } from '../measurements/gateways.ts'
import { codeKeys } from '../people/code.ts'
import type { Caller } from '../people/identify.ts'
import type { RateLimit } from '../people/rate-limit.ts'
import { deriveKey } from '../seal.ts'
import { openFollowing } from '../sharing/follow.ts'
import { doors } from './admit.ts'
import { bind } from './bind.ts'
import { contract, contractDocument, contractText } from './document.ts'
import { handlers } from './handlers.ts'
import { internalGuard, webhookGuard } from './internal.ts'
import { type Issuer, issuerTokens } from './issuer.ts'
import { tokens } from './tokens.ts'
import { acceptJsonAsText } from './tolerate.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The person whose token came with the request; null where the contract asks for none. */
    caller: Caller
  }
}

type Options = {
  db: Database
  secret: string
  sessionDays: number
  issuer: Issuer | undefined
  internalSecret: string | undefined
  rateLimit: RateLimit | undefined
  gateways: Omit<GatewayRules, 'key'>
  hasMailbox: boolean
  askFirst: boolean
  webhookSecret: string | undefined
}

/** Mounts the REST face. */
export async function rest(app: FastifyInstance, options: Options) {
  const { db, secret, sessionDays, issuer, internalSecret, rateLimit, gateways, hasMailbox, webhookSecret, askFirst } =
    options
  await app.register(fastifyJwt, { secret, verify: { algorithms: ['HS256'] } })
  app.decorateRequest('caller', null as unknown as Caller)
  acceptJsonAsText(app)

  const ours = tokens(app, sessionDays)
  const theirs = issuer && issuerTokens(issuer, app.log)
  const claimsOf = (token: string) => (theirs?.mayHold(token) ? theirs.claimsOf(token) : ours.claimsOf(token))
  const { person, stranger } = doors(db, claimsOf, rateLimit)
  const guards = {
    bearerAuth: person,
    internalSecret: internalGuard(internalSecret),
    webhookSecret: webhookGuard(webhookSecret),
  }
  const following = openFollowing(db, app.log)
  app.addHook('preClose', () => following.close())
  const tools = {
    db,
    following,
    hasMailbox,
    askFirst,
    tokens: ours,
    codes: codeKeys(secret),
    sensorKey: deriveKey(secret, 'sensor secret hashing'),
    gateways: { ...gateways, key: deriveKey(secret, 'gateway secret sealing') },
  }
  bind(app, contract, handlers(tools), new Map(Object.entries(guards)), stranger)

  await app.register(fastifySwagger, { mode: 'static', specification: { document: contractDocument } })
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    // Its own policy would send a browser to https, which at home is not there, and lets it call a validator elsewhere.
    transformStaticCSP: policy =>
      policy
        .replace(/upgrade-insecure-requests;?/, '')
        .replace(/ validator\.swagger\.io/, '')
        .replace('style-src', "style-src 'unsafe-inline'"),
    uiConfig: { tryItOutEnabled: true, validatorUrl: 'none' },
  })
  app.get('/openapi.yaml', async (_, reply) => reply.type('application/yaml; charset=utf-8').send(contractText))
  app.get('/openapi.json', async () => contractDocument)
  app.get('/', async (_, reply) => reply.redirect('/docs'))
}
