/** The port of the internal calls: a second server before the same application. */
import type { IncomingMessage, Server } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True: the route is an internal call, or another service may call it with the internal secret. */
    isInternal?: boolean
  }
  interface FastifyRequest {
    /** Whether an internal secret counts: the request came in at the internal port, or there is no such port. */
    readonly mayBeInternal: boolean
  }
}

type SendFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply

/**
 * Lets a server, if there is one, serve the internal calls of an application and nothing else; then the other port
 * doesn't serve them. Closes it with the application.
 */
export function openInternalPort(app: FastifyInstance, server: Server | undefined, sendFailure: SendFailure) {
  const arrived = new WeakSet<IncomingMessage>()
  app.decorateRequest('mayBeInternal', {
    getter(this: FastifyRequest) {
      return !server || arrived.has(this.raw)
    },
  })
  if (!server) return
  server.on('request', (request, response) => {
    arrived.add(request)
    app.routing(request, response)
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!arrived.has(request.raw) || request.routeOptions.config.isInternal) return
    // Sent at once: the error handler of pages relies on hooks that come later.
    return sendFailure(new Refusal('unknownPath'), request, reply)
  })
  app.addHook('preClose', async () => {
    if (server.listening) await new Promise(closed => server.close(closed))
  })
}
