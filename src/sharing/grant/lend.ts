/** Shares sensors, changes what guests may use of them, and ends shares: a call succeeds as a whole or not at all. */
import { atomically } from '../../db/atomic.ts'
import type { Database, Handle } from '../../db/open.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { isDevice, noSuchChannel, sensorChannels } from '../channels.ts'
import { unshare } from '../end/unshare.ts'
import { lockOwn } from '../lock-own.ts'
import { type Regranted, regrant, type Wish } from './regrant.ts'
import { type Ask, share } from './share.ts'

/** What to do: share, end the share as its owner, or leave as its guest. */
export type Action = 'ADD' | 'REMOVE' | 'LEAVE'

/** A request to share sensors, to change what guests may use of them, or to end shares. */
export type Lending = {
  /** Ids in upper case. */
  sensors: string[]
  /** Addresses in lower case. */
  guests: string[]
  action: Action
  /** Only these channels: each for its sensor or, without a sensor, for every named device that has it. */
  services: Named[] | undefined
  /** Undefined: unchanged. */
  scripting: boolean | undefined
  notify: boolean
  askFirst: boolean
}
type Named = { sensor: string | undefined; channel: string; action: Action }
type Pair = { sensor: string; guest: string }

const mostPairs = 1_000
const mostServices = 1_000

/**
 * Applies the action to every pair of sensor and guest; duplicates count once. Throws the first refusal, which names
 * its pair if there are several: those of `share` (except `alreadyShared`) and `unshare`, `noSuchChannel`,
 * `serviceTwice`, `nothingShared`, `notYou`, `tooManyPairs`, `tooMuch` or `malformed`.
 */
export async function lend(db: Database, caller: Caller, lending: Lending): Promise<void> {
  const [sensors, guests] = [[...new Set(lending.sensors)], [...new Set(lending.guests)]]
  if (sensors.length * guests.length > mostPairs) throw new Refusal('tooManyPairs')
  const pairs = sensors.flatMap(sensor => guests.map(guest => ({ sensor, guest })))
  if (leaves(caller, lending) || (lending.action === 'REMOVE' && !lending.services)) {
    return end(db, caller, pairs)
  }
  if (lending.action === 'ADD')
    refuseFirst(
      pairs.length === 1,
      pairs,
      pairs.map(pair => refuseOneself(caller, pair)),
    )
  const wish = wishOf({ ...lending, sensors, guests })
  if (pairs.length === 1 && (await lendOne(db, caller, lending, wish))) return
  await atomically(db, trx => lendAll(trx, caller, lending, wish))
}

const refuseOneself = (caller: Caller, { guest }: Pair) =>
  guest === caller.email ? new Refusal('yourself') : undefined

/** Tells whether the caller leaves sensors that others share with them. */
function leaves(caller: Caller, { action, guests, services }: Lending): boolean {
  if (action === 'LEAVE' && guests.some(guest => guest !== caller.email)) {
    throw new Refusal(
      'notYou',
      'That is not your own address. To leave a device, name the one that you are signed in with.',
    )
  }
  if (action === 'ADD' || !guests.includes(caller.email)) return false
  // An empty `services` list equals an omitted one if the caller is the only guest named.
  if (services && (services.length > 0 || guests.some(guest => guest !== caller.email))) {
    throw new Refusal('malformed', 'You can only leave a device as a whole. Leave out the services.')
  }
  return true
}

/** Ends the share of each pair, in one statement for any number of pairs. */
async function end(db: Handle, caller: Caller, pairs: Pair[]) {
  const isOne = pairs.length === 1
  const endAll = async (within: Handle) => refuseFirst(isOne, pairs, await unshare(within, caller, pairs))
  // Several pairs need a transaction: a refusal of one undoes the others.
  await (isOne ? endAll(db) : atomically(db, endAll))
}

/**
 * Sorts the named services into added and removed ones, for each Ruuvi sensor and for all devices together. Only the
 * database knows which device has which service.
 */
function wishOf({ sensors, guests, action, services, scripting }: Lending): Wish {
  const named = services && sorted(services, action)
  const whole = { guests, added: [], removed: [], whole: !named, nothing: false, endsNothing: false, scripting }
  if (!named) return { ...whole, sensors: sensors.map(sensor => ({ sensor })) }
  for (const { sensor, channel } of [...named.added, ...named.removed]) {
    if (
      sensor === undefined ? !sensors.some(isDevice) : !sensors.includes(sensor) || !sensorChannels.includes(channel)
    ) {
      throw noSuchChannel(written({ sensor, channel }))
    }
  }
  const of = (list: Named[], wanted?: string) =>
    list.filter(({ sensor }) => sensor === wanted).map(({ channel }) => channel)
  return {
    ...whole,
    sensors: sensors.map(sensor =>
      isDevice(sensor) ? { sensor } : { sensor, added: of(named.added, sensor), removed: of(named.removed, sensor) },
    ),
    added: of(named.added),
    removed: of(named.removed),
    nothing: services.length === 0,
    endsNothing: action === 'REMOVE',
  }
}

/** Returns each service once, as one to add or one to remove. */
function sorted(services: Named[], action: Action): { added: Named[]; removed: Named[] } {
  const once = new Map<string, Named>()
  for (const service of services) {
    if (service.action === 'LEAVE') {
      throw new Refusal('malformed', 'A service is added or removed. You can only leave a device as a whole.')
    }
    const id = written(service)
    const other = once.get(id)
    if (other && other.action !== service.action) {
      throw new Refusal(
        'serviceTwice',
        `The service ${id} is named both to be shared and to be taken away. Name it once.`,
      )
    }
    once.set(id, service)
  }
  if (once.size > mostServices) throw new Refusal('tooMuch', `A call names at most ${mostServices} services.`)
  const all = [...once.values()]
  const added = action === 'REMOVE' ? [] : all.filter(({ action }) => action === 'ADD')
  return { added, removed: all.filter(service => !added.includes(service)) }
}

const written = ({ sensor, channel }: Pick<Named, 'sensor' | 'channel'>) =>
  sensor === undefined ? channel : `${sensor}.${channel}`

/**
 * Handles a single pair without a transaction: a new share joins everybody's statement, and `regrant` changes an
 * existing one. Returns false, with nothing done, if the pair needs more than that.
 */
async function lendOne(db: Database, caller: Caller, lending: Lending, wish: Wish): Promise<boolean> {
  const ask = lending.action === 'ADD' ? newShare(lending, wish) : undefined
  if (ask) {
    const [shared] = await share(db, caller, [ask])
    if (!(shared instanceof Refusal)) return true
    if (shared.name !== 'alreadyShared') throw shared
  }
  const [verdict] = await regrant(db, caller, wish)
  return verdict?.outcome === 'kept'
}

/** Builds the ask for a new share of a single pair; undefined if empty, or if only the database can tell. */
function newShare({ notify, askFirst, scripting }: Lending, wish: Wish): Ask | undefined {
  const [[first], [guest]] = [wish.sensors, wish.guests]
  if (!first || !guest) return undefined
  const { sensor, added = wish.added, removed = wish.removed } = first
  const isOfNothing = !wish.whole && added.length === 0 && !scripting
  if (isOfNothing || (wish.nothing && isDevice(sensor))) return undefined
  const isAll = wish.whole || (!isDevice(sensor) && added.length === sensorChannels.length)
  return {
    sensor,
    guest,
    notify,
    askFirst,
    ...(scripting && { scripting }),
    ...(!isAll && { channels: added }),
    ...(!wish.whole && { services: [...added, ...removed] }),
  }
}

/**
 * Handles all pairs in a transaction, in at most four statements for any number of pairs. Under its locks, shares of
 * these sensors begin, change and end only here.
 */
async function lendAll(trx: Handle, caller: Caller, { action, notify, askFirst }: Lending, wish: Wish) {
  const { sensors, scripting = false } = wish
  await lockOwn(
    trx,
    caller,
    sensors.map(({ sensor }) => sensor),
  )
  const verdicts = await regrant(trx, caller, wish)
  const isOne = verdicts.length === 1
  const [missing] = verdicts.flatMap(({ missing }) => missing ?? [])
  if (missing !== undefined) throw noSuchChannel(missing)
  refuseFirst(
    isOne,
    verdicts,
    verdicts.map(verdict => refusalOf(verdict, action, scripting)),
  )
  const ending = verdicts.filter(({ outcome }) => outcome === 'ends')
  if (ending.length > 0) refuseFirst(isOne, ending, await unshare(trx, caller, ending))
  const fresh = verdicts.filter(({ outcome }) => outcome === 'fresh')
  const asks = fresh.map(({ sensor, guest, channels }) => ({ sensor, guest, channels, scripting, notify, askFirst }))
  if (asks.length > 0) refuseFirst(isOne, asks, await share(trx, caller, asks))
}

function refusalOf({ sensor, outcome, channels }: Regranted, action: Action, scripting: boolean): Refusal | undefined {
  if (outcome === 'notOwner') return new Refusal('notOwner')
  if (outcome === 'unnamed') {
    return new Refusal(
      'nothingShared',
      `No service of ${sensor} is named. Name one of each device, or leave out the services.`,
    )
  }
  if (outcome !== 'fresh') return undefined
  if (action === 'REMOVE') return new Refusal('noSuchGuest')
  return channels?.length === 0 && !scripting ? new Refusal('nothingShared') : undefined
}

/** Throws the first refusal among the answers, which are in the order of `pairs`. */
function refuseFirst(isOne: boolean, pairs: Pair[], answers: unknown[]) {
  for (const [index, { sensor, guest }] of pairs.entries()) {
    const answer = answers[index]
    if (!(answer instanceof Refusal)) continue
    if (isOne) throw answer
    throw new Refusal(answer.name, `Nothing was changed, because of ${sensor} for ${guest}: ${answer.message}`)
  }
}
