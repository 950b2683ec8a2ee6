/** Routes of sharing: the form, its preview, and the result. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/open.ts'
import { listHistory } from '../../events/history.ts'
import type { Caller } from '../../people/caller.ts'
import { listSubscriptions } from '../../plans/subscriptions.ts'
import { measuredChannels } from '../../sensors/read/channels.ts'
import { type DeviceView, deviceViews, pageOfSensors } from '../../sensors/read/page.ts'
import { type Service, servicesOf } from '../../sensors/read/services.ts'
import { isDevice } from '../../sharing/channels.ts'
import { shareMany } from '../../sharing/grant/share-many.ts'
import { listContacts } from '../../sharing/read/contacts.ts'
import { sharesOf } from '../../sharing/read/of-sensors.ts'
import { textIn } from '../frame/form.ts'
import { readerOf } from '../time/view.ts'
import { type Typed, typedIn, understand } from './form.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { type Advice, whatWasShared } from './result-view.ts'
import { askWhatToShare, type ShareForm } from './view.ts'

/** Limits of devices and services in the form: the form must not exceed the largest accepted body. */
const mostDevices = 100
const mostServices = 1_000

/** Adds the routes of the share form. */
export function sharePages(app: FastifyInstance, { db, keys, policy }: Context) {
  app.get('/app/share', async (request, reply) => {
    const typed = typedIn(request.query)
    // A link to share with a person (`?person=…`) fills in the address.
    const people = typed.people || typed.ticked.join(', ')
    const { mine, others } = await sensorsOf(request.caller, typed)
    return reply.page(askWhatToShare(await offer(request, { ...typed, people, ticked: [] }, mine, others)))
  })

  app.post('/app/share/preview', async (request, reply) => {
    const { typed, mine, others, meant, wrong } = await read(request)
    const form = await offer(request, typed, mine, others)
    if (Object.keys(wrong).length > 0) return reply.page(askWhatToShare({ ...form, wrong }))
    const rehearsed = await shareMany(db, keys.addresses, request.caller, { ...meant, ...how, dryRun: true })
    const { shares } = rehearsed.limits ?? {}
    const outcome = outcomeOf(rehearsed.verdicts)
    const advice = await adviceOn(db, request.caller, outcome)
    return reply.page(askWhatToShare({ ...form, preview: { outcome, advice, ...(shares && { left: shares }) } }))
  })

  /*
   * No idempotency key: a form that is sent twice finds everything shared already, and the page says so. An answer
   * stored under a key could be outdated when it is shown again.
   */
  app.post('/app/share', async (request, reply) => {
    const { typed, mine, others, meant, wrong } = await read(request)
    if (Object.keys(wrong).length > 0) {
      return reply.page(askWhatToShare({ ...(await offer(request, typed, mine, others)), wrong }))
    }
    const { verdicts } = await shareMany(db, keys.addresses, request.caller, { ...meant, ...how, dryRun: false })
    const outcome = outcomeOf(verdicts)
    const advice = await adviceOn(db, request.caller, outcome)
    // For a large share, which a script sends in pieces: the totals of the pieces before this one.
    const before = { shared: countIn(request.body, 'sharedBefore'), pairs: countIn(request.body, 'pairsBefore') }
    return reply.page(whatWasShared({ outcome, advice, before, mine, reader: readerOf(request) }))
  })

  const how = { notify: true, askFirst: policy.askFirst, mode: 'each' } as const

  async function read(request: FastifyRequest) {
    const typed = typedIn(request.body)
    const { mine, others } = await sensorsOf(request.caller, typed)
    const chosen = mine.filter(({ sensor }) => typed.sensors.includes(sensor))
    return { typed, mine, others, ...understand(typed, chosen, readerOf(request)) }
  }

  /**
   * Splits the offered sensors into the caller's own and others that the caller sees. Without own ones: all of the
   * caller's.
   */
  async function sensorsOf(
    caller: Caller,
    { offered, fromAll }: Typed,
  ): Promise<{ mine: DeviceView[]; others: DeviceView[] }> {
    if (fromAll || offered.length === 0) return { mine: await allOwn(caller), others: [] }
    const found = await deviceViews(db, caller, offered)
    const mine = found.filter(({ isOwn }) => isOwn).sort(byName)
    const others = found.filter(({ isOwn }) => !isOwn)
    return { mine: mine.length > 0 ? mine : await allOwn(caller), others }
  }

  async function allOwn(caller: Caller): Promise<DeviceView[]> {
    const filter = { size: 1_000, from: 0, name: undefined, isActive: undefined, isOwn: true } as const
    const { sensors } = await pageOfSensors(db, caller, { ...filter, order: ['name'] })
    return sensors
  }

  async function servicesToAsk(caller: Caller, devices: string[]): Promise<Map<string, Service[]>> {
    const first = devices.slice(0, mostDevices)
    const found = first.length > 0 ? await servicesOf(db, caller, first) : []
    const services = new Map<string, Service[]>()
    let room = mostServices
    for (const device of first) {
      const its = found.filter(({ sensor }) => sensor === device)
      if (its.length > room) continue
      services.set(device, its)
      room -= its.length
    }
    return services
  }

  async function offer(
    request: FastifyRequest,
    typed: Typed,
    mine: DeviceView[],
    others: DeviceView[],
  ): Promise<ShareForm> {
    const { caller } = request
    const chosen = mine.filter(({ sensor }) => typed.sensors.includes(sensor)).map(({ sensor }) => sensor)
    const devices = mine.map(({ sensor }) => sensor).filter(isDevice)
    const ruuvi = mine.map(({ sensor }) => sensor).filter(sensor => !isDevice(sensor))
    const [contacts, shares, services, measured] = await Promise.all([
      listContacts(db, caller, 200),
      chosen.length > 0 ? sharesOf(db, caller, chosen) : [],
      // Chosen devices first, because the limit may exclude the last ones.
      servicesToAsk(caller, [...new Set([...devices.filter(device => chosen.includes(device)), ...devices])]),
      measuredChannels(db, caller, ruuvi),
    ])
    const inUse = shares.flatMap(({ channels }) => channels ?? [])
    const has = new Map<string, number>()
    for (const { guest } of shares) has.set(guest, (has.get(guest) ?? 0) + 1)
    const known = new Set([...mine, ...others].map(({ sensor }) => sensor))
    return {
      typed,
      sensors: mine,
      fromAll: !mine.some(({ sensor }) => typed.offered.includes(sensor)) || typed.fromAll,
      leftOut: [
        ...others.map(({ sensor, name, owner }) => ({ sensor, name, owner })),
        ...typed.offered.filter(sensor => !known.has(sensor)).map(sensor => ({ sensor, name: '', owner: undefined })),
      ],
      services,
      channels: measured.size > 0 ? new Set([...measured, ...inUse, ...typed.what.channels]) : undefined,
      contacts: contacts.map(({ email }) => ({ email, has: has.get(email) ?? 0 })),
      chosen: chosen.length,
      reader: readerOf(request),
    }
  }
}

const byName = (a: DeviceView, b: DeviceView) => a.name.localeCompare(b.name) || a.sensor.localeCompare(b.sensor)

const countIn = (fields: unknown, name: string) =>
  Math.min(Number(/^\d{1,6}$/.exec(textIn(fields, name))?.[0] ?? 0), 1e6)

/** Collects advice on refused shares: the current plan if a limit was hit, and when people can be invited again. */
async function adviceOn(db: Database, caller: Caller, { groups }: Outcome): Promise<Advice> {
  const isFull = groups.some(({ kind }) => kind === 'sensorFull' || kind === 'planFull' || kind === 'planForbids')
  const decliners = groups.find(({ kind }) => kind === 'declinedBefore')?.lines.map(({ guest }) => guest) ?? []
  const [plans, again] = await Promise.all([
    isFull ? listSubscriptions(db, caller) : [],
    Promise.all(decliners.slice(0, 10).map(async guest => [guest, await whenAgain(db, caller, guest)] as const)),
  ])
  return { plan: plans[0], again: new Map(again) }
}

/**
 * Returns when a guest who declined can be invited again: after 30 days. Undefined if the newest 100 events lack it.
 */
async function whenAgain(db: Database, caller: Caller, guest: string): Promise<Date | undefined> {
  const { events } = await listHistory(db, caller, { sensor: undefined, person: guest, before: undefined, limit: 100 })
  const declined = events.find(event => event.action === 'declined' && event.guest === guest)
  return declined && new Date(Date.parse(declined.at) + 30 * 86_400_000)
}
