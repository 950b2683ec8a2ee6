/** Routes of signing in with an OpenID Connect provider: to it, and back. */
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { deviceOf } from '../../auth/sign-in/device.ts'
import type { SignedIn } from '../../auth/sign-in/enter.ts'
import { openProvider, type ProviderSignIn } from '../../auth/sign-in/provider.ts'
import type { Context } from '../../context.ts'
import { networkOf } from '../../limits/network.ts'
import { Refusal } from '../../refusal.ts'
import { textIn } from '../frame/form.ts'
import type { Page } from '../frame/page.ts'
import { ownPlace } from '../frame/session.ts'
import { reasonOf } from '../refusals/reason.ts'
import { readerOf } from '../time/view.ts'

/** The path to which a provider sends people back. */
export const callbackPath = '/app/sign-in/provider/callback'

/** Opens the sign-in with the provider of the settings; undefined without one. */
export function providerOf({ keys, policy }: Context, log: FastifyBaseLogger): ProviderSignIn | undefined {
  const { provider, publicUrl } = policy
  return provider && openProvider(provider, { key: keys.signIns, redirectUri: `${publicUrl}${callbackPath}`, log })
}

type SignInPage = {
  /** Signs the browser in. */
  keepIn: (reply: FastifyReply, person: SignedIn) => void
  /** Renders the sign-in page with what went wrong. */
  refuse: (request: FastifyRequest, place: string, wrong: string, status: number) => Page
}

const told = ['badProvider', 'unverified', 'providerAway']

/** Adds the routes. */
export function providerPages(
  app: FastifyInstance,
  { db }: Pick<Context, 'db'>,
  provider: ProviderSignIn,
  { keepIn, refuse }: SignInPage,
) {
  const { name, attributes } = app.cookies.provider

  app.get('/app/sign-in/provider', async (request, reply) => {
    const place = ownPlace(textIn(request.query, 'next'))
    return orTold(request, reply, place, async () => {
      const { url, kept, seconds } = await provider.begin(place)
      reply.setCookie(name, kept, { ...attributes, maxAge: seconds })
      return reply.redirect(url, 303)
    })
  })

  app.get(callbackPath, async (request, reply) => {
    const { cookies, ip, url, headers } = request
    const kept = cookies[name] ?? ''
    const place = ownPlace(provider.nextIn(kept))
    reply.clearCookie(name, attributes)
    return orTold(request, reply, place, async () => {
      const query = new URL(url, 'http://localhost').searchParams
      keepIn(reply, await provider.finish(db, kept, query, networkOf(ip), deviceOf(headers['user-agent'])))
      return reply.redirect(place, 303)
    })
  })

  /** Shows the sign-in page again if something was refused. */
  async function orTold(request: FastifyRequest, reply: FastifyReply, place: string, go: () => Promise<FastifyReply>) {
    const reader = readerOf(request)
    try {
      return await go()
    } catch (error) {
      if (!(error instanceof Refusal && told.includes(error.name))) throw error
      const { status, headers = {} } = error.kind
      return reply.headers(headers).page(refuse(request, place, reasonOf(error, reader), status))
    }
  }
}
