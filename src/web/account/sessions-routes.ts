/** Routes of signing out everywhere, and of what happened to the account. */
import type { FastifyInstance } from 'fastify'
import { signOutEverywhere } from '../../auth/sessions/sign-out.ts'
import type { Context } from '../../context.ts'
import { listAccountEvents } from '../../people/account-events.ts'
import { textIn } from '../frame/form.ts'
import { forgetSignIn } from '../frame/session.ts'
import { readerOf } from '../time/view.ts'
import { activityPage, askToSignOut } from './sessions-view.ts'

const pageSize = 50

/** Adds the routes. */
export function sessionsPages(app: FastifyInstance, { db }: Context) {
  app.get('/app/account/sign-out-everywhere', async (_request, reply) => {
    const reader = readerOf(_request)
    return reply.page(askToSignOut(reader))
  })

  app.post('/app/account/sign-out-everywhere', async ({ caller }, reply) => {
    await signOutEverywhere(db, caller)
    forgetSignIn(reply)
    return reply.redirect('/app/sign-in', 303)
  })

  app.get('/app/account/activity', async (request, reply) => {
    const before = textIn(request.query, 'before')
    const page = { before: /^\d{1,15}$/.test(before) ? Number(before) : undefined, limit: pageSize }
    return reply.page(activityPage(await listAccountEvents(db, request.caller, page), readerOf(request)))
  })
}
