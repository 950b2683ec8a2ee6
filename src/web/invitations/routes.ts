/** Routes of pending invitations, received and sent. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/open.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { answerShare } from '../../sharing/change/answer.ts'
import { resend } from '../../sharing/change/resend.ts'
import { unshare } from '../../sharing/end/unshare.ts'
import { listAllShares, listShares } from '../../sharing/read/list.ts'
import type { ShareView } from '../../sharing/read/shown.ts'
import { personIn, sensorsIn, textIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { minutesToWait, redirectWithResult, refusedWith } from '../frame/refused.ts'
import { servicesIn } from '../sensor/services/routes.ts'
import { type Reader, readerOf } from '../time/view.ts'
import { askToCancel, askToDecline, invitationsPage } from './view.ts'
import { texts } from './words.ts'

const place = '/app/invitations'
const pageSize = 200

const gone = (reader: Reader) => {
  const words = texts[reader.language]
  return { text: words.gone, isBad: true }
}
const notYours = (reader: Reader) => {
  const words = texts[reader.language]
  return { text: words.notYours, isBad: true }
}

/** Adds the routes of the invitations. */
export function invitationsPages(app: FastifyInstance, { db }: Context) {
  app.get(place, async (request, reply) => {
    const reader = readerOf(request)
    const { caller, query } = request
    const [got, given] = await Promise.all([
      listShares(db, caller, { ...pending('got'), after: textIn(query, 'afterGot') || undefined, limit: pageSize }),
      listShares(db, caller, { ...pending('given'), after: textIn(query, 'afterGiven') || undefined, limit: pageSize }),
    ])
    // Services are read for sent shares only: guests may not know those of a device before they accept.
    const services = await servicesIn(db, caller, given.shares)
    return reply.page(invitationsPage({ got, given, known: { services, reader: readerOf(request) } }, reader))
  })

  app.post('/app/invitations/accept', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const accepted = await answerAll(db, caller, sensorsIn(body), true)
    return redirectWithNotice(reply, place, accepted > 0 ? { text: words.accepted(accepted) } : gone(reader))
  })

  app.get('/app/invitations/decline', async (request, reply) => {
    const reader = readerOf(request)
    const chosen = new Set(sensorsIn(request.query))
    const shares = (await listAllShares(db, request.caller, pending('got'))).filter(({ sensor }) => chosen.has(sensor))
    if (shares.length === 0) return redirectWithNotice(reply, place, gone(reader))
    return reply.page(askToDecline(shares, reader))
  })

  app.post('/app/invitations/decline', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const declined = await answerAll(db, caller, sensorsIn(body), false)
    return redirectWithNotice(reply, place, declined > 0 ? { text: words.declined(declined) } : gone(reader))
  })

  app.post('/app/invitations/resend', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const share = shareIn(body)
    const resendShare = async () => {
      await resend(db, caller, share)
      return { text: words.resent(share.guest) }
    }
    return redirectWithResult(reply, place, resendShare, refusal => whyNotAgain(refusal, reader))
  })

  app.get('/app/invitations/cancel', async (request, reply) => {
    const reader = readerOf(request)
    const { sensor, guest } = shareIn(request.query)
    const filter = { ...pending('given'), sensor, person: guest }
    const { shares } = await listShares(db, request.caller, { ...filter, after: undefined, limit: 1 })
    const [share] = shares
    if (!share) return redirectWithNotice(reply, place, notYours(reader))
    const services = await servicesIn(db, request.caller, shares)
    return reply.page(askToCancel(share, { services, reader: readerOf(request) }))
  })

  app.post('/app/invitations/cancel', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const share = shareIn(body)
    // With the caller as guest, `unshare` would make the caller leave.
    if (share.guest === caller.email) throw new Refusal('noSuchPage')
    const [refusal] = await unshare(db, caller, [share])
    return redirectWithNotice(reply, place, refusal ? notYours(reader) : { text: words.cancelled(share.guest) })
  })
}

const pending = (direction: ShareView['direction']) =>
  ({ direction, state: 'pending', sensor: undefined, person: undefined }) as const

/** Accepts or declines several shares; returns how many of them still existed. */
async function answerAll(db: Database, caller: Caller, sensors: string[], accepts: boolean): Promise<number> {
  const refusals = await Promise.all(
    sensors.map(sensor => refusedWith(['noSuchShare'], answerShare(db, caller, sensor, accepts))),
  )
  return refusals.filter(refusal => !refusal).length
}

function shareIn(fields: unknown): { sensor: string; guest: string } {
  const [sensor] = sensorsIn(fields)
  if (!sensor) throw new Refusal('noSuchPage')
  return { sensor, guest: personIn(fields) }
}

/** Returns the sentence for a refused resend. */
function whyNotAgain(refusal: Refusal, reader: Reader): string | undefined {
  const words = texts[reader.language]
  if (refusal.name === 'noSuchGuest' || refusal.name === 'notOwner') return words.notYours
  const minutes = minutesToWait(refusal)
  return minutes ? words.tooSoon(minutes) : undefined
}
