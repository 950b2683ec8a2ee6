/** Routes of the page about gateways. For all but operators there is no such page. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { dismissOperator, isOperator, listOperators } from '../../auth/operators.ts'
import type { Context } from '../../context.ts'
import { listForwardTokens } from '../../gateways/forward-tokens.ts'
import { blacklist, listGateways, pageOfGateways, whitelist } from '../../gateways/gateways.ts'
import { Refusal } from '../../refusal.ts'
import { namesOfSensors } from '../../sensors/read/names.ts'
import { octetsIn, personIn, textIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refusedWith } from '../frame/refused.ts'
import { scannedDeviceId } from '../scan/label.ts'
import { readerOf } from '../time/view.ts'
import { originOf } from './origin.ts'
import { phonesPages } from './phones-routes.ts'
import { askToRemove, type Failed, gatewaysPage } from './view.ts'
import { texts } from './words/words.ts'

const home = '/app/gateways'

/** Adds the routes. */
export function gatewaysPages(app: FastifyInstance, { db, keys, policy }: Context) {
  /** Answers like an unknown path to people who don't operate the server. */
  const onRequest = async ({ caller }: FastifyRequest) => {
    if (!isOperator(policy, caller)) throw new Refusal('noSuchPage')
  }

  app.get(home, { onRequest }, (request, reply) => show(request, reply))

  phonesPages(app, { db, policy }, { onRequest, originOf, show })

  async function show(request: FastifyRequest, reply: FastifyReply, failed?: Failed) {
    const { caller } = request
    const page = pageIn(request)
    const [{ gateways, hasMore }, sensors, operators, phones] = await Promise.all([
      pageOfGateways(db, page),
      namesOfSensors(db, caller),
      listOperators(db, policy),
      listForwardTokens(db, caller.id),
    ])
    const origin = originOf(request, policy)
    const reader = readerOf(request)
    return reply.page(
      gatewaysPage(
        { origin, isOpen: policy.openGateways, gateways, page, hasMore, sensors, operators, phones, reader },
        failed,
      ),
    )
  }

  app.post(`${home}/allow`, { onRequest }, async (request, reply) => {
    const words = texts[readerOf(request).language]
    const gateway = gatewayIn(request.body)
    const typed = textIn(request.body, 'deviceId').slice(0, 500)
    const deviceId = scannedDeviceId(typed)
    if (deviceId === undefined) {
      const wrong = isMac(octetsIn(typed)) ? words.isMac : words.noDeviceId
      return show(request, reply, { status: 400, gateway: { gateway, typed, wrong } })
    }
    const refusal = await refusedWith(
      ['noSuchGateway', 'alreadyWhitelisted'],
      whitelist(db, keys.gatewaySecrets, gateway, deviceId),
    )
    if (!refusal) return redirectWithNotice(reply, home, { text: words.allowed(gateway) })
    const text = refusal.name === 'noSuchGateway' ? words.gone(gateway) : words.allowedBefore(gateway)
    return redirectWithNotice(reply, home, { text, isBad: true })
  })

  app.get(`${home}/remove`, { onRequest }, async (request, reply) => {
    const { query } = request
    const reader = readerOf(request)
    const [gateway] = await listGateways(db, gatewayIn(query))
    if (!gateway?.whitelisted) throw new Refusal('noSuchPage')
    return reply.page(askToRemove(gateway.gateway, reader))
  })

  app.post(`${home}/remove`, { onRequest }, async (request, reply) => {
    const { body } = request
    const words = texts[readerOf(request).language]
    const gateway = gatewayIn(body)
    const refusal = await refusedWith(['noSuchGateway'], blacklist(db, gateway))
    return redirectWithNotice(reply, home, { text: refusal ? words.gone(gateway) : words.removed(gateway) })
  })

  app.post(`${home}/dismiss`, { onRequest }, async (request, reply) => {
    const { body, caller } = request
    const words = texts[readerOf(request).language]
    const person = personIn(body)
    const wasOperating = await dismissOperator(db, person)
    const text = wasOperating ? words.dismissed(person) : words.notOperating(person)
    const isStill = person !== caller.email || policy.operators.includes(person)
    return redirectWithNotice(reply, isStill ? home : '/app', { text })
  })
}

/** Returns the number of the page that a query or a form names. */
function pageIn({ query, body }: FastifyRequest): number {
  const page = textIn(body, 'page') || textIn(query, 'page')
  return /^\d{1,3}$/.test(page) ? Number(page) : 0
}

const isMac = (text: string) => /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/.test(text)

/** Returns the gateway that a form names; refuses with `noSuchPage` what is no MAC address. */
function gatewayIn(fields: unknown): string {
  const gateway = textIn(fields, 'gateway').toUpperCase()
  if (!isMac(gateway)) throw new Refusal('noSuchPage')
  return gateway
}
