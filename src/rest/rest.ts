/** The REST face: the contract's operations, the documentation, and who is calling. */
import fastifyJwt from '@fastify/jwt'
import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Database } from '../db/open.ts'
import { type Caller, identify } from '../people/identify.ts'
import { Refusal } from '../refusal.ts'
import { bind } from './bind.ts'
import { contract, contractDocument, contractText } from './document.ts'
import { handlers } from './handlers.ts'
import { acceptJsonAsText, tokenIn } from './tolerate.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The person whose token came with the request; null where the contract asks for none. */
    caller: Caller
  }
}

/** Mounts the REST face. */
export async function rest(app: FastifyInstance, { db, secret }: { db: Database; secret: string }) {
  await app.register(fastifyJwt, { secret, verify: { algorithms: ['HS256'] } })
  app.decorateRequest('caller', null as unknown as Caller)
  acceptJsonAsText(app)

  bind(app, contract, handlers(db), async (request: FastifyRequest) => {
    const caller = await identify(db, verified(app, tokenIn(request.headers.authorization)))
    if (!caller) throw new Refusal('badToken')
    request.caller = caller
  })

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

/** Returns the claims of a token that we signed; refuses any other. */
function verified(app: FastifyInstance, token: string): unknown {
  if (token === '') throw new Refusal('noToken')
  try {
    return app.jwt.verify(token)
  } catch (error) {
    throw new Refusal(Object(error).code === 'FAST_JWT_EXPIRED' ? 'expiredToken' : 'badToken')
  }
}
