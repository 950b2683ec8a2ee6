/** Routes of signing in: with an emailed code, or with the link in the same letter. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { siteOf } from '../../auth/passkeys/site.ts'
import { askForPasskey, usePasskey } from '../../auth/passkeys/use-passkey.ts'
import { deviceOf } from '../../auth/sign-in/device.ts'
import type { SignedIn } from '../../auth/sign-in/enter.ts'
import { requestCode } from '../../auth/sign-in/request-code.ts'
import { type Proof, signIn } from '../../auth/sign-in/sign-in.ts'
import { deliveryOf } from '../../config.ts'
import type { Context } from '../../context.ts'
import { networkOf } from '../../limits/network.ts'
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { Refusal } from '../../refusal.ts'
import { textIn } from '../frame/form.ts'
import { keepSignedIn, ownPlace, sessionToken } from '../frame/session.ts'
import { signInForm } from '../passkeys/view.ts'
import { reasonOf } from '../refusals/reason.ts'
import { readerOf } from '../time/view.ts'
import { linkPages } from './links.ts'
import { providerOf, providerPages } from './provider.ts'
import { askForAddress, askForCode, cannotSend, providerLink, type Ways, withoutCodes } from './view.ts'

/** Adds the routes to sign in. */
export function signInPages(app: FastifyInstance, context: Context) {
  const { db, keys, tokens, policy } = context
  const provider = providerOf(context, app.log)
  const delivery = deliveryOf(policy)

  app.get('/app/sign-in', async (request, reply) => {
    const reader = readerOf(request)
    const place = ownPlace(textIn(request.query, 'next'))
    // The cookie is not checked here: the target clears an expired one, so there is no redirect loop.
    if (sessionToken(request)) return reply.redirect(place, 303)
    const ways = waysOf(request, place)
    const email = textIn(request.query, 'email')
    if (delivery !== 'none')
      return reply.page(askForAddress(place, reader, { email: isEmail(email) ? email : '', ways }))
    return reply.page(provider ? withoutCodes(ways, reader) : cannotSend(reader, ways))
  })

  app.post('/app/sign-in', async (request, reply) => {
    const reader = readerOf(request)
    const { body, ip } = request
    const ways = waysOf(request, ownPlace(textIn(body, 'next')))
    const [email, place] = [textIn(body, 'email').trim(), ownPlace(textIn(body, 'next'))]
    if (!isEmail(email))
      return reply.page(askForAddress(place, reader, { email, wrong: reasonOf(new Refusal('notEmail'), reader), ways }))
    if (delivery === 'none') return reply.page(cannotSend(reader, ways, new Refusal('noMail').kind.status))
    const { language } = reader
    await requestCode(db, keys.codes, { email: canonicalEmail(email), network: networkOf(ip), language })
    return reply.page(askForCode(place, canonicalEmail(email), { hasMailbox: delivery === 'mailbox' }, reader))
  })

  app.post('/app/sign-in/code', async (request, reply) => {
    const reader = readerOf(request)
    const { body } = request
    const [email, place, code] = [
      textIn(body, 'email'),
      ownPlace(textIn(body, 'next')),
      textIn(body, 'code').replaceAll(/\s/g, '').toUpperCase(),
    ]
    if (!isEmail(email))
      return reply.page(askForAddress(place, reader, { wrong: reasonOf(new Refusal('notEmail'), reader) }))
    const refusal = await enter(request, reply, { code, email: canonicalEmail(email) })
    return refusal
      ? reply.page(
          askForCode(place, email, { hasMailbox: delivery === 'mailbox', wrong: reasonOf(refusal, reader) }, reader),
        )
      : reply.redirect(place, 303)
  })

  app.post('/app/sign-in/passkey', async (request, reply) => {
    const reader = readerOf(request)
    const { body, ip, host, headers } = request
    const [challenge, response] = [textIn(body, 'challenge'), textIn(body, 'response')]
    const [place, site] = [ownPlace(textIn(body, 'next')), siteOf(policy.publicUrl, host)]
    try {
      if (!site) throw new Refusal('badPasskey')
      const answer = { challenge, response }
      const device = deviceOf(headers['user-agent'])
      keepIn(reply, await usePasskey(db, keys.signIns, site, answer, networkOf(ip), device))
      return reply.redirect(place, 303)
    } catch (error) {
      if (!(error instanceof Refusal && error.name === 'badPasskey')) throw error
      const { kind } = error
      const wrong = reasonOf(error, reader)
      return reply.page(askForAddress(place, reader, { wrong, status: kind.status, ways: waysOf(request, place) }))
    }
  })

  if (provider) {
    providerPages(app, context, provider, {
      keepIn,
      refuse: (request, place, wrong, status) => {
        const reader = readerOf(request)
        const ways = waysOf(request, place)
        return delivery === 'none'
          ? withoutCodes(ways, reader, { wrong, status })
          : askForAddress(place, reader, { wrong, status, ways })
      },
    })
  }

  linkPages(app, context, enter)

  /** Signs a browser in; returns the refusal if the code or link is invalid. */
  async function enter(
    { ip, headers }: FastifyRequest,
    reply: FastifyReply,
    proof: Proof,
  ): Promise<Refusal | undefined> {
    try {
      keepIn(reply, await signIn(db, keys.codes, proof, networkOf(ip), deviceOf(headers['user-agent'])))
    } catch (error) {
      if (error instanceof Refusal && error.name === 'badCode') return error
      throw error
    }
  }

  function keepIn(reply: FastifyReply, { email, session }: SignedIn) {
    keepSignedIn(reply, tokens.ofSession(email, session), policy.sessionDays)
  }

  /** The other ways to sign in, as this browser may use them. */
  function waysOf(request: FastifyRequest, place: string): Ways {
    const { host } = request
    const reader = readerOf(request)
    const site = siteOf(policy.publicUrl, host)
    return token =>
      (site ? signInForm(place, askForPasskey(keys.signIns, site), token, reader) : '') +
      (provider ? providerLink(place, provider.name, reader) : '')
  }
}
