/** The pages to which links in emails lead: to sign in without typing the code, and to stop emails with codes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { stopCodes } from '../../auth/sign-in/request-code.ts'
import type { Proof } from '../../auth/sign-in/sign-in.ts'
import type { Context } from '../../context.ts'
import { Refusal } from '../../refusal.ts'
import { textIn } from '../frame/form.ts'
import { readerOf } from '../time/view.ts'
import { askAboutLink, askForAddress, askToStop, codesStopped, stopEnded } from './view.ts'
import { texts } from './words.ts'

/** Signs a browser in; returns the refusal if the code or link is invalid. */
export type Enter = (request: FastifyRequest, reply: FastifyReply, proof: Proof) => Promise<Refusal | undefined>

/** Adds the routes. Opening a link changes nothing, because mail scanners open links: the buttons do. */
export function linkPages(app: FastifyInstance, { db, tokens }: Pick<Context, 'db' | 'tokens'>, enter: Enter) {
  app.get('/app/sign-in/link', async (request, reply) => {
    const { query } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const link = textIn(query, 'token')
    return reply.page(
      tokens.linkIn(link) ? askAboutLink(link, reader) : askForAddress('/app', reader, { wrong: words.linkEnded }),
    )
  })

  app.post('/app/sign-in/link', async (request, reply) => {
    const reader = readerOf(request)
    const words = texts[reader.language]
    const link = tokens.linkIn(textIn(request.body, 'token'))
    const refusal = link ? await enter(request, reply, { link }) : new Refusal('badCode')
    return refusal ? reply.page(askForAddress('/app', reader, { wrong: words.linkEnded })) : reply.redirect('/app', 303)
  })

  app.get('/app/sign-in/stop', async (request, reply) => {
    const { query } = request
    const reader = readerOf(request)
    const link = textIn(query, 'token')
    return reply.page(tokens.stopIn(link) ? askToStop(link, reader) : stopEnded(reader))
  })

  app.post('/app/sign-in/stop', async (request, reply) => {
    const { body } = request
    const reader = readerOf(request)
    const code = tokens.stopIn(textIn(body, 'token'))
    const email = code && (await stopCodes(db, code))
    return reply.page(email ? codesStopped(email, reader) : stopEnded(reader))
  })
}
