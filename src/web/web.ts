/** The web interface: mounts the pages and their error handling, cookies and form protection. */
import { Tokens as FormTokens, type TokensUserinfo } from '@fastify/csrf'
import fastifyCsrf from '@fastify/csrf-protection'
import fastifyFormbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOperator } from '../auth/operators.ts'
import type { Context } from '../context.ts'
import { refusalOf } from '../http/thrown.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { accountPages } from './account/routes.ts'
import { sessionsPages } from './account/sessions-routes.ts'
import { claimPages } from './claim/routes.ts'
import { contactsPages } from './contacts/routes.ts'
import { namePages } from './display-name/routes.ts'
import { invitationByEmailPages, whoeverItIs } from './email-pages/invitation-routes.ts'
import { endingPages } from './ending/routes.ts'
import { firstRunPages } from './first-run/routes.ts'
import { cookiesOf } from './frame/cookies.ts'
import { takeNotice } from './frame/notice.ts'
import type { Page } from './frame/page.ts'
import { problem } from './frame/problem.ts'
import { backHere, forgetSignIn, sessionToken } from './frame/session.ts'
import { staticPath, statics } from './frame/statics.ts'
import { takeOperatorCookie } from './gateways/operator-cookie.ts'
import { gatewaysPages } from './gateways/routes.ts'
import { historyPages } from './history/routes.ts'
import { type News, newsOf, newsPages, newsView } from './invitations/news.ts'
import { invitationsPages } from './invitations/routes.ts'
import { livePages } from './live/routes.ts'
import { passkeysPages } from './passkeys/routes.ts'
import { publicSensorPages } from './public-sensor/routes.ts'
import { downloads } from './sensor/chart/download.ts'
import { sensorPages } from './sensor/routes.ts'
import { servicesPages } from './sensor/services/routes.ts'
import { sensorsPages } from './sensors/routes.ts'
import { sharePages } from './share/routes.ts'
import { signInPages } from './sign-in/routes.ts'
import { signOutPages } from './sign-in/sign-out.ts'
import { readerOf } from './time/view.ts'
import { languagePages } from './units/language-routes.ts'
import { unitsPages } from './units/routes.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** Sends a page, with the notice that the previous page left. */
    page(page: Page): Promise<FastifyReply>
  }
  interface FastifyRequest {
    /** What is new for the signed-in person: read while the page is prepared. */
    news?: Promise<News>
  }
}

/** Routes under /app whose GET is answered with something else than a page. */
const noPages = new Set(['/app/live', '/app/sensors/:id/download'])

/** Mounts the pages under /app. REST owns all other paths, except /, which redirects browsers here. */
export async function web(app: FastifyInstance, context: Context) {
  const [, ...olderForms] = context.keys.forms.map(hmacKey => new FormTokens({ hmacKey, userInfo: true }))
  await app.register(fastifyFormbody)
  const cookies = cookiesOf(context.policy)
  app.decorate('cookies', cookies)
  await app.register(fastifyCsrf, {
    cookieKey: cookies.forms.name,
    cookieOpts: cookies.forms.attributes,
    csrfOpts: { hmacKey: context.keys.forms[0] },
    getUserInfo: ({ caller }: FastifyRequest) => ownerOfForms(caller),
    getToken: formTokenIn,
  })
  app.decorateReply('page', async function (page: Page) {
    const { request } = this
    // A script shows only a part of a fetched page, so the notice is kept for the next full page.
    const notice = request.headers['x-fetched'] ? undefined : takeNotice(request, this)
    const token = this.generateCsrf({ userInfo: ownerOfForms(request.caller) })
    const { caller } = request
    const isOperating = caller ? isOperator(context.policy, caller) : false
    const path = request.url
    // If the database is away, the page that says so doesn't wait for it.
    if (caller && page.status < 500) request.news ??= newsOf(context.db, caller, path)
    const found = (await request.news) ?? { invitations: 0, ends: [] }
    const written = page.write({
      caller: caller ?? undefined,
      isOperating,
      path,
      token,
      notice,
      waiting: found.invitations,
      news: caller ? newsView(found, path, readerOf(request), token) : '',
    })
    return send(this, page.status, written)
  })
  app.setErrorHandler(async (error, request, reply) => {
    const reader = readerOf(request)
    const refusal = isForged(error) ? new Refusal('formEnded') : refusalOf(error)
    const { status, headers = {} } = refusal.kind
    request.server.metrics.refused('web', refusal)
    if (status >= 500) request.log.error({ err: error }, refusal.name)
    if (refusal.name === 'guessesSlowed') request.log.warn('sign-in slowed')
    if (status === 401) {
      forgetSignIn(reply)
      return reply.redirect(backHere(request), 303)
    }
    return reply.headers(headers).page(problem(refusal, reader))
  })
  // Unknown paths under /app. The caller is identified, so that the 404 page has the usual header.
  app.register(
    async scope => {
      scope.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
        const token = sessionToken(request)
        await (token ? context.entrance.holder(request, reply, token) : context.entrance.stranger(request, reply))
      })
      scope.setNotFoundHandler(async () => {
        throw new Refusal('noSuchPage')
      })
    },
    { prefix: '/app' },
  )

  // Pages that need no session.
  app.register(async scope => {
    scope.addHook('onRequest', context.entrance.stranger)
    guardForms(scope, olderForms)
    signInPages(scope, context)
    signOutPages(scope, context)
    publicSensorPages(scope, context)
  })
  // Needs no session either, and shows who is signed in.
  app.register(async scope => {
    scope.addHook('onRequest', whoeverItIs(context))
    guardForms(scope, olderForms)
    invitationByEmailPages(scope, context)
  })
  // Pages that need a session.
  app.register(async scope => {
    scope.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
      await context.entrance.holder(request, reply, sessionToken(request))
      const isPage = request.method === 'GET' && !noPages.has(request.routeOptions.url ?? '')
      if (isPage) request.news = newsOf(context.db, request.caller, request.url)
      await takeOperatorCookie(context, request, reply)
    })
    guardForms(scope, olderForms)
    for (const pages of [
      sensorsPages,
      claimPages,
      firstRunPages,
      endingPages,
      sensorPages,
      downloads,
      servicesPages,
      sharePages,
      contactsPages,
      invitationsPages,
      newsPages,
      historyPages,
      gatewaysPages,
      accountPages,
      unitsPages,
      languagePages,
      namePages,
      passkeysPages,
      sessionsPages,
      livePages,
    ]) {
      pages(scope, context)
    }
  })
  for (const [name, { type, content }] of statics) {
    app.get(`${staticPath}/${name}`, async (_, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(content),
    )
  }
}

/** Tells whether a URL is under /app, even if no page exists there. */
export const isOfPages = (url: string) => /^\/app(?![^/?])/.test(url)

/** Answers a request with an unreadable URL, which Fastify rejects before any hook. */
export function sendUnread(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request
  const reader = readerOf(request)
  const page = problem(refusalOf(error), reader)
  return send(reply.header('x-request-id', id), page.status, page.html)
}

const send = (reply: FastifyReply, status: number, html: string) =>
  reply.status(status).type('text/html; charset=utf-8').header('vary', 'Accept-Language, Cookie').send(html)

const formTokenIn = ({ body, headers }: FastifyRequest) => String(Object(body)._csrf ?? headers['x-csrf-token'] ?? '')

/** Requires a valid CSRF token for every POST; also one that was made with an older secret. */
function guardForms(scope: FastifyInstance, older: TokensUserinfo[]) {
  const { cookies } = scope
  const isOlder = (request: FastifyRequest) =>
    older.some(tokens =>
      tokens.verify(request.cookies[cookies.forms.name] ?? '', formTokenIn(request), ownerOfForms(request.caller)),
    )
  scope.addHook('preHandler', (request, reply, done) => {
    if (request.method === 'POST' && !isOlder(request)) scope.csrfProtection(request, reply, done)
    else done()
  })
}

/** Returns the identity that CSRF tokens are bound to: tokens of one person are invalid for any other. */
const ownerOfForms = (caller: Caller | null) => caller?.email ?? 'nobody'

const isForged = (error: unknown) => String(Object(error).code).startsWith('FST_CSRF')
