/** Routes of the contacts: the people with whom the caller shares. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/open.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { takeBack } from '../../sharing/end/take-back.ts'
import { listContacts } from '../../sharing/read/contacts.ts'
import { listAllShares, listShares } from '../../sharing/read/list.ts'
import type { ShareView } from '../../sharing/read/shown.ts'
import { personIn, sensorsIn, textIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { servicesIn } from '../sensor/services/routes.ts'
import { readerOf } from '../time/view.ts'
import { askToEnd, contactPage, contactsPage } from './view.ts'
import { texts } from './words.ts'

/** Limit of listed contacts, the most recent first, and of the shares read to name what they have. */
const most = 1_000

/** Adds the routes of the contacts. */
export function contactsPages(app: FastifyInstance, { db }: Context) {
  app.get('/app/contacts', async (request, reply) => {
    const { caller, query } = request
    const search = textIn(query, 'search').trim().slice(0, 254)
    const [contacts, shares] = await Promise.all([
      listContacts(db, caller, most),
      listShares(db, caller, { ...given(), after: undefined, limit: most }),
    ])
    const found = contacts.filter(({ email }) => email.includes(search.toLowerCase()))
    return reply.page(contactsPage({ search, contacts, found, shares: shares.shares, most, reader: readerOf(request) }))
  })

  app.get('/app/contacts/person', async (request, reply) => {
    const { caller, query } = request
    const person = personIn(query)
    const shares = await allGiven(db, caller, person)
    // Answers the same for people without an account and for people whom the caller never shared with.
    const isKnown = shares.length > 0 || (await listContacts(db, caller, most)).some(({ email }) => email === person)
    if (!isKnown) throw new Refusal('noSuchPage')
    const services = await servicesIn(db, caller, shares)
    return reply.page(contactPage(person, shares, { services, reader: readerOf(request) }))
  })

  app.get('/app/contacts/end', async (request, reply) => {
    const words = texts[readerOf(request).language]
    const { caller, query } = request
    const person = personIn(query)
    const shares = await allGiven(db, caller, person)
    if (shares.length === 0) return redirectWithNotice(reply, '/app/contacts', { text: words.nothingNow(person) })
    const services = await servicesIn(db, caller, shares)
    return reply.page(askToEnd(person, shares, { services, reader: readerOf(request) }))
  })

  // Ends only the shares that the confirmation listed, not those that were added since.
  app.post('/app/contacts/end', async (request, reply) => {
    const { caller, body } = request
    const words = texts[readerOf(request).language]
    const person = personIn(body)
    const ends = sensorsIn(body).map(sensor => ({ sensor, guest: person }))
    // The same answer as for anybody who cannot be a contact.
    if (person === caller.email) throw new Refusal('noSuchPage')
    const { id, pairs } = await takeBack(db, caller, ends)
    const ended = pairs.filter(({ refusal }) => !refusal).length
    return redirectWithNotice(reply, '/app/contacts', {
      text: words.ended(person, ended),
      ...(id !== undefined && { undo: id }),
    })
  })
}

const given = (person?: string) => ({ direction: 'given', sensor: undefined, person, state: undefined }) as const

/** Lists all shares that the caller gave to one person, by sensor name. */
async function allGiven(db: Database, caller: Caller, person: string): Promise<ShareView[]> {
  const shares = await listAllShares(db, caller, given(person))
  return shares.sort((a, b) => a.name.localeCompare(b.name))
}
