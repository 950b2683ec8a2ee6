/** Routes of a sensor's page: its measurements, its guests and their terms, its history. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { listHistory } from '../../events/history.ts'
import { seal, unseal } from '../../keys.ts'
import { channels } from '../../measurements/frame.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { unclaim } from '../../sensors/claim/unclaim.ts'
import { update } from '../../sensors/update.ts'
import { changeShare } from '../../sharing/change/change.ts'
import { resend } from '../../sharing/change/resend.ts'
import { isDevice } from '../../sharing/channels.ts'
import { type TakenBack, takeBack } from '../../sharing/end/take-back.ts'
import { restore } from '../../sharing/grant/restore.ts'
import type { ShareView } from '../../sharing/read/shown.ts'
import { personIn, textIn, textsIn } from '../frame/form.ts'
import { type Notice, redirectWithNotice } from '../frame/notice.ts'
import { minutesToWait, redirectWithResult } from '../frame/refused.ts'
import { clockOf } from '../time/view.ts'
import { instantOf } from '../time/wall-clock.ts'
import { readReadings, spanIn } from './chart/read.ts'
import { askToUnshare, changePage, type Filled, filledFrom, ownTerms, peopleOf } from './people/view.ts'
import { words as peopleWords } from './people/words.ts'
import { servicesPart } from './services/view.ts'
import { idIn, pathOf } from './shown/place.ts'
import { readOffer, readSensor, readShares } from './shown/read.ts'
import { askToGiveUp, askToOpen, sensorPage } from './view.ts'
import { words } from './words.ts'

/** How long a removal can be undone, in seconds. The notice offers it for 15, so the last click is still in time. */
const undoSeconds = 30

/**
 * Longest sealed undo value, in characters, that fits into the notice's cookie. A very long note in a multi-byte script
 * exceeds it, and that removal cannot be undone.
 */
const mostUndo = 2_700

/** Adds the routes of a sensor. */
export function sensorPages(app: FastifyInstance, { db, keys }: Context) {
  app.get('/app/sensors/:id', async (request, reply) => {
    const { caller, query } = request
    const { latest, ...sensor } = await readSensor(db, request.caller, idIn(request))
    const clock = clockOf(request)
    const offer = await readOffer(db, caller, sensor.id)
    const span = spanIn(query)
    const now = Math.floor(clock.now.getTime() / 1000)
    const [readings, shares, happened] = await Promise.all([
      offer.isDevice || !latest ? [] : readReadings(db, caller, sensor.id, span, now),
      readShares(db, caller, sensor, textIn(query, 'after')),
      sensor.role === 'public'
        ? undefined
        : listHistory(db, caller, { sensor: sensor.id, person: undefined, before: undefined, limit: 20 }),
    ])
    return reply.page(
      sensorPage({
        sensor,
        clock,
        measured: offer.isDevice ? { services: servicesPart(sensor, offer.channels) } : { latest, readings, span },
        sharing: token =>
          sensor.role === 'owner'
            ? peopleOf(sensor, offer, shares, clock, token)
            : ownTerms(sensor, offer, shares.shares[0], clock),
        happened: happened?.events,
      }),
    )
  })

  app.get('/app/sensors/:id/change', async (request, reply) => {
    const { sensor, share, offer } = await given(request, request.query)
    const { zone } = clockOf(request)
    return reply.page(changePage(sensor, offer, share.guest, filledFrom(share, zone), zone))
  })

  app.post('/app/sensors/:id/change', async (request, reply) => {
    const { sensor, share, offer } = await given(request, request.body)
    const { zone } = clockOf(request)
    const filled = filledIn(request.body)
    try {
      const { changed } = await changeShare(db, request.caller, share, changeIn(filled, share, zone))
      const text = changed.length > 0 ? peopleWords.changed(share.guest) : peopleWords.unchanged
      return redirectWithNotice(reply, pathOf(sensor.id), { text })
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind.status !== 400) throw error
      return reply.page(changePage(sensor, offer, share.guest, filled, zone, error.message))
    }
  })

  const does = (action: string, work: (caller: Caller, share: { sensor: string; guest: string }) => Promise<string>) =>
    app.post(`/app/sensors/:id/${action}`, async (request, reply) => {
      const share = namedIn(request, request.body)
      return answerWithNotice(reply, share.sensor, async () => ({ text: await work(request.caller, share) }))
    })

  does('pause', async (caller, share) => {
    await changeShare(db, caller, share, { paused: true })
    return peopleWords.paused(share.guest)
  })
  does('resume', async (caller, share) => {
    await changeShare(db, caller, share, { paused: false })
    return peopleWords.resumed(share.guest)
  })
  does('resend', async (caller, share) => {
    await resend(db, caller, share)
    return peopleWords.resent(share.guest)
  })

  app.get('/app/sensors/:id/unshare', async (request, reply) => {
    const { sensor, share } = await given(request, request.query)
    return reply.page(askToUnshare(sensor, share))
  })

  app.post('/app/sensors/:id/unshare', async (request, reply) => {
    const { caller, body } = request
    const share = namedIn(request, body)
    return answerWithNotice(reply, share.sensor, async () => {
      const taken = await takeBack(db, caller, share)
      const undo = seal(keys.pages, JSON.stringify({ caller: caller.id, at: Date.now(), taken } satisfies Undo))
      const text = (taken.isPending ? peopleWords.cancelled : peopleWords.unshared)(share.guest)
      return { text, ...(undo.length <= mostUndo && { undo }) }
    })
  })

  app.post('/app/undo', async ({ caller, body }, reply) => {
    const undo = undoIn(textIn(body, 'undo'))
    if (undo?.caller !== caller.id) throw new Refusal('noSuchPage')
    const { at, taken } = undo
    return answerWithNotice(reply, taken.sensor, async () => {
      if (Date.now() - at > undoSeconds * 1000) return { text: peopleWords.undoTooLate, isBad: true }
      await restore(db, caller, taken)
      return { text: peopleWords.restored(taken.guest) }
    })
  })

  app.get('/app/sensors/:id/give-up', async (request, reply) => {
    const sensor = await readSensor(db, request.caller, idIn(request))
    if (sensor.role !== 'owner') throw new Refusal('noSuchPage')
    const { shares, next } = await readShares(db, request.caller, sensor, '')
    return reply.page(askToGiveUp(sensor, { count: shares.length, areMore: next !== null }))
  })

  app.post('/app/sensors/:id/give-up', async (request, reply) => {
    const sensor = await readSensor(db, request.caller, idIn(request))
    // For a guest, `unclaim` would end their share.
    if (sensor.role !== 'owner') throw new Refusal('noSuchPage')
    await unclaim(db, request.caller, { sensor: sensor.id, deleteData: textIn(request.body, 'deleteData') === 'yes' })
    return redirectWithNotice(reply, '/app', { text: words.gaveUp })
  })

  app.get('/app/sensors/:id/open', async (request, reply) => reply.page(askToOpen(await ownRuuvi(request))))

  const switches = (action: 'open' | 'close') =>
    app.post(`/app/sensors/:id/${action}`, async (request, reply) => {
      const { id } = await ownRuuvi(request)
      await update(db, request.caller, { sensor: id, public: action === 'open', at: undefined })
      return redirectWithNotice(reply, pathOf(id), { text: action === 'open' ? words.opened : words.closed })
    })

  switches('open')
  switches('close')

  /** Reads the caller's Ruuvi sensor in the URL; throws `noSuchPage` if it is another's, or a device. */
  async function ownRuuvi(request: FastifyRequest) {
    const sensor = await readSensor(db, request.caller, idIn(request))
    if (sensor.role !== 'owner' || isDevice(sensor.id)) throw new Refusal('noSuchPage')
    return sensor
  }

  /**
   * Reads the share of the owned sensor in the URL with the guest in `fields`; throws `noSuchPage` if there is none.
   */
  async function given(request: FastifyRequest, fields: unknown) {
    const { guest } = namedIn(request, fields)
    const sensor = await readSensor(db, request.caller, idIn(request))
    const [share] = (await readShares(db, request.caller, sensor, '', guest)).shares
    if (sensor.role !== 'owner' || !share) throw new Refusal('noSuchPage')
    return { sensor, share, offer: await readOffer(db, request.caller, sensor.id) }
  }

  function undoIn(sealed: string): Undo | undefined {
    try {
      return JSON.parse(unseal(keys.pages, sealed))
    } catch {
      return undefined
    }
  }
}

/** The sealed value that the Undo form sends back. `caller` is a person's id, `at` is in milliseconds. */
type Undo = { caller: number; at: number; taken: TakenBack }

function namedIn(request: FastifyRequest, fields: unknown): { sensor: string; guest: string } {
  return { sensor: idIn(request), guest: personIn(fields, 'guest') }
}

/** Runs an action and redirects to the sensor's page with a notice of its result. `notOwner` and 5xx are error pages. */
function answerWithNotice(reply: FastifyReply, sensor: string, action: () => Promise<Notice>) {
  return redirectWithResult(reply, pathOf(sensor), action, refusal => {
    if (refusal.name === 'notOwner' || refusal.kind.status >= 500) return undefined
    const minutes = minutesToWait(refusal)
    return minutes ? peopleWords.tooSoon(minutes) : refusal.message
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
function changeIn(filled: Filled, share: ShareView, zone: string) {
  const before = filledFrom(share, zone)
  const { all, channels: ticked, scripting, note } = filled
  if (!all && ticked.length === 0 && !scripting) throw new Refusal('nothingShared', peopleWords.nothingTicked)
  if ([...note].length > 500) throw new Refusal('malformed', peopleWords.noteTooLong)
  const time = (name: 'startsAt' | 'expiresAt') => {
    if (filled[name] === before[name]) return {}
    const at = filled[name] === '' ? null : instantOf(filled[name], zone)
    if (at === undefined) throw new Refusal('malformed', peopleWords.noTime)
    return { [name]: at?.toISOString() ?? null }
  }
  const isAll = all || (channels.size === new Set(ticked).size && ticked.every(channel => channels.has(channel)))
  return { channels: isAll ? null : ticked, scripting, note, ...time('startsAt'), ...time('expiresAt') }
}
