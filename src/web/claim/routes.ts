/** Routes to add a sensor. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { Refusal } from '../../refusal.ts'
import { claim } from '../../sensors/claim/claim.ts'
import { isSensorId } from '../../sensors/sensor-id.ts'
import { octetsIn, textIn, typedName } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refused } from '../frame/refused.ts'
import { naming } from '../frame/sentence.ts'
import { claimPage } from './view.ts'
import { words } from './words.ts'

/** Adds the routes. */
export function claimPages(app: FastifyInstance, { db }: Context) {
  app.get('/app/claim', async (_request, reply) => reply.page(claimPage()))

  app.post('/app/claim', async ({ caller, body }, reply) => {
    const filled = { id: textIn(body, 'id').slice(0, 40), name: textIn(body, 'name') }
    try {
      const [sensor, name] = [idIn(filled.id), typedName(filled.name)]
      await claim(db, caller, { sensor, name })
      return redirectWithNotice(reply, '/app', { text: naming(words.claimed, name) })
    } catch (error) {
      const { message, status } = refused(error)
      return reply.page(claimPage({ ...filled, wrong: message }, status))
    }
  })
}

function idIn(text: string): string {
  const id = octetsIn(text)
  if (!isSensorId(id)) throw new Refusal('notMac')
  return id
}
