/** The route that hides the first steps, and what the list needs to show them. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isOperator } from '../../auth/operators.ts'
import type { Context } from '../../context.ts'
import { hideFirstSteps, readFirstSteps } from '../../sensors/read/first-steps.ts'
import type { Overview, OverviewFilter } from '../../sensors/read/overview.ts'
import { isDevice } from '../../sharing/channels.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { originOf } from '../gateways/origin.ts'
import { readerOf } from '../time/view.ts'
import type { FirstRun } from './view.ts'
import { texts } from './words.ts'

/** Adds the route. */
export function firstRunPages(app: FastifyInstance, { db }: Context) {
  app.post('/app/first-steps/hide', async (request, reply) => {
    const { caller } = request
    const words = texts[readerOf(request).language]
    await hideFirstSteps(db, caller)
    return redirectWithNotice(reply, '/app', { text: words.hidden })
  })
}

/** Reads the first steps for the list; undefined where they have no place, mostly without asking the database. */
export async function firstRunOf(
  { db, policy }: Pick<Context, 'db' | 'policy'>,
  request: FastifyRequest,
  filter: OverviewFilter,
  overview: Overview,
): Promise<FirstRun | undefined> {
  const { caller } = request
  if (!mayBeNew(filter, overview)) return undefined
  const steps = await readFirstSteps(db, caller)
  return steps && { steps, isOperating: isOperator(policy, caller), origin: originOf(request, policy) }
}

/** Guests who own nothing, and owners of devices only, need no steps. */
function mayBeNew({ search, show, page }: OverviewFilter, { counts, sensors }: Overview): boolean {
  if (search !== '' || show !== 'all' || page !== 1) return false
  if (counts.all === 0) return true
  const own = sensors.filter(({ isOwn, sensor }) => isOwn && !isDevice(sensor))
  return own.length > 0 && !own.some(({ heardAt, guestCount }) => heardAt && guestCount > 0)
}
