/** Routes to remove access to several sensors, and to leave several; both ask first. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { Caller } from '../../people/caller.ts'
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { namesOfSensors } from '../../sensors/read/names.ts'
import { isSensorId } from '../../sensors/sensor-id.ts'
import { unshare } from '../../sharing/end/unshare.ts'
import { listAllShares } from '../../sharing/read/list.ts'
import { sensorsIn, textsIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { nothingChosen } from '../sensors/view.ts'
import { askToLeave, askWhoLosesAccess, type Got, type Own, whatEnded } from './view.ts'
import { words } from './words.ts'

/** Adds the routes that end several shares. */
export function endingPages(app: FastifyInstance, { db }: Context) {
  app.get('/app/unshare', async ({ caller, query }, reply) => {
    const sensors = sensorsIn(query)
    return reply.page(sensors.length > 0 ? askWhoLosesAccess(await find(caller, sensors)) : nothingChosen())
  })

  app.post('/app/unshare', async ({ caller, body }, reply) => {
    const pairs = pairsIn(body)
    const sensors = pairs.length > 0 ? pairs.map(({ sensor }) => sensor) : sensorsIn(body)
    const found = await find(caller, sensors)
    if (pairs.length === 0) return reply.page(askWhoLosesAccess({ ...found, isUnticked: true }))
    const refusals = await unshare(db, caller, pairs)
    const names = new Map(found.own.map(({ sensor, name }) => [sensor, name]))
    return reply.page(
      whatEnded(
        pairs.map((pair, n) => ({ ...pair, name: names.get(pair.sensor) ?? '', refusal: refusals[n]?.message })),
      ),
    )
  })

  app.get('/app/leave', async ({ caller, query }, reply) => {
    const sensors = sensorsIn(query)
    return reply.page(sensors.length > 0 ? askToLeave(await find(caller, sensors)) : nothingChosen())
  })

  app.post('/app/leave', async ({ caller, body }, reply) => {
    const sensors = sensorsIn(body)
    if (sensors.length === 0) return reply.page(nothingChosen())
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
      whatEnded(sensors.map((sensor, n) => ({ sensor, name: names.get(sensor) ?? '', refusal: refusals[n]?.message }))),
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

const anyShare = { sensor: undefined, person: undefined, direction: undefined, state: undefined }

/** Parses the pairs that `pairOf` writes; drops duplicates and malformed ones. */
function pairsIn(body: unknown): { sensor: string; guest: string }[] {
  return [...new Set(textsIn(body, 'pair'))].flatMap(pair => {
    const [sensor = '', guest = ''] = pair.split(' ')
    return isSensorId(sensor) && isEmail(guest) ? [{ sensor: sensor.toUpperCase(), guest: canonicalEmail(guest) }] : []
  })
}
