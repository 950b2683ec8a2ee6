/** The web face: pages for people who would rather click. */
import fastifyCookie from '@fastify/cookie'
import fastifyCsrf from '@fastify/csrf-protection'
import fastifyFormbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { refusalOf } from '../thrown.ts'
import { takeNotice } from './frame/notice.ts'
import type { Page } from './frame/page.ts'
import { problem } from './frame/problem.ts'
import { backHere, cookieName } from './frame/session.ts'
import { staticPath, statics } from './frame/statics.ts'
import type { Tools } from './frame/tools.ts'
import { accountPages } from './pages/account.ts'
import { contactsPages } from './pages/contacts.ts'
import { endingPages } from './pages/ending.ts'
import { historyPages } from './pages/history.ts'
import { invitationsPages } from './pages/invitations.ts'
import { livePages } from './pages/live.ts'
import { sensorPages } from './pages/sensor.ts'
import { sensorsPages } from './pages/sensors.ts'
import { servicesPages } from './pages/services.ts'
import { sharePages } from './pages/share.ts'
import { signInPages } from './pages/sign-in.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** Sends a page, with what the last one left to be told. */
    page(page: Page): FastifyReply
  }
}

/** Mounts the pages under /app. REST owns all other paths but the root, which leads here. */
export async function web(app: FastifyInstance, tools: Tools) {
  await app.register(fastifyCookie)
  await app.register(fastifyFormbody)
  await app.register(fastifyCsrf, {
    cookieKey: 'sensor_share_forms',
    cookieOpts: { path: '/app', httpOnly: true, sameSite: 'lax', secure: 'auto' },
    csrfOpts: { hmacKey: tools.formKey.toString('base64') },
    getUserInfo: ({ caller }: FastifyRequest) => ownerOfForms(caller),
    getToken: ({ body, headers }: FastifyRequest) => String(Object(body)._csrf ?? headers['x-csrf-token'] ?? ''),
  })
  app.decorateReply('page', function (page: Page) {
    const { request } = this
    // What a script fetches is shown in part: what is to be told waits for the next page.
    const notice = request.headers['x-fetched'] ? undefined : takeNotice(request, this)
    const token = this.generateCsrf({ userInfo: ownerOfForms(request.caller) })
    const written = page.write({ caller: request.caller ?? undefined, path: request.url, token, notice })
    return send(this, page.status, written)
  })
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = isForged(error) ? new Refusal('formEnded') : refusalOf(error)
    const { status, headers = {} } = refusal.kind
    request.server.metrics.refused('web', refusal)
    if (status >= 500) request.log.error({ err: error }, refusal.name)
    if (status === 401) return reply.clearCookie(cookieName, { path: '/app' }).redirect(backHere(request), 303)
    return reply.headers(headers).page(problem(refusal))
  })
  // Where there is no page.
  app.register(
    async scope => {
      scope.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
        const token = request.cookies[cookieName]
        await (token ? tools.entrance.holder(request, reply, token) : tools.entrance.stranger(request, reply))
      })
      scope.setNotFoundHandler(async () => {
        throw new Refusal('noSuchPage')
      })
    },
    { prefix: '/app' },
  )

  // Pages of strangers.
  app.register(async scope => {
    scope.addHook('onRequest', tools.entrance.stranger)
    guardForms(scope)
    signInPages(scope, tools)
  })
  // Pages of whoever has signed in.
  app.register(async scope => {
    scope.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) =>
      tools.entrance.holder(request, reply, request.cookies[cookieName] ?? ''),
    )
    guardForms(scope)
    for (const pages of [
      sensorsPages,
      endingPages,
      sensorPages,
      servicesPages,
      sharePages,
      contactsPages,
      invitationsPages,
      historyPages,
      accountPages,
      livePages,
    ]) {
      pages(scope, tools)
    }
  })
  for (const [name, { type, content }] of statics) {
    app.get(`${staticPath}/${name}`, async (_, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(content),
    )
  }
}

/** Whether an address is one of a page, or would be. */
export const isOfPages = (url: string) => /^\/app(?![^/?])/.test(url)

/** Answers a request that could not be read, which no route has seen. */
export function sendUnread(error: unknown, { id }: FastifyRequest, reply: FastifyReply) {
  const page = problem(refusalOf(error))
  return send(reply.header('x-request-id', id), page.status, page.html)
}

const send = (reply: FastifyReply, status: number, html: string) =>
  reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', policy)
    .send(html)

/** Nothing from elsewhere, and no script or style within a page. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Whatever changes something must come from a form of ours. */
function guardForms(scope: FastifyInstance) {
  scope.addHook('preHandler', (request, reply, done) => {
    if (request.method === 'POST') scope.csrfProtection(request, reply, done)
    else done()
  })
}

/** Whose forms they are: those of somebody who has signed in count for nobody else. */
const ownerOfForms = (caller: Caller | null) => caller?.email ?? 'nobody'

const isForged = (error: unknown) => String(Object(error).code).startsWith('FST_CSRF')
