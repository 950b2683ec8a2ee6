/** Routes to remove access to several sensors, to undo that, and to leave several sensors; both ask first. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { Caller } from '../../people/caller.ts'
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { Refusal } from '../../refusal.ts'
import { namesOfSensors } from '../../sensors/read/names.ts'
import { isSensorId } from '../../sensors/sensor-id.ts'
import { takeBack } from '../../sharing/end/take-back.ts'
import { unshare } from '../../sharing/end/unshare.ts'
import { restore } from '../../sharing/grant/restore.ts'
import type { Pair } from '../../sharing/locked-share.ts'
import { listAllShares } from '../../sharing/read/list.ts'
import { sensorsIn, textIn, textsIn } from '../frame/form.ts'
import { type Notice, redirectWithNotice } from '../frame/notice.ts'
import { ownPlace } from '../frame/session.ts'
import { reasonOf } from '../refusals/reason.ts'
import { nothingChosen } from '../sensors/view.ts'
import { type Reader, readerOf } from '../time/view.ts'
import { askToLeave, askWhoLosesAccess, type Got, type Own, whatEnded } from './view.ts'
import { texts } from './words.ts'

/** Adds the routes that end several shares. */
export function endingPages(app: FastifyInstance, { db, policy }: Context) {
  app.get('/app/unshare', async (request, reply) => {
    const { caller, query } = request
    const reader = readerOf(request)
    const sensors = sensorsIn(query)
    return reply.page(
      sensors.length > 0 ? askWhoLosesAccess(await find(caller, sensors), reader) : nothingChosen(reader),
    )
  })

  app.post('/app/unshare', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const pairs = pairsIn(body)
    const sensors = pairs.length > 0 ? pairs.map(({ sensor }) => sensor) : sensorsIn(body)
    const found = await find(caller, sensors)
    if (pairs.length === 0) return reply.page(askWhoLosesAccess({ ...found, isUnticked: true }, reader))
    const removal = await takeBack(db, caller, pairs)
    const ended = removal.pairs.filter(({ refusal }) => !refusal)
    if (removal.id && ended.length === removal.pairs.length) {
      return redirectWithNotice(reply, '/app', { text: removalOf(ended, reader), undo: removal.id })
    }
    const names = new Map(found.own.map(({ sensor, name }) => [sensor, name]))
    const outcomes = removal.pairs.map(({ sensor, guest, refusal }) => {
      return { sensor, guest, name: names.get(sensor) ?? '', refusal: refusalText(refusal, reader) }
    })
    return reply.page(whatEnded(outcomes, reader, removal.id))
  })

  app.post('/app/undo', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const undo = textIn(body, 'undo')
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(undo)) throw new Refusal('noSuchPage')
    const notice = restorationOf(await restore(db, caller, undo, policy.publicUrl), reader)
    return redirectWithNotice(reply, ownPlace(textIn(body, 'next')), notice)
  })

  app.get('/app/leave', async (request, reply) => {
    const { caller, query } = request
    const reader = readerOf(request)
    const sensors = sensorsIn(query)
    return reply.page(sensors.length > 0 ? askToLeave(await find(caller, sensors), reader) : nothingChosen(reader))
  })

  app.post('/app/leave', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const sensors = sensorsIn(body)
    if (sensors.length === 0) return reply.page(nothingChosen(reader))
    const { got } = await find(caller, sensors)
    const names = new Map(got.map(({ sensor, name }) => [sensor, name]))
    const refusals = await unshare(
      db,
      caller,
      sensors.map(sensor => ({ sensor })),
    )
    if (refusals.every(refusal => !refusal))
      return redirectWithNotice(reply, '/app', { text: words.left(sensors.length) })
    return reply.page(
      whatEnded(
        sensors.map((sensor, n) => ({
          sensor,
          name: names.get(sensor) ?? '',
          refusal: refusalText(refusals[n], reader),
        })),
        reader,
      ),
    )
  })

  /** Splits the chosen sensors into the caller's own with their guests, and those shared with the caller. */
  async function find(caller: Caller, sensors: string[]) {
    const chosen = new Set(sensors)
    const shares = (await listAllShares(db, caller, anyShare)).filter(({ sensor }) => chosen.has(sensor))
    const own = (await namesOfSensors(db, caller))
      .filter(({ sensor, owner }) => chosen.has(sensor) && owner === caller.email)
      .map(({ sensor, name }): Own => {
        const given = shares.filter(share => share.direction === 'given' && share.sensor === sensor)
        return { sensor, name, guests: given.map(({ guest, state }) => ({ email: guest, state })) }
      })
    const got = shares
      .filter(({ direction }) => direction === 'got')
      .map(({ sensor, name, owner }): Got => ({ sensor, name, owner }))
    return { own, got, isMissing: own.length + got.length < chosen.size }
  }
}

/** Says whose access to how many sensors has ended. */
function removalOf(ended: Pair[], reader: Reader): string {
  const words = texts[reader.language]
  const [guests, sensors] = [new Set(ended.map(({ guest }) => guest)), new Set(ended.map(({ sensor }) => sensor))]
  const [only] = guests
  return guests.size === 1 && only ? words.removedOne(only, sensors.size) : words.removed(guests.size, sensors.size)
}

function restorationOf({ restored, missed }: Awaited<ReturnType<typeof restore>>, reader: Reader): Notice {
  const words = texts[reader.language]
  const [first] = missed
  const guests = new Set(restored.map(({ guest }) => guest))
  const [only] = guests
  if (!only) {
    if (!first) return { text: words.undoTooLate, isBad: true }
    const { refusal } = first
    const reason = refusal.name === 'alreadyShared' ? words.changedSince : reasonOf(refusal, reader)
    return { text: words.restoredNone(reason), isBad: true }
  }
  if (first) return { text: words.restoredSome(restored.length, restored.length + missed.length), isBad: true }
  return { text: guests.size === 1 ? words.restoredOne(only) : words.restored(guests.size) }
}

const refusalText = (refusal: Refusal | undefined, reader: Reader) => refusal && reasonOf(refusal, reader)

const anyShare = { sensor: undefined, person: undefined, direction: undefined, state: undefined }

/** Parses the pairs that `pairOf` writes; drops duplicates and malformed ones. */
function pairsIn(body: unknown): { sensor: string; guest: string }[] {
  return [...new Set(textsIn(body, 'pair'))].flatMap(pair => {
    const [sensor = '', guest = ''] = pair.split(' ')
    return isSensorId(sensor) && isEmail(guest) ? [{ sensor: sensor.toUpperCase(), guest: canonicalEmail(guest) }] : []
  })
}
