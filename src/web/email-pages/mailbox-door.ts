/**
 * Opens the mailbox to the operator: with a link that works once, and then with a cookie. Whoever signs in after that
 * is the operator (`takeOperatorCookie`). The emails contain sign-in
 * codes, and neither the host nor the address of a request proves that it comes from the operator's machine.
 */
import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Tokens } from '../../auth/entrance/tokens.ts'
import type { Policy } from '../../config.ts'
import { secretCheck } from '../../keys.ts'
import { Refusal } from '../../refusal.ts'
import { cookiesOf } from '../frame/cookies.ts'
import { readerOf } from '../time/view.ts'
import { mailboxLocked } from './mailbox.ts'

const cookieName = 'sensor_share_mailbox'
const cookieAttributes = {
  path: '/mailbox',
  httpOnly: true,
  sameSite: 'strict',
  secure: 'auto',
  maxAge: 30 * 86_400,
} as const

/** Locks the mailbox, and returns the path of the link that opens it once. */
export function lockMailbox(app: FastifyInstance, tokens: Tokens, policy: Pick<Policy, 'publicUrl'>): string {
  const { operator } = cookiesOf(policy)
  const key = randomBytes(16).toString('hex')
  const placesOf = secretCheck([key])
  let isUsed = false
  app.addHook('onRequest', async (request, reply) => {
    if (!isOfMailbox(request.routeOptions.url)) return
    const given = Object(request.query).key
    if (request.method === 'GET' && !isUsed && typeof given === 'string' && placesOf(given).length > 0) {
      isUsed = true
      return reply
        .setCookie(cookieName, tokens.ofMailbox(), cookieAttributes)
        .setCookie(operator.name, tokens.ofOperator(), { ...operator.attributes, maxAge: 86_400 })
        .redirect('/mailbox', 303)
    }
    if (tokens.isOfMailbox(request.cookies[cookieName] ?? '')) return
    return refuse(request, reply)
  })
  return `/mailbox?key=${key}`
}

/** Tells whether a route is one of the mailbox. */
export const isOfMailbox = (route: string | undefined) => route?.startsWith('/mailbox') ?? false

function refuse(request: FastifyRequest, reply: FastifyReply) {
  const { headers } = request
  const reader = readerOf(request)
  if (!headers.accept?.includes('text/html')) throw new Refusal('mailboxLocked')
  const page = mailboxLocked(reader)
  return reply.status(page.status).type('text/html; charset=utf-8').send(page.html)
}
