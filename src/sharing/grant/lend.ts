/** Shares sensors, changes what guests may use of them, and ends shares: a call succeeds as a whole or not at all. */
import { atomically } from '../../db/atomic.ts'
import type { Database, Handle } from '../../db/open.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { isDevice, noSuchChannel, sensorChannels } from '../channels.ts'
import { unshare } from '../end/unshare.ts'
import { lockOwn } from '../lock-own.ts'
import type { Pair } from '../locked-share.ts'
import { nothingLeft } from '../nothing-left.ts'
import { channelsOf, type Lending, parseLending, refuseFirst, type Wish } from './lending.ts'
import { type Regranted, regrant } from './regrant.ts'
import { type Ask, share } from './share.ts'

/**
 * Applies the action to every pair of sensor and guest; duplicates count once. Ending a share that ended before counts as
 * done. Throws the first refusal, which names its pair if there are several: those of `parseLending`, `share` (except
 * `alreadyShared`) and `unshare` (except `noSuchGuest`), `noSuchChannel` or `nothingShared`.
 */
export async function lend(db: Database, caller: Caller, lending: Lending): Promise<void> {
  const wish = parseLending(caller, lending)
  // Before anything tells which services a device has.
  refuseFirst(
    wish,
    wish.pairs,
    wish.pairs.map(({ sensor }) => outOfReach(caller, sensor, wish)),
  )
  if (wish.pairs.length === 1 && (await lendOne(db, caller, wish))) return
  await atomically(db, transaction => lendAll(transaction, caller, wish))
}

/** Answers about a sensor that the caller's key is not for as about one that is not there. */
function outOfReach(caller: Caller, sensor: string, { guests }: Wish): Refusal | undefined {
  if (reaches(caller, sensor)) return undefined
  return new Refusal(guests.includes(caller.email) ? 'noSuchShare' : 'notOwner')
}

/** Tells whether the shares end as a whole, whatever they contain. */
const endsAll = ({ action, all }: Wish) => action === 'REMOVE' && all

/**
 * Handles a single pair without a transaction: `unshare` and `share` join everybody's statement, and `regrant` changes
 * an existing share. Returns false, with nothing done, if the pair needs more than that.
 */
async function lendOne(db: Database, caller: Caller, wish: Wish): Promise<boolean> {
  if (endsAll(wish)) {
    const [refusal] = await end(db, caller, wish.pairs)
    if (refusal) throw refusal
    return true
  }
  const ask = newShare(wish)
  if (ask) {
    const [shared] = await share(db, caller, [ask])
    if (!(shared instanceof Refusal)) return true
    if (shared.name !== 'alreadyShared') throw shared
  }
  const [verdict] = await regrant(db, caller, wish)
  return verdict?.outcome === 'kept'
}

/** Builds the ask for a new share of a single pair; undefined if empty, or if only the database can tell. */
function newShare({ pairs, action, all, add, remove, scripting, notify, askFirst }: Wish): Ask | undefined {
  const [pair] = pairs
  if (!pair || action === 'REMOVE') return undefined
  const ask = { ...pair, notify, askFirst, ...(scripting && { scripting }) }
  if (all) return ask
  const ruuvi = isDevice(pair.sensor) ? undefined : pair.sensor
  const [channels, removed] = [channelsOf(add, ruuvi), channelsOf(remove, ruuvi)]
  if (channels.length === 0 && !scripting) return undefined
  // If no service is named: a device without services is shared as a whole.
  if (!ruuvi && channels.length + removed.length === 0) return undefined
  const isWhole = ruuvi && channels.length === sensorChannels.length
  return { ...ask, ...(!isWhole && { channels }), services: [...channels, ...removed] }
}

/** Handles all pairs in a transaction, in at most four statements for any number of pairs. */
async function lendAll(transaction: Handle, caller: Caller, wish: Wish) {
  const { ending, fresh } = endsAll(wish) ? { ending: wish.pairs, fresh: [] } : await settle(transaction, caller, wish)
  if (ending.length > 0) refuseFirst(wish, ending, await end(transaction, caller, ending))
  if (fresh.length > 0) refuseFirst(wish, fresh, await share(transaction, caller, fresh))
}

/**
 * Changes existing shares, and returns those that have to end and the new ones. Under its locks, shares of these
 * sensors begin, change and end only in this transaction.
 */
async function settle(transaction: Handle, caller: Caller, wish: Wish): Promise<{ ending: Pair[]; fresh: Ask[] }> {
  const { scripting = false, notify, askFirst } = wish
  await lockOwn(transaction, caller, wish.sensors)
  const verdicts = await regrant(transaction, caller, wish)
  const [missing] = verdicts.flatMap(({ missing }) => missing ?? [])
  if (missing !== undefined) throw noSuchChannel(missing)
  refuseFirst(
    wish,
    verdicts,
    verdicts.map(verdict => refusalOf(verdict, wish)),
  )
  // There is nothing to remove from a share that isn't there.
  const fresh = wish.action === 'ADD' ? verdicts.filter(({ outcome }) => outcome === 'fresh') : []
  return {
    ending: verdicts.filter(({ outcome }) => outcome === 'ends'),
    fresh: fresh.map(({ sensor, guest, channels }) => ({ sensor, guest, channels, scripting, notify, askFirst })),
  }
}

/** Ends shares. One that has ended before is no mistake: programs repeat their calls. */
async function end(db: Handle, caller: Caller, pairs: Pair[]): Promise<(Refusal | undefined)[]> {
  const refusals = await unshare(db, caller, pairs)
  const left = pairs.filter((_, index) => refusals[index]?.name === 'noSuchShare').map(({ sensor }) => sensor)
  const done = left.length > 0 ? await nothingLeft(db, caller, left) : new Set<string>()
  return refusals.map((refusal, index) => {
    // Only the owner of a sensor gets `noSuchGuest`.
    if (refusal?.name === 'noSuchGuest') return undefined
    return refusal?.name === 'noSuchShare' && done.has(pairs[index]?.sensor ?? '') ? undefined : refusal
  })
}

function refusalOf({ sensor, outcome, channels }: Regranted, { action, scripting }: Wish): Refusal | undefined {
  if (outcome === 'notOwner') return new Refusal('notOwner')
  if (outcome === 'unnamed') {
    return new Refusal(
      'nothingShared',
      `No service of ${sensor} is named. Name one of each device, or leave out the services.`,
    )
  }
  if (outcome !== 'fresh' || action === 'REMOVE') return undefined
  return channels?.length === 0 && !scripting ? new Refusal('nothingShared') : undefined
}
