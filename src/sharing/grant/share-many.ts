/** Shares many sensors with many people in one call. */

import { sql } from 'kysely'
import { atomically, rehearse } from '../../db/atomic.ts'
import type { Handle } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import type { Key } from '../../keys.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { planNow } from '../../plans/plan.ts'
import { Refusal } from '../../refusal.ts'
import { checkTerms, type Terms } from '../terms.ts'
import { nobody, whoMayBeTold } from './preview.ts'
import { type Ask, type Shared, share } from './share.ts'

/** A request to share many sensors with many guests. */
export type Many = Partial<Omit<Terms, 'channels'>> & {
  /** Ids in upper case, each with its own channels, because services differ between devices. */
  sensors: (Partial<Pick<Terms, 'channels'>> & { sensor: string })[]
  /** Addresses in lower case. */
  guests: string[]
  notify: boolean
  /** Every guest must accept first. */
  askFirst: boolean
  /** `each`: every pair is judged alone; `all`: all pairs are shared, or none. */
  mode: 'each' | 'all'
  dryRun: boolean
}

/** The verdict for every pair, and the letters that are sent. */
export type SharedMany = {
  verdicts: Verdict[]
  letters: { guest: string; kind?: 'shared' | 'invitation'; sensors: number }[]
  /** Use of the caller's plan after the call; only for a dry run. */
  limits?: Limits
}
/** `invited` and `pending` are left out of a preview that may not tell them. */
type Verdict = { sensor: string; guest: string; verdict: Partial<Shared> | Refusal }
type Use = { used: number; most: number }
type Limits = { shares: Use; sensors: ({ sensor: string } & Use)[] }

const mostPairs = 1_000

/**
 * Shares every sensor with every guest, in one statement; duplicates count once. With mode `all`, throws the first
 * refusal, which names its pair, and shares nothing. A dry run gives the same answer and changes nothing; but of few
 * strange addresses a day it tells whether they have an account. `addresses` is the key that hashes them.
 */
export async function shareMany(db: Handle, addresses: Key, caller: Caller, many: Many): Promise<SharedMany> {
  const { sensors, guests, notify, askFirst, mode, dryRun, ...terms } = many
  const people = [...new Set(guests)]
  const lent = new Map<string, Partial<Terms>>()
  for (const { sensor, ...channels } of sensors) if (!lent.has(sensor)) lent.set(sensor, checkTerms(channels))
  const kept = checkTerms(terms)
  if (lent.size * people.length > mostPairs) throw new Refusal('tooManyPairs')
  const asks = [...lent].flatMap(([sensor, channels]) =>
    people.map(guest => ({ sensor, guest, notify, askFirst, ...kept, ...channels })),
  )

  const told = dryRun && asks.length > 0 ? await whoMayBeTold(db, addresses, caller, people) : undefined
  const shareAll = async (within: Handle) => {
    const verdicts = await judge(within, caller, asks, told)
    if (mode === 'all') refuseAny(verdicts)
    return { verdicts, letters: notify ? lettersOf(verdicts) : [] }
  }
  if (dryRun)
    return rehearse(db, async trx => ({
      ...(await shareAll(trx)),
      limits: await limitsOf(
        trx,
        caller,
        [...lent.keys()].filter(sensor => reaches(caller, sensor)),
      ),
    }))
  return mode === 'all' ? atomically(db, shareAll) : shareAll(db)
}

/** Judges every pair. Beyond `told`, addresses that nobody has stand in for the guests, so nothing depends on them. */
async function judge(db: Handle, caller: Caller, asks: Ask[], told?: Set<string>): Promise<Verdict[]> {
  const stand = new Map<string, string>()
  if (told) for (const { guest } of asks) if (!told.has(guest) && !stand.has(guest)) stand.set(guest, nobody())
  const verdicts = await share(
    db,
    caller,
    asks.map(ask => ({ ...ask, guest: stand.get(ask.guest) ?? ask.guest })),
  )
  return verdicts.map((verdict, index) => {
    const { sensor, guest } = asks[index] as Ask
    return { sensor, guest, verdict: stand.has(guest) && !(verdict instanceof Refusal) ? {} : verdict }
  })
}

function refuseAny(verdicts: Verdict[]) {
  for (const { sensor, guest, verdict } of verdicts) {
    if (!(verdict instanceof Refusal)) continue
    throw new Refusal(verdict.name, `Nothing was shared, because of ${sensor} for ${guest}: ${verdict.message}`)
  }
}

/** Lists the letters that the statement owes: one for each guest. */
function lettersOf(verdicts: Verdict[]): SharedMany['letters'] {
  const letters = new Map<string, SharedMany['letters'][number]>()
  for (const { guest, verdict } of verdicts) {
    if (verdict instanceof Refusal) continue
    const letter = letters.get(guest) ?? { guest, ...kindOf(verdict), sensors: 0 }
    letters.set(guest, { ...letter, sensors: letter.sensors + 1 })
  }
  return [...letters.values()]
}

const kindOf = ({ invited }: Partial<Shared>) =>
  invited === undefined ? {} : { kind: invited ? ('invitation' as const) : ('shared' as const) }

/** Reads how much of the caller's plan is used, and of the limit of each of their sensors; refuses with `badToken` if the account is gone. */
async function limitsOf(db: Handle, caller: Caller, sensors: string[]): Promise<Limits> {
  const list = JSON.stringify(sensors.map((sensor, position) => ({ sensor, position })))
  const [shares, ...uses] = await findLimits(db, caller.id, list)
  if (!shares) throw new Refusal('badToken')
  return {
    shares: { used: shares.used, most: shares.most },
    sensors: uses.map(({ sensor, ...use }) => ({ sensor: sensor ?? '', ...use })),
  }
}

const findLimits = statement<[owner: number, sensors: string], { sensor: string | null } & Use>(
  'limits-of-shares',
  (owner, sensors) => sql`
    with owner as materialized (
      select people.id, share_count, max_shares, max_shares_per_sensor
      from people
      join plans on plans.name = ${planNow}
      where people.id = ${owner}
    )
    select sensor, used, most
    from (
      select null as sensor, share_count as used, max_shares as most, -1 as position from owner
      union all
      select listed.sensor, sensor.share_count, max_shares_per_sensor, position
      from ${jsonRows(sensors, 'sensor text collate "C", position int')}
      cross join owner
      cross join lateral (select share_count from sensors where id = listed.sensor and owner_id = owner.id limit 1) as sensor
    ) as uses
    order by position`,
)
