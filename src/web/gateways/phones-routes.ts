/** Routes of the page about gateways that make and revoke the addresses of phones that forward. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { tellOfPhone } from '../../auth/alerts.ts'
import { stillOperates } from '../../auth/operators.ts'
import type { Context } from '../../context.ts'
import { listForwardTokens, makeForwardToken, revokeForwardToken } from '../../gateways/forward-tokens.ts'
import { Refusal } from '../../refusal.ts'
import { textIn, typedName } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refused } from '../frame/refused.ts'
import { readerOf } from '../time/view.ts'
import { askToRevokePhone, newPhonePage } from './phones-view.ts'
import type { Failed } from './view.ts'
import { texts } from './words/words.ts'

const home = '/app/gateways'

/** What the routes share with the others of the page. */
type Shared = {
  onRequest: (request: FastifyRequest) => Promise<void>
  originOf: (request: FastifyRequest, policy: Context['policy']) => string
  /** Shows the page with a mistake. */
  show: (request: FastifyRequest, reply: FastifyReply, failed: Failed) => Promise<unknown>
}

/** Adds the routes. */
export function phonesPages(
  app: FastifyInstance,
  { db, policy }: Pick<Context, 'db' | 'policy'>,
  { onRequest, originOf, show }: Shared,
) {
  app.post(`${home}/phones`, { onRequest }, async (request, reply) => {
    const reader = readerOf(request)
    const typed = textIn(request.body, 'name').slice(0, 201)
    try {
      const name = typedName(typed, reader)
      const { caller } = request
      const token = await makeForwardToken(db, caller, name, {
        mayStill: trx => stillOperates(trx, policy, caller),
        tell: trx => tellOfPhone(trx, caller.id, name),
      })
      return reply.page(newPhonePage(name, `${originOf(request, policy)}/forward/${token}`, reader))
    } catch (error) {
      const { message: wrong, status } = refused(error, reader)
      return show(request, reply, { status, phone: { name: typed, wrong } })
    }
  })

  app.get(`${home}/phones/revoke`, { onRequest }, async (request, reply) => {
    const phone = await find(request.caller.id, request.query)
    if (!phone) throw new Refusal('noSuchPage')
    return reply.page(askToRevokePhone(phone, readerOf(request)))
  })

  app.post(`${home}/phones/revoke`, { onRequest }, async (request, reply) => {
    const { caller, body } = request
    const words = texts[readerOf(request).language]
    const phone = await find(caller.id, body)
    const wasThere = phone !== undefined && (await revokeForwardToken(db, caller, phone.id))
    return redirectWithNotice(reply, home, { text: wasThere ? words.revoked(phone.name) : words.phoneGone })
  })

  async function find(person: number, fields: unknown) {
    return (await listForwardTokens(db, person)).find(({ id }) => String(id) === textIn(fields, 'phone'))
  }
}
