/** The REST interface: the contract's operations and the documentation. */
import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { Entrance } from '../auth/entrance/entrance.ts'
import type { Database } from '../db/open.ts'
import type { Following } from '../events/follow.ts'
import type { GatewayRules } from '../gateways/gateways.ts'
import { type CodeKeys, deriveKey } from '../keys.ts'
import { bind } from './bind.ts'
import { contract, contractDocument, contractText } from './contract/document.ts'
import type { EmailPages } from './contract/operation.ts'
import { acceptJsonAsText } from './contract/tolerate.ts'
import { handlers } from './handlers.ts'
import { internalGuard, webhookGuard } from './internal.ts'

type Options = {
  db: Database
  entrance: Entrance
  following: Following
  codes: CodeKeys
  /** Encrypts the secrets of access keys. */
  keySealing: Buffer
  secret: string
  internalSecret: string | undefined
  gateways: Omit<GatewayRules, 'key'>
  pages: EmailPages
  askFirst: boolean
  webhookSecret: string | undefined
}

/** Mounts the REST interface. */
export async function rest(app: FastifyInstance, options: Options) {
  const {
    db,
    entrance,
    following,
    codes,
    keySealing,
    secret,
    internalSecret,
    gateways,
    pages,
    webhookSecret,
    askFirst,
  } = options
  const { person, stranger, tokens } = entrance
  acceptJsonAsText(app)

  const guards = {
    bearerAuth: person,
    internalSecret: internalGuard(internalSecret),
    webhookSecret: webhookGuard(webhookSecret),
  }
  const tools = {
    db,
    following,
    pages,
    askFirst,
    readMetrics: app.readMetrics,
    tokens,
    codes,
    keySealing,
    sensorKey: deriveKey(secret, 'sensor secret hashing'),
    gateways: { ...gateways, key: deriveKey(secret, 'gateway secret sealing') },
  }
  bind(app, contract, handlers(tools), new Map(Object.entries(guards)), stranger)

  await app.register(fastifySwagger, { mode: 'static', specification: { document: contractDocument } })
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    // The default policy upgrades requests to https, which doesn't exist at home, and allows calls to an external
    // validator.
    transformStaticCSP: policy =>
      policy
        .replace(/upgrade-insecure-requests;?/, '')
        .replace(/ validator\.swagger\.io/, '')
        .replace('style-src', "style-src 'unsafe-inline'"),
    uiConfig: { tryItOutEnabled: true, validatorUrl: 'none' },
  })
  app.get('/openapi.yaml', async (_, reply) => reply.type('application/yaml; charset=utf-8').send(contractText))
  app.get('/openapi.json', async () => contractDocument)
}
