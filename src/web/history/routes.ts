/** Route of the history. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { listHistory } from '../../events/history.ts'
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { namesOfSensors } from '../../sensors/read/names.ts'
import { listContacts } from '../../sharing/read/contacts.ts'
import { sensorsIn, textIn, textsIn } from '../frame/form.ts'
import { readerOf } from '../time/view.ts'
import { historyPage } from './view.ts'

const pageSize = 50

/** Adds the route of the history. */
export function historyPages(app: FastifyInstance, { db }: Context) {
  app.get('/app/history', async (request, reply) => {
    const { caller, query } = request
    const [sensor = ''] = sensorsIn(query)
    const person = canonicalEmail(textIn(query, 'person').trim().slice(0, 254))
    const isNoAddress = person !== '' && !isEmail(person)
    const trail = textsIn(query, 'before').flatMap(text => (/^\d{1,15}$/.test(text) ? [Number(text)] : []))
    const filter = { sensor: sensor || undefined, person: person || undefined, before: trail.at(-1), limit: pageSize }
    const [{ events, next }, sensors, contacts] = await Promise.all([
      isNoAddress ? { events: [], next: null } : listHistory(db, caller, filter),
      namesOfSensors(db, caller),
      listContacts(db, caller, 100),
    ])
    const owners = sensors.map(({ owner }) => owner).filter(owner => owner !== caller.email)
    const people = [...new Set([...owners, ...contacts.map(({ email }) => email)])].sort()
    const reader = readerOf(request)
    return reply.page(
      historyPage({ me: caller.email, sensor, person, isNoAddress, trail, events, next, sensors, people, reader }),
    )
  })
}
