/** The REST interface: the contract's operations and the documentation. */
import { readFileSync } from 'node:fs'
import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { Guard } from '../auth/entrance/entrance.ts'
import type { Context } from '../context.ts'
import { hashForwardToken, isKnownForward } from '../gateways/forward-tokens.ts'
import type { SignedBody } from '../gateways/signature.ts'
import { tokenCheck } from '../gateways/token.ts'
import { isOfKnown } from '../gateways/trust.ts'
import { bind } from './bind.ts'
import { contract, contractDocument, contractText } from './contract/document.ts'
import type { SignedDoor } from './contract/raw-bodies.ts'
import { acceptJsonAsText } from './contract/tolerate.ts'
import { handlers, type Others } from './handlers.ts'
import { internalGuard, webhookGuard } from './internal.ts'

/** The logo of the documentation. */
const logo = readFileSync(new URL('../../public/logo.svg', import.meta.url))

/** Mounts the REST interface. */
export async function rest(
  app: FastifyInstance,
  { pages, hasTables, ...context }: Context & Omit<Others, 'readMetrics'>,
) {
  const { entrance, policy } = context
  acceptJsonAsText(app)

  const guards = {
    bearerAuth: entrance.person,
    internalSecret: internalGuard(policy.internalSecret),
    webhookSecret: webhookGuard(policy.webhookSecret),
  }
  const others = { pages, hasTables, readMetrics: app.readMetrics }
  const tokenOf = tokenCheck(policy.gatewayToken)
  const signed: SignedDoor = {
    ...entrance.gateway,
    tokenOf,
    async count(request, reply) {
      if (tokenOf(request.headers) !== 'right') await entrance.gateway.count(request, reply)
    },
    isKnown: (call: SignedBody) => isOfKnown(context.db, context.keys.gatewaySecrets, call),
    headers: policy.gatewayRate ? { 'x-ruuvi-gateway-rate': String(policy.gatewayRate) } : {},
  }
  /** Counts calls of phones by their token if it is known to work, and others by their network. */
  const secretPath: Guard = async (request, reply) => {
    const hash = hashForwardToken(String(Object(request.params).token))
    if (isKnownForward(context.db, hash)) entrance.secret(reply, hash)
    else await entrance.stranger(request, reply)
  }
  const counters = { stranger: entrance.stranger, secretPath, signed }
  bind(app, contract, handlers(context, others), new Map(Object.entries(guards)), counters)

  await app.register(fastifySwagger, { mode: 'static', specification: { document: contractDocument } })
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    // The default policy upgrades requests to https, which doesn't exist at home, and allows other hosts.
    transformStaticCSP: policy =>
      policy
        .replace(/upgrade-insecure-requests;?/, '')
        .replaceAll(/ (https:|validator\.swagger\.io)/g, '')
        .replace("frame-ancestors 'self'", "frame-ancestors 'none'")
        .replace('style-src', "style-src 'unsafe-inline'"),
    uiConfig: { tryItOutEnabled: true, validatorUrl: 'none', persistAuthorization: true },
    logo: { type: 'image/svg+xml', content: logo, href: '/app' },
    theme: {
      title: 'sensor-share API',
      favicon: [{ filename: 'logo.svg', rel: 'icon', sizes: 'any', type: 'image/svg+xml', content: logo.toString() }],
    },
  })
  app.get('/openapi.yaml', async (_, reply) => reply.type('application/yaml; charset=utf-8').send(contractText))
  app.get('/openapi.json', async () => contractDocument)
}
