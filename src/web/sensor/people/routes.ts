/** Routes of the guests of a sensor: their terms, pause and resume, the email again, and the end of a share. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../../context.ts'
import type { Database } from '../../../db/open.ts'
import { channels } from '../../../measurements/frame.ts'
import { Refusal } from '../../../refusal.ts'
import { changeShare } from '../../../sharing/change/change.ts'
import { resend } from '../../../sharing/change/resend.ts'
import { takeBack } from '../../../sharing/end/take-back.ts'
import type { ShareView } from '../../../sharing/read/shown.ts'
import { personIn, textIn, textsIn } from '../../frame/form.ts'
import { type Notice, redirectWithNotice } from '../../frame/notice.ts'
import { minutesToWait, redirectWithResult } from '../../frame/refused.ts'
import { PageRefusal, reasonOf } from '../../refusals/reason.ts'
import { type Reader, readerOf } from '../../time/view.ts'
import { instantOf } from '../../time/wall-clock.ts'
import { idIn, pathOf } from '../shown/place.ts'
import { readOffer, readSensor, readShares } from '../shown/read.ts'
import { askToUnshare, changePage, type Filled, filledFrom } from './view.ts'
import { texts } from './words/words.ts'

/** Adds the routes that change the terms of a share. */
export function termsPages(app: FastifyInstance, { db }: Context) {
  app.get('/app/sensors/:id/change', async (request, reply) => {
    const reader = readerOf(request)
    const { sensor, share, offer } = await given(db, request, request.query)
    const { zone } = readerOf(request)
    return reply.page(changePage(sensor, offer, share.guest, filledFrom(share, zone), zone, reader))
  })

  app.post('/app/sensors/:id/change', async (request, reply) => {
    const reader = readerOf(request)
    const words = texts[reader.language]
    const { sensor, share, offer } = await given(db, request, request.body)
    const { zone } = readerOf(request)
    const filled = filledIn(request.body)
    try {
      const { changed } = await changeShare(db, request.caller, share, changeIn(filled, share, zone, reader))
      const text = changed.length > 0 ? words.changed(share.guest) : words.unchanged
      return redirectWithNotice(reply, pathOf(sensor.id), { text })
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind.status !== 400) throw error
      return reply.page(changePage(sensor, offer, share.guest, filled, zone, reader, reasonOf(error, reader)))
    }
  })
}

/** Adds the routes of the actions in the menu of a guest. */
export function guestActions(app: FastifyInstance, { db }: Context) {
  const does = (
    action: string,
    work: (request: FastifyRequest, share: { sensor: string; guest: string }) => Promise<string>,
  ) =>
    app.post(`/app/sensors/:id/${action}`, async (request, reply) => {
      const reader = readerOf(request)
      const share = namedIn(request, request.body)
      return answerWithNotice(reply, share.sensor, async () => ({ text: await work(request, share) }), reader)
    })

  does('pause', async (request, share) => {
    const words = texts[readerOf(request).language]
    await changeShare(db, request.caller, share, { paused: true })
    return words.paused(share.guest)
  })
  does('resume', async (request, share) => {
    const words = texts[readerOf(request).language]
    await changeShare(db, request.caller, share, { paused: false })
    return words.resumed(share.guest)
  })
  does('resend', async (request, share) => {
    const words = texts[readerOf(request).language]
    await resend(db, request.caller, share)
    return words.resent(share.guest)
  })
}

/** Adds the routes that end a share; it can be undone by `/app/undo`. */
export function endings(app: FastifyInstance, { db }: Context) {
  app.get('/app/sensors/:id/unshare', async (request, reply) => {
    const reader = readerOf(request)
    const { sensor, share } = await given(db, request, request.query)
    return reply.page(askToUnshare(sensor, share, reader))
  })

  app.post('/app/sensors/:id/unshare', async (request, reply) => {
    const reader = readerOf(request)
    const words = texts[reader.language]
    const { caller, body } = request
    const share = namedIn(request, body)
    return answerWithNotice(
      reply,
      share.sensor,
      async () => {
        const { id, pairs } = await takeBack(db, caller, [share])
        const [removed] = pairs
        if (!removed || removed.refusal) throw removed?.refusal ?? new Refusal('noSuchGuest')
        const text = (removed.isPending ? words.cancelled : words.unshared)(share.guest)
        return { text, ...(id !== undefined && { undo: id }) }
      },
      reader,
    )
  })
}

/**
 * Reads the share of the owned sensor in the URL with the guest in `fields`; throws `noSuchPage` if there is none.
 */
async function given(db: Database, request: FastifyRequest, fields: unknown) {
  const { guest } = namedIn(request, fields)
  const sensor = await readSensor(db, request.caller, idIn(request))
  const [share] = (await readShares(db, request.caller, sensor, '', guest)).shares
  if (sensor.role !== 'owner' || !share) throw new Refusal('noSuchPage')
  return { sensor, share, offer: await readOffer(db, request.caller, sensor.id, readerOf(request)) }
}

function namedIn(request: FastifyRequest, fields: unknown): { sensor: string; guest: string } {
  return { sensor: idIn(request), guest: personIn(fields, 'guest') }
}

/** Runs an action and redirects to the sensor's page with a notice of its result. `notOwner` and 5xx are error pages. */
function answerWithNotice(reply: FastifyReply, sensor: string, action: () => Promise<Notice>, reader: Reader) {
  const words = texts[reader.language]
  return redirectWithResult(reply, pathOf(sensor), action, refusal => {
    if (refusal.name === 'notOwner' || refusal.kind.status >= 500) return undefined
    const minutes = minutesToWait(refusal)
    return minutes ? words.tooSoon(minutes) : reasonOf(refusal, reader)
  })
}

function filledIn(body: unknown): Filled {
  return {
    all: textIn(body, 'all') === 'yes',
    channels: textsIn(body, 'channel'),
    scripting: textIn(body, 'scripting') === 'yes',
    // Browsers send line breaks as CRLF, but count each as one character for `maxlength`.
    note: textIn(body, 'note').replaceAll('\r\n', '\n'),
    startsAt: textIn(body, 'startsAt'),
    expiresAt: textIn(body, 'expiresAt'),
  }
}

/** Returns the new terms. The fields have no seconds, so an untouched time is omitted rather than rounded. */
function changeIn(filled: Filled, share: ShareView, zone: string, reader: Reader) {
  const words = texts[reader.language]
  const before = filledFrom(share, zone)
  const { all, channels: ticked, scripting, note } = filled
  if (!all && ticked.length === 0 && !scripting) throw new PageRefusal('nothingShared', words.nothingTicked)
  if ([...note].length > 500) throw new PageRefusal('malformed', words.noteTooLong)
  const time = (name: 'startsAt' | 'expiresAt') => {
    if (filled[name] === before[name]) return {}
    const at = filled[name] === '' ? null : instantOf(filled[name], zone)
    if (at === undefined) throw new PageRefusal('malformed', words.noTime)
    return { [name]: at?.toISOString() ?? null }
  }
  const isAll = all || (channels.size === new Set(ticked).size && ticked.every(channel => channels.has(channel)))
  return { channels: isAll ? null : ticked, scripting, note, ...time('startsAt'), ...time('expiresAt') }
}
