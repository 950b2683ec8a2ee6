/** Routes of signing in: with an emailed code, or with the link in the same letter. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { requestCode, stopCodes } from '../../auth/sign-in/request-code.ts'
import { type Proof, signIn } from '../../auth/sign-in/sign-in.ts'
import { deliveryOf } from '../../config.ts'
import type { Context } from '../../context.ts'
import { networkOf } from '../../limits/network.ts'
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { Refusal } from '../../refusal.ts'
import { textIn } from '../frame/form.ts'
import { keepSignedIn, ownPlace, sessionToken } from '../frame/session.ts'
import { askAboutLink, askForAddress, askForCode, askToStop, cannotSend, codesStopped, stopEnded } from './view.ts'
import { words } from './words.ts'

/** Adds the routes to sign in. */
export function signInPages(app: FastifyInstance, { db, keys, tokens, policy }: Context) {
  const delivery = deliveryOf(policy)

  app.get('/app/sign-in', async (request, reply) => {
    const place = ownPlace(textIn(request.query, 'next'))
    // The cookie is not checked here: the target clears an expired one, so there is no redirect loop.
    if (sessionToken(request)) return reply.redirect(place, 303)
    return reply.page(delivery === 'none' ? cannotSend() : askForAddress(place))
  })

  app.post('/app/sign-in', async ({ body, ip }, reply) => {
    const [email, place] = [textIn(body, 'email').trim(), ownPlace(textIn(body, 'next'))]
    if (!isEmail(email)) return reply.page(askForAddress(place, { email, wrong: new Refusal('notEmail').message }))
    if (delivery === 'none') return reply.page(cannotSend(new Refusal('noMail').kind.status))
    await requestCode(db, keys.codes, { email: canonicalEmail(email), network: networkOf(ip) })
    return reply.page(askForCode(place, canonicalEmail(email), { hasMailbox: delivery === 'mailbox' }))
  })

  app.post('/app/sign-in/code', async (request, reply) => {
    const { body } = request
    const [email, place, code] = [
      textIn(body, 'email'),
      ownPlace(textIn(body, 'next')),
      textIn(body, 'code').replaceAll(/\s/g, '').toUpperCase(),
    ]
    if (!isEmail(email)) return reply.page(askForAddress(place, { wrong: new Refusal('notEmail').message }))
    const refusal = await enter(request, reply, { code, email: canonicalEmail(email) })
    return refusal
      ? reply.page(askForCode(place, email, { hasMailbox: delivery === 'mailbox', wrong: refusal.message }))
      : reply.redirect(place, 303)
  })

  app.get('/app/sign-in/link', async ({ query }, reply) => {
    const link = textIn(query, 'token')
    return reply.page(tokens.linkIn(link) ? askAboutLink(link) : askForAddress('/app', { wrong: words.linkEnded }))
  })

  app.post('/app/sign-in/link', async (request, reply) => {
    const link = tokens.linkIn(textIn(request.body, 'token'))
    const refusal = link ? await enter(request, reply, { link }) : new Refusal('badCode')
    return refusal ? reply.page(askForAddress('/app', { wrong: words.linkEnded })) : reply.redirect('/app', 303)
  })

  app.get('/app/sign-in/stop', async ({ query }, reply) => {
    const link = textIn(query, 'token')
    return reply.page(tokens.stopIn(link) ? askToStop(link) : stopEnded())
  })

  app.post('/app/sign-in/stop', async ({ body }, reply) => {
    const code = tokens.stopIn(textIn(body, 'token'))
    const email = code && (await stopCodes(db, code))
    return reply.page(email ? codesStopped(email) : stopEnded())
  })

  /** Signs a browser in; returns the refusal if the code or link is invalid. */
  async function enter({ ip }: FastifyRequest, reply: FastifyReply, proof: Proof): Promise<Refusal | undefined> {
    try {
      const { email, session } = await signIn(db, keys.codes, proof, networkOf(ip))
      keepSignedIn(reply, tokens.ofSession(email, session), policy.sessionDays)
    } catch (error) {
      if (error instanceof Refusal && error.name === 'badCode') return error
      throw error
    }
  }
}
