/** Routes of the account page: sign-out, sessions, preferences, plan, access keys, deletion. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { exportPerson } from '../../accounts/export.ts'
import { readPreferences, savePreferences } from '../../accounts/preferences.ts'
import { requestDeletion } from '../../accounts/request-deletion.ts'
import { listAccessKeys } from '../../auth/access-keys.ts'
import { isUuid } from '../../auth/identify.ts'
import { isOperator } from '../../auth/operators.ts'
import { endOtherSessions, endSession, listSessions } from '../../auth/sessions/sessions.ts'
import { deliveryOf } from '../../config.ts'
import type { Context } from '../../context.ts'
import { networkOf } from '../../limits/network.ts'
import { listMutes, unmute } from '../../mail/mute.ts'
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { readUsage } from '../../plans/usage.ts'
import { usePlanCode } from '../../plans/use-plan-code.ts'
import { Refusal } from '../../refusal.ts'
import { namesOfSensors } from '../../sensors/read/names.ts'
import { personIn, textIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refusedWith } from '../frame/refused.ts'
import { forgetSignIn } from '../frame/session.ts'
import { readPasskeys } from '../passkeys/routes.ts'
import { reasonOf } from '../refusals/reason.ts'
import { readerOf } from '../time/view.ts'
import { emailsPages } from './emails.ts'
import { keyPages } from './keys-routes.ts'
import { accountPage, askToRequestDeletion, deletionSent, type Failed } from './view.ts'
import { texts } from './words/words.ts'

const home = '/app/account'

/** Adds the routes of the account page. */
export function accountPages(app: FastifyInstance, context: Context) {
  const { db, keys, policy } = context
  app.post('/app/sign-out', async ({ caller }, reply) => {
    if (caller.session) await refusedWith(['noSuchSession'], endSession(db, caller, caller.session))
    forgetSignIn(reply)
    return reply.redirect('/app/sign-in', 303)
  })

  app.get(home, async (request, reply) => show(request, reply))

  async function show(request: FastifyRequest, reply: FastifyReply, failed?: Failed) {
    const { caller, query } = request
    const afterMuted = textIn(query, 'afterMuted')
    const [sessions, preferences, mutes, usage, accessKeys, sensors, passkeys] = await Promise.all([
      listSessions(db, caller),
      readPreferences(db, caller),
      listMutes(db, caller.email, isEmail(afterMuted) ? afterMuted : undefined),
      readUsage(db, caller),
      listAccessKeys(db, caller),
      namesOfSensors(db, caller),
      readPasskeys(context, request),
    ])
    const reader = readerOf(request)
    const { email } = caller
    return reply.page(
      accountPage(
        {
          email,
          isOperating: isOperator(policy, caller),
          sessions,
          preferences,
          isAlwaysAsked: policy.askFirst,
          mutes,
          usage,
          keys: accessKeys,
          sensors,
          passkeys,
          display: caller.display,
          reader,
        },
        failed,
      ),
    )
  }

  app.post(`${home}/sessions/end`, async (request, reply) => {
    const { caller, body } = request
    const words = texts[readerOf(request).language]
    const session = textIn(body, 'session')
    if (!isUuid(session)) throw new Refusal('noSuchSession')
    const refusal = await refusedWith(['noSuchSession'], endSession(db, caller, session))
    if (session !== caller.session)
      return redirectWithNotice(reply, home, { text: refusal ? words.endedBefore : words.ended })
    forgetSignIn(reply)
    return reply.redirect('/app/sign-in', 303)
  })

  app.post(`${home}/sessions/end-others`, async (request, reply) => {
    const { caller } = request
    const words = texts[readerOf(request).language]
    return redirectWithNotice(reply, home, { text: words.othersEnded(await endOtherSessions(db, caller)) })
  })

  app.post(`${home}/ask-first`, async (request, reply) => {
    const { caller, body } = request
    const words = texts[readerOf(request).language]
    const asks = textIn(body, 'askFirst') === 'yes'
    await savePreferences(db, caller, { askFirst: asks })
    return redirectWithNotice(reply, home, { text: asks ? words.asks : words.asksNot })
  })

  app.post(`${home}/unmute`, async (request, reply) => {
    const { caller, body } = request
    const words = texts[readerOf(request).language]
    const sender = personIn(body, 'sender')
    const wasMuted = await unmute(db, caller.email, sender)
    return redirectWithNotice(reply, home, { text: wasMuted ? words.unmuted(sender) : words.notMuted(sender) })
  })

  app.post(`${home}/plan-code`, async (request, reply) => {
    const reader = readerOf(request)
    const words = texts[reader.language]
    const { caller, body, ip } = request
    const code = textIn(body, 'code').trim().slice(0, 200)
    if (!code) return show(request, reply, { status: 400, codeWrong: words.noCode })
    const refusal = await refusedWith(
      ['noSuchPlanCode', 'planCodeUsed', 'tooMany'],
      usePlanCode(db, keys.planCodes, caller, code, networkOf(ip)),
    )
    if (refusal) {
      const { status, headers = {} } = refusal.kind
      return show(request, reply.headers(headers), { status, code, codeWrong: reasonOf(refusal, reader) })
    }
    const { subscriptionName } = await readUsage(db, caller)
    return redirectWithNotice(reply, home, { text: words.codeUsed(subscriptionName) })
  })

  keyPages(app, context, show)
  emailsPages(app, { db })

  app.post(`${home}/export`, async ({ caller }, reply) => {
    const document = await exportPerson(db, caller)
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="sensor-share.json"')
      .send(JSON.stringify(document, null, 2))
  })

  app.get(`${home}/delete`, async (_request, reply) => {
    const reader = readerOf(_request)
    return reply.page(askToRequestDeletion(reader))
  })

  app.post(`${home}/delete`, async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const email = textIn(body, 'email').trim()
    const refusal =
      deliveryOf(policy) === 'none'
        ? new Refusal('noMail')
        : await refusedWith(['notYou', 'tooMany'], requestDeletion(db, caller, canonicalEmail(email)))
    if (!refusal) return reply.page(deletionSent(caller.email, deliveryOf(policy) === 'mailbox', reader))
    const { status, headers = {} } = refusal.kind
    return reply
      .headers(headers)
      .page(askToRequestDeletion(reader, { email: email.slice(0, 254), wrong: reasonOf(refusal, reader), status }))
  })
}
