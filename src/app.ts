/** The application: the faces over the core. Never listens, reads no environment. */
import { randomUUID } from 'node:crypto'
import fastifyCors from '@fastify/cors'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import helmet from 'helmet'
import { openEntrance } from './auth/entrance/entrance.ts'
import type { Issuer } from './config.ts'
import { type Database, isAway } from './db/open.ts'
import { openFollowing } from './events/follow.ts'
import { graphql } from './graphql/graphql.ts'
import { codeKeys, deriveKey } from './keys.ts'
import { RateLimit } from './limits/rate-limit.ts'
import { countWaiting } from './mail/waiting.ts'
import { type Face, type Metrics, openMetrics } from './metrics.ts'
import { Refusal } from './refusal.ts'
import { exposedHeaders, sendClientFailure, sendFailure } from './rest/contract/envelope.ts'
import { rest } from './rest/rest.ts'
import { emailPages } from './web/email-pages/handlers.ts'
import { isOfPages, sendUnread, web } from './web/web.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False: no page from elsewhere may read what the route answers. */
    cors?: false
  }
  interface FastifyRequest {
    /** How its sender gets the emails that it causes: they are sent, can be read at /mailbox, or neither. */
    readonly delivery: Delivery
  }
  interface FastifyInstance {
    metrics: Metrics
    /** All metrics, as Prometheus reads them. */
    readMetrics: () => Promise<string>
  }
}

export type Delivery = 'sent' | 'mailbox' | 'none'

export type Parts = {
  db: Database
  /** Signs and checks tokens. */
  secret: string
  /** How many days a sign-in lasts. */
  sessionDays?: number
  /** Whoever else may issue tokens. */
  issuer?: Issuer | undefined
  /** Opens the internal calls; without it there are none. */
  internalSecret?: string | undefined
  /** Whether any gateway may post measurements. */
  openGateways?: boolean
  /** Whether every share waits for its guest's yes. */
  askFirst?: boolean
  /** How old, in seconds, what a gateway posts may be. */
  gatewayMaxAge?: number
  /** Whether letters can be read here: by this machine itself, or by anybody. */
  mailbox?: 'local' | 'open' | undefined
  /** Whether emails are sent, where there is no mailbox. */
  sendsMail?: boolean
  /** The password that Postmark sends; without it there are no webhooks. */
  webhookSecret?: string | undefined
  /** The proxies whose X-Forwarded-For is believed. */
  trustProxy?: string | false
  /** Whether requests are limited by the minute. */
  rateLimit?: boolean
  /** The milliseconds of a clock that is never set back. */
  now?: () => number
  log?: FastifyBaseLogger
  /** What is counted; also what others count that the application knows nothing of. */
  metrics?: Metrics
}

/** Builds the application on an open, migrated database. */
export async function buildApp({
  db,
  secret,
  sessionDays = 365,
  issuer,
  internalSecret,
  openGateways = false,
  askFirst = false,
  gatewayMaxAge = 300,
  mailbox,
  sendsMail = true,
  webhookSecret,
  trustProxy = false,
  rateLimit = true,
  now = () => performance.now(),
  log,
  metrics = openMetrics(),
}: Parts): Promise<FastifyInstance> {
  // Made once. The plugin for Fastify makes it anew for every request, which took a quarter of the time of a short one.
  const protect = helmet({
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // Whoever terminates TLS for this host may not speak for the hosts beside it.
    strictTransportSecurity: { includeSubDomains: false },
    // At home the service is often reached without TLS; a browser must not be sent to a port that is not there.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  })
  const app: FastifyInstance = fastify({
    ...(log && { loggerInstance: log }),
    logController: new OneLine(),
    trustProxy,
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    // Node would answer by itself, and not with the envelope. Nothing here depends on the host.
    http: { requireHostHeader: false },
    // What is under way when the process is told to stop is finished, not refused.
    return503OnClosing: false,
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    childLoggerFactory: (log, bindings, options, { headers }) =>
      log.child({ ...bindings, ...traceOf(headers.traceparent) }, options),
    // An address that cannot be read comes past all hooks.
    frameworkErrors: (error, request, reply) =>
      protect(request.raw, reply.raw, () => (isOfPages(request.url) ? sendUnread : sendFailure)(error, request, reply)),
    // An address of mail is part of a path, and there each of its 254 characters may take three.
    routerOptions: { maxParamLength: 3 * 254 },
    clientErrorHandler: sendClientFailure,
  })
  // An expectation other than 100-continue may be ignored; Node would answer by itself here, too.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.setErrorHandler(sendFailure)
  app.setNotFoundHandler(() => {
    throw new Refusal('unknownPath')
  })

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.decorate('metrics', metrics)
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    const route = routeOptions.url ?? 'none'
    metrics.answered({ face: faceOf(request.url), route, method, status: reply.statusCode, ms: reply.elapsedTime })
    done()
  })
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', async (_request, reply) => {
    // Kept alive for a next request, the connection would hold up the close.
    if (closing) reply.header('connection', 'close')
  })

  app.addHook('onRequest', (request, reply, done) => protect(request.raw, reply.raw, done as () => void))
  if (mailbox === 'local') app.addHook('onRequest', refuseStrangers)
  app.decorateRequest('delivery', {
    getter(this: FastifyRequest): Delivery {
      if (mailbox === 'open' || (mailbox === 'local' && isFromHere(this))) return 'mailbox'
      return sendsMail && !mailbox ? 'sent' : 'none'
    },
  })
  // Letters hold what signs people in: no page from elsewhere may read them.
  app.addHook('onRoute', route => {
    if (isOfMailbox(route.url)) route.config = { ...route.config, cors: false }
  })
  await app.register(fastifyCors, {
    origin: '*',
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'X-Request-Id'],
    exposedHeaders,
    maxAge: 86_400,
    strictPreflight: false,
  })
  const keySealing = deriveKey(secret, 'access key sealing')
  const entrance = await openEntrance(app, {
    db,
    secret,
    keySealing,
    sessionDays,
    issuer,
    rateLimit: rateLimit ? new RateLimit(now) : undefined,
  })
  const following = openFollowing(db, app.log)
  app.addHook('preClose', () => following.close())
  app.decorate('readMetrics', async () =>
    metrics.text({
      waiting: await unlessAway(countWaiting(db)),
      followers: following.count(),
      connections: db.countConnections(),
    }),
  )
  const codes = codeKeys(secret)
  await app.register(rest, {
    db,
    entrance,
    following,
    codes,
    keySealing,
    secret,
    internalSecret,
    pages: emailPages({ db, tokens: entrance.tokens, hasMailbox: mailbox !== undefined }),
    webhookSecret,
    askFirst,
    gateways: { isOpen: openGateways, maxAgeSeconds: gatewayMaxAge },
  })
  await app.register(graphql, { db, entrance, keySealing, askFirst })
  await app.register(web, {
    db,
    entrance,
    following,
    codes,
    keySealing,
    sealing: deriveKey(secret, 'page sealing'),
    formKey: deriveKey(secret, 'forms'),
    sessionDays,
    askFirst,
  })
  app.get('/', async ({ headers }, reply) => reply.redirect(headers.accept?.includes('text/html') ? '/app' : '/docs'))
  return app
}

const faceOf = (url: string): Face => (isOfPages(url) ? 'web' : /^\/graphql(?![^/?])/.test(url) ? 'graphql' : 'rest')

/** What the database answers; null when it does not. */
async function unlessAway<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  return answer.catch(error => {
    if (isAway(error)) return null
    throw error
  })
}

const isOfMailbox = (route: string | undefined) => route?.startsWith('/mailbox') ?? false

async function refuseStrangers(request: FastifyRequest) {
  if (isOfMailbox(request.routeOptions.url) && !isFromHere(request)) throw new Refusal('unknownPath')
}

/**
 * Tells whether a request comes from this machine itself: under a name of its own, because a page from elsewhere may have its
 * name lead here; and not through a proxy.
 */
function isFromHere(request: FastifyRequest): boolean {
  const { host = '', ...headers } = request.headers
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host)
  const isPassedOn = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'].some(
    name => name in headers,
  )
  return isHere && !isPassedOn
}

/** Takes over the id that a caller or proxy gave the request, if it is one; makes one otherwise. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID()
}

/**
 * Which trace a request belongs to, by W3C's header: its lines bear that and the span of the caller, as this process begins none of
 * its own. What is malformed is no trace.
 */
function traceOf(given: string | string[] | undefined) {
  const [, version, trace_id, span_id, more] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/.exec(String(given)) ?? []
  if (!trace_id || !span_id || version === 'ff' || (version === '00' && more)) return undefined
  return /^0+$/.test(trace_id) || /^0+$/.test(span_id) ? undefined : { trace_id, span_id }
}

/** Logs a line for each request, when it is answered. It names the route, not the path: a path can carry what no log may hold. */
class OneLine extends LogController {
  override incomingRequest() {}

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply) {
    const { method, routeOptions } = request
    const line = { method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    if (error) request.log.warn({ ...line, err: error }, 'broke off')
    else request.log.info(line, 'answered')
  }
}
