/** Parses a request to lend: what it adds to shares, and what it removes from them. */
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { isDevice, noSuchChannel, sensorChannels } from '../channels.ts'
import type { Pair } from '../locked-share.ts'

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
  services: (Named & { action: Action })[] | undefined
  /** Undefined: unchanged. */
  scripting: boolean | undefined
  notify: boolean
  askFirst: boolean
}

/** A channel of a Ruuvi sensor or, without a sensor, of every device that has it. */
export type Named = { sensor: string | undefined; channel: string }

/** What every guest should have of every sensor. No list has duplicates. */
export type Wish = {
  sensors: string[]
  guests: string[]
  /** Every sensor with every guest. */
  pairs: Pair[]
  /** Leaving is removing, too. */
  action: 'ADD' | 'REMOVE'
  /** The action applies to sensors as a whole, with what they get later. Both lists are empty then. */
  all: boolean
  add: Named[]
  remove: Named[]
  /** Undefined: unchanged. */
  scripting: boolean | undefined
  notify: boolean
  askFirst: boolean
}

const mostPairs = 1_000
const mostServices = 1_000

/**
 * Parses a request. Refuses with `tooManyPairs`, `notYou`, `malformed`, `yourself`, `serviceTwice`, `tooMuch` or, for
 * channels that none of the sensors can have, with `noSuchChannel`.
 */
export function parseLending(caller: Caller, { services, ...lending }: Lending): Wish {
  const [sensors, guests] = [[...new Set(lending.sensors)], [...new Set(lending.guests)]]
  if (sensors.length * guests.length > mostPairs) throw new Refusal('tooManyPairs')
  const pairs = sensors.flatMap(sensor => guests.map(guest => ({ sensor, guest })))
  const all = leaves(caller, { services, ...lending }) || !services
  const action = lending.action === 'ADD' ? 'ADD' : 'REMOVE'
  if (action === 'ADD') {
    const refusals = pairs.map(({ guest }) => (guest === caller.email ? new Refusal('yourself') : undefined))
    refuseFirst({ pairs }, pairs, refusals)
  }
  const channels = all ? { add: [], remove: [] } : parseServices(services, action)
  for (const { sensor, channel } of [...channels.add, ...channels.remove]) {
    const isPossible =
      sensor === undefined ? sensors.some(isDevice) : sensors.includes(sensor) && sensorChannels.includes(channel)
    if (!isPossible) throw noSuchChannel(written({ sensor, channel }))
  }
  return { ...lending, sensors, guests, pairs, action, all, ...channels }
}

/** Tells whether the caller leaves sensors that others share with them. */
function leaves(
  caller: Caller,
  { action, guests, services }: Pick<Lending, 'action' | 'guests' | 'services'>,
): boolean {
  if (action === 'LEAVE' && guests.some(guest => guest !== caller.email)) {
    throw new Refusal('notYou', 'That is not your address. To leave a device, name the address you are signed in with.')
  }
  if (action === 'ADD' || !guests.includes(caller.email)) return false
  // An empty `services` list equals an omitted one if the caller is the only guest named.
  if (services && (services.length > 0 || guests.some(guest => guest !== caller.email))) {
    throw new Refusal('malformed', 'You can only leave a device as a whole. Leave out the services.')
  }
  return true
}

/** Returns each service once, as one to add or one to remove. */
function parseServices(services: (Named & { action: Action })[], action: Wish['action']): Pick<Wish, 'add' | 'remove'> {
  const once = new Map<string, Named & { action: Action }>()
  for (const service of services) {
    if (service.action === 'LEAVE') {
      throw new Refusal('malformed', 'A service is added or removed. You can only leave a device as a whole.')
    }
    const id = written(service)
    const other = once.get(id)
    if (other && other.action !== service.action) {
      throw new Refusal('serviceTwice', `The service ${id} is named both to be shared and to be removed. Name it once.`)
    }
    once.set(id, service)
  }
  if (once.size > mostServices) throw new Refusal('tooMuch', `A call names at most ${mostServices} services.`)
  // Beside REMOVE the action of a service doesn't count.
  const isAdded = (service: { action: Action }) => action === 'ADD' && service.action === 'ADD'
  const all = [...once.values()]
  return { add: all.filter(isAdded), remove: all.filter(service => !isAdded(service)) }
}

const written = ({ sensor, channel }: Named) => (sensor === undefined ? channel : `${sensor}.${channel}`)

/** Lists the named channels of a Ruuvi sensor or, without a sensor, of all devices. */
export const channelsOf = (named: Named[], of?: string) =>
  named.filter(({ sensor }) => sensor === of).map(({ channel }) => channel)

/** Throws the first refusal among the answers for `judged`. It names its pair if the wish has several. */
export function refuseFirst({ pairs }: Pick<Wish, 'pairs'>, judged: Pair[], answers: unknown[]) {
  for (const [index, { sensor, guest }] of judged.entries()) {
    const answer = answers[index]
    if (!(answer instanceof Refusal)) continue
    if (pairs.length === 1) throw answer
    throw new Refusal(answer.name, `Nothing was changed, because of ${sensor} for ${guest}: ${answer.message}`)
  }
}
