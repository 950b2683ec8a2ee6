/** Reads devices, their guests and their services. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '../../db/open.ts'
import type { Aggregate, Step } from '../../measurements/aggregate.ts'
import type { Reading } from '../../measurements/series.ts'
import { type Quantity, quantities } from '../../measurements/values.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { type ExcerptPage, latestReadings, readExcerpt } from '../../sensors/read/measured.ts'
import { type DeviceView, deviceViews, type PageFilter, pageOfSensors } from '../../sensors/read/page.ts'
import { servicesOf } from '../../sensors/read/services.ts'
import { isDevice } from '../../sharing/channels.ts'
import { listGuests } from '../../sharing/read/guests.ts'
import { sharesOf } from '../../sharing/read/of-sensors.ts'
import type { ShareView } from '../../sharing/read/shown.ts'
import type {
  Access,
  LoginDevicesArgs,
  Permission,
  ResolversParentTypes,
  ServiceValuesArgs,
  ShareState,
  User,
  Value,
  ValueList,
} from '../schema/schema.ts'
import { isSelected } from './selection.ts'
import { deviceIn, nameIn, serviceId, sizeIn, user } from './values.ts'

type Device = ResolversParentTypes['Device']
type DeviceList = ResolversParentTypes['DeviceList']
type Guest = ResolversParentTypes['Guest']

/** Reads a page of devices. */
export async function devices(db: Database, caller: Caller, args: LoginDevicesArgs): Promise<DeviceList> {
  const page = pageIn(args)
  if (asksForNone(args)) return { total: 0, hasMore: false, last: null, items: [] }
  const { total, sensors } = await pageOfSensors(db, caller, page)
  const items = devicesOf(db, caller, sensors)
  return { total, hasMore: page.from + items.length < total, last: items.at(-1)?.id ?? null, items }
}

const mostIds = 1_000

/** Reads devices by id; leaves out those that the caller can't see. */
export async function devicesBy(db: Database, caller: Caller, ids: string[]): Promise<Device[]> {
  const unique = [...new Set(ids)]
  if (unique.length > mostIds) throw new Refusal('malformed', `At most ${mostIds} devices can be asked for by id.`)
  return devicesOf(db, caller, await deviceViews(db, caller, unique))
}

/** Lists the caller's guests, each with the devices shared with them. */
export async function guests(db: Database, caller: Caller): Promise<Guest[]> {
  const found = await listGuests(db, caller)
  const shared = await deviceViews(db, caller, [...new Set(found.flatMap(({ sensors }) => sensors))])
  const devices = new Map(devicesOf(db, caller, shared).map(device => [device.id, device]))
  return found.map(({ guest, sensors }) => ({
    user: user(guest),
    devices: sensors.flatMap(sensor => devices.get(sensor) ?? []),
    networks: [],
  }))
}

/** Tells whether only devices with tags, applications or platforms are asked for: none has any. */
function asksForNone({ tag, application, platform }: LoginDevicesArgs): boolean {
  return [tag?.values, application, platform].some(list => list && list.length > 0)
}

function pageIn({ size, from, name, state, sort, owner, id }: LoginDevicesArgs): PageFilter {
  if (id && id.length > mostIds) throw new Refusal('malformed', `At most ${mostIds} devices can be asked for by id.`)
  if (state && !['active', 'inactive'].includes(state)) throw new Refusal('badDeviceState')
  return {
    size: sizeIn(size),
    from: fromIn(from),
    name: name ? nameIn(name) : undefined,
    isActive: state ? state === 'active' : undefined,
    order: orderIn(sort ?? 'name'),
    isOwn: owner ?? undefined,
    only: id?.map(deviceIn),
  }
}

/** Parses names with commas, like `state,-name`; spaces around them don't matter. */
function orderIn(sort: string): PageFilter['order'] {
  const order = sort.split(',').map(name => name.trim())
  if (order.length > orders.length || !order.every(isOrder)) throw new Refusal('badDeviceSort')
  return order
}

const orders = ['name', 'state', 'created', 'owner', 'id'] as const
const isOrder = (name: string): name is PageFilter['order'][number] =>
  orders.some(order => name === order || name === `-${order}`)

function fromIn(from: number | null | undefined): number {
  const start = from ?? 0
  if (start < 0) throw new Refusal('malformed', 'A page cannot be "from" below 0.')
  return start
}

/** Number of devices to serialize, with everything they contain, before other requests get a turn. */
const atOnce = 25

/**
 * Converts sensors of one answer to devices. Shares and services are read for all of them together when first needed,
 * so the number of statements doesn't depend on the number of devices. Yields to other requests every 25 devices:
 * serializing a thousand takes long.
 */
function devicesOf(db: Database, caller: Caller, sensors: DeviceView[]): Device[] {
  const ids = sensors.map(({ sensor }) => sensor)
  const person = eachOnce(user)
  const shares = once(async () => bySensor(await sharesOf(db, caller, ids)))
  const services = once(async () => bySensor(await servicesOf(db, caller, ids)))
  const latest = once(async () => bySensor(await latestReadings(db, caller, ids)))
  const turn = inTurns(atOnce)

  return sensors.map(({ sensor, name, since, owner, isOwn, scripting, isActive }) => {
    const measured = eachOnce((args: string) => readExcerpt(db, caller, { sensor, ...JSON.parse(args) }))
    const lent = once(async () => {
      const found = (await shares()).of(sensor)
      await turn()
      return found.map(share => ({ ...share, access: access(share, person) }))
    })
    const state = isActive ? 'active' : 'inactive'
    return {
      id: sensor,
      name,
      created: since,
      owner: person(owner),
      permissions: permissionsOf(isOwn, scripting),
      state,
      configurable: isOwn,
      scriptable: isOwn || scripting,
      tags: [],
      supportedAppInstalls: [],
      access: async () => (await lent()).filter(isLive).map(({ access }) => access),
      pending: async () => (await lent()).filter(share => !isLive(share)).map(({ access }) => access),
      async services(_none, _context, info) {
        const [offered, shares] = await Promise.all([services(), isSelected(info, 'access') ? lent() : []])
        const live = shares.filter(isLive)
        return offered.of(sensor).map(({ channel, name }) => ({
          id: serviceId(sensor, channel),
          name,
          state,
          enabled: true,
          access: live.filter(gives(channel)).map(({ access }) => access),
          latest: async () => (isDevice(sensor) ? [] : valuesIn((await latest()).of(sensor), channel)),
          // All services of a device with the same arguments share one read.
          values: async args => (isDevice(sensor) ? noValues : pageOf(await measured(excerptIn(args)), channel)),
        }))
      },
    }
  })
}

/** Reads the arguments of `Service.values` as JSON, without the sensor; refuses what is out of range. */
function excerptIn({ since, until, step, size, after }: ServiceValuesArgs): string {
  if (step != null && (step < 1 || step > 31_536_000)) throw new Refusal('malformed', 'A "step" is 1 to 31536000.')
  const second = (at: string | null | undefined) => (at == null ? undefined : Math.max(0, Date.parse(at) / 1000))
  const [from, to, last] = [second(since), second(until), second(after)]
  return JSON.stringify({ since: from, until: to, step: step ?? undefined, size: sizeIn(size), after: last })
}

const noValues: ValueList = { hasMore: false, last: null, items: [] }

/** Returns the values of a channel on a page. */
function pageOf({ rows, hasMore, last }: ExcerptPage, channel: string): ValueList {
  return { hasMore, last: last === undefined ? null : instant(last), items: valuesIn(rows, channel) }
}

const instant = (second: number) => new Date(second * 1000).toISOString()

/** Returns the values of a channel in readings or steps. */
function valuesIn(rows: (Reading | Step)[], channel: string): Value[] {
  return rows.flatMap(({ at, values }) =>
    (Object.entries(values) as [Quantity, number | Aggregate][])
      .filter(([name]) => quantities[name].channel === channel)
      .map(([name, value]) => {
        const when = instant(at)
        const { mean, min, max, count } =
          typeof value === 'number' ? { mean: value, min: null, max: null, count: null } : value
        return { name, at: when, value: mean, min, max, count }
      }),
  )
}

const isLive = ({ state }: ShareView) => state === 'live'
const gives =
  (channel: string) =>
  ({ channels }: ShareView) =>
    channels === null || channels.includes(channel)

function permissionsOf(isOwn: boolean, scripting: boolean): Permission[] {
  const guests: Permission[] = ['VIEW', 'CONNECT']
  const mayScript: Permission[] = scripting ? ['SCRIPTING'] : []
  const owners: Permission[] = isOwn ? ['MANAGE', 'ADMIN'] : []
  return [...guests, ...mayScript, ...owners]
}

/** Converts a share to its GraphQL form. */
export function access(share: ShareView, person: (email: string) => User = user): Access {
  const { sensor, guest, channels } = share
  return {
    user: person(guest),
    email: guest,
    scripting: share.scripting,
    state: share.state.toUpperCase() as ShareState,
    serviceIds: channels?.map(channel => serviceId(sensor, channel)) ?? null,
    note: share.note,
    since: share.since,
    startsAt: share.startsAt,
    expiresAt: share.expiresAt,
    letter: share.letter,
  }
}

/** Memoizes a read: it runs at the first call. */
function once<Found>(read: () => Promise<Found>): () => Promise<Found> {
  let found: Promise<Found> | undefined
  return () => {
    found ??= read()
    return found
  }
}

/** Memoizes a function by key. */
function eachOnce<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>()
  return key => {
    const value = made.get(key) ?? make(key)
    made.set(key, value)
    return value
  }
}

/** Groups items by sensor for constant-time lookup. */
function bySensor<Item extends { sensor: string }>(items: Item[]): { of: (sensor: string) => Item[] } {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(item.sensor)
    if (group) group.push(item)
    else groups.set(item.sensor, [item])
  }
  return { of: sensor => groups.get(sensor) ?? [] }
}

/** Spreads callers over turns of the event loop: in order, `perTurn` at a time. */
function inTurns(perTurn: number): () => Promise<unknown> {
  let count = 0
  let turn: Promise<unknown> = Promise.resolve()
  return () => {
    if (count++ % perTurn === 0) turn = turn.then(() => nextTurn())
    return turn
  }
}
