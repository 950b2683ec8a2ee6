/** Builds the application: the interfaces on top of the core. It doesn't listen and doesn't read the environment. */
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { Readable } from 'node:stream'
import fastifyCookie from '@fastify/cookie'
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
import type { Policy } from './config.ts'
import type { Context } from './context.ts'
import { type Database, isAway } from './db/open.ts'
import { tablesCheck } from './db/ping.ts'
import { openFollowing } from './events/follow.ts'
import { Exports } from './exports/exports.ts'
import { graphql } from './graphql/graphql.ts'
import { type ConnectionLimits, type Connections, limitConnections } from './http/connections.ts'
import { openInternalPort } from './http/internal-port.ts'
import { acceptJson } from './http/json-body.ts'
import { timeouts } from './http/timeouts.ts'
import type { Keys } from './keys.ts'
import { networkOf } from './limits/network.ts'
import { countWaiting } from './mail/waiting.ts'
import { type InterfaceName, type Metrics, openMetrics } from './metrics.ts'
import { Refusal } from './refusal.ts'
import { exposedHeaders, sendClientFailure, sendFailure } from './rest/contract/envelope.ts'
import { rest } from './rest/rest.ts'
import { emailPages } from './web/email-pages/handlers.ts'
import { isOfMailbox, lockMailbox } from './web/email-pages/mailbox-door.ts'
import { isOfPages, sendUnread, web } from './web/web.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False: pages of other origins may not read the route's answers (no CORS headers). */
    cors?: false
    /** The interface that the route is of; undefined: the path tells. */
    face?: InterfaceName
  }
  interface FastifyInstance {
    metrics: Metrics
    /** Path of the link that opens the mailbox; it works once, if the mailbox is locked. */
    mailboxLink: string
    /** Returns all metrics in Prometheus' text format. */
    readMetrics: () => Promise<string>
  }
}

type Options = {
  db: Database
  keys: Keys
  policy: Policy
  /** Server that serves the internal calls, on a port of its own; undefined: they are where everything is. */
  internalServer?: Server | undefined
  /** Monotonic clock in milliseconds. */
  now?: () => number
  log?: FastifyBaseLogger
  /** Metrics of the application, and of parts that it doesn't know (courier, database). */
  metrics?: Metrics
  connectionLimits?: Partial<ConnectionLimits> | undefined
}

/** Builds the application on an open, migrated database. */
export async function buildApp({
  db,
  keys,
  policy,
  internalServer,
  now = () => performance.now(),
  log,
  metrics = openMetrics(),
  connectionLimits,
}: Options): Promise<FastifyInstance> {
  const app = openServer(policy, log)
  addMetrics(app, metrics)
  const connections = limitConnections(app, {
    // Behind a proxy, all connections are the proxy's.
    networkOf: policy.trustProxy ? () => undefined : networkOf,
    onCut: metrics.cut,
    limits: connectionLimits,
  })
  app.decorate('connections', connections)
  openInternalPort(app, internalServer, sendFailure)
  addSending(app, connections)
  app.addHook('onRequest', protect)
  await addCors(app)
  await app.register(fastifyCookie)
  const { tokens, ...entrance } = await openEntrance(app, { db, keys, policy, now })
  app.decorate('mailboxLink', policy.mailbox === 'locked' ? lockMailbox(app, tokens, policy) : '/mailbox')
  const events = openFollowing(db, app.log)
  app.addHook('preClose', () => events.close())
  app.decorate('readMetrics', async () =>
    metrics.text({
      waiting: await unlessAway(countWaiting(db)),
      followers: events.count(),
      connections: db.countConnections(),
    }),
  )
  const exports = new Exports(db, policy.rateLimit)
  app.addHook('preClose', async () => exports.endSoon())
  const context: Context = { db, keys, policy, tokens, entrance, events, exports }
  await app.register(rest, { ...context, pages: emailPages(context), hasTables: tablesCheck(db.aside, now) })
  await app.register(graphql, context)
  await app.register(web, context)
  app.get('/', async ({ headers }, reply) => reply.redirect(headers.accept?.includes('text/html') ? '/app' : '/docs'))
  return app
}

/** Opens the server without routes: what it reads, how long it waits, and how it answers what no route can. */
function openServer({ trustProxy }: Policy, log: FastifyBaseLogger | undefined): FastifyInstance {
  const app: FastifyInstance = fastify({
    ...(log && { loggerInstance: log }),
    logController: new OneLine(),
    trustProxy,
    bodyLimit: 256 * 1024,
    ...timeouts,
    // Otherwise Node itself answers requests without a Host header, without the envelope. Nothing here depends on the
    // host.
    http: { ...timeouts.http, requireHostHeader: false },
    // Requests that are in progress during shutdown are finished, not refused.
    return503OnClosing: false,
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    childLoggerFactory: (log, bindings, options, { headers }) =>
      log.child({ ...bindings, ...traceOf(headers.traceparent) }, options),
    // URLs that can't be parsed skip all hooks.
    frameworkErrors: (error, request, reply) =>
      protect(request, reply, () => (isOfPages(request.url) ? sendUnread : sendFailure)(error, request, reply)),
    // A path can contain an email address: up to 254 characters, each of which may be three when percent-encoded.
    routerOptions: { maxParamLength: 3 * 254 },
    clientErrorHandler: sendClientFailure,
  })
  // An expectation other than 100-continue may be ignored. Otherwise Node would answer it itself, without the envelope.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  acceptJson(app)
  app.setErrorHandler(sendFailure)
  app.setNotFoundHandler(() => {
    throw new Refusal('unknownPath')
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  return app
}

/** Counts every answer, by the interface that its route is of. */
function addMetrics(app: FastifyInstance, metrics: Metrics) {
  app.decorate('metrics', metrics)
  app.addHook('onRoute', route => {
    // That of CORS is of every interface.
    if (route.url !== '*') route.config = { ...route.config, face: interfaceOf(route.url) }
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    const { url: route = 'none', config } = routeOptions
    const face = config.face ?? interfaceOf(request.url)
    metrics.answered({ face, route, method, status: reply.statusCode, ms: reply.elapsedTime })
    done()
  })
}

/** Notes streams while they are sent, and ends connections after their answers once the application closes. */
function addSending(app: FastifyInstance, connections: Connections) {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', ({ raw }, reply, payload, done) => {
    if (payload instanceof Readable) connections.sends(raw.socket, payload)
    // A keep-alive connection would delay the close.
    if (closing) reply.header('connection', 'close')
    done()
  })
}

/** Lets pages of other origins read the answers, except those of the mailbox: its emails contain sign-in codes. */
async function addCors(app: FastifyInstance) {
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
}

/**
 * What browsers may load for any answer: nothing from other hosts, no inline scripts or styles. At home there is often
 * no TLS, so nothing is upgraded to https. The API's documentation has policies of its own.
 */
const contentPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

// Created once. Fastify's plugin creates it for every request, which took a quarter of the time of a short request.
const setHeaders = helmet({
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  // TLS on this host says nothing about its subdomains, so HSTS must not include them.
  strictTransportSecurity: { includeSubDomains: false },
  contentSecurityPolicy: { useDefaults: false, directives: contentPolicy },
})

/** Protects browsers. Answers carry tokens, codes and personal data; what everybody may keep says so itself. */
function protect(request: FastifyRequest, reply: FastifyReply, done: () => void) {
  reply.header('cache-control', 'no-store')
  setHeaders(request.raw, reply.raw, done)
}

const interfaceOf = (url: string): InterfaceName =>
  isOfPages(url) ? 'web' : /^\/graphql(?![^/?])/.test(url) ? 'graphql' : 'rest'

/** Returns the result, or null if the database is away. */
async function unlessAway<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  return answer.catch(error => {
    if (isAway(error)) return null
    throw error
  })
}

/** Keeps the request id of the caller or proxy if it is valid; otherwise creates one. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID()
}

/**
 * Reads the W3C traceparent header; undefined if it is malformed. Log lines get the trace id and the caller's span id,
 * because this process creates no spans.
 */
function traceOf(given: string | string[] | undefined) {
  const [, version, trace_id, span_id, more] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/.exec(String(given)) ?? []
  if (!trace_id || !span_id || version === 'ff' || (version === '00' && more)) return undefined
  return /^0+$/.test(trace_id) || /^0+$/.test(span_id) ? undefined : { trace_id, span_id }
}

/**
 * Logs one line per request, after the answer. It contains the route, not the path: a path can contain what no log may
 * hold, such as an address.
 */
class OneLine extends LogController {
  override incomingRequest() {}

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply) {
    const { method, routeOptions } = request
    const line = { method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    if (error) request.log.warn({ ...line, err: error }, 'broke off')
    else request.log.info(line, 'answered')
  }
}
