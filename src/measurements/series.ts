/** What a sensor measured as numbers, over any range of time: read in pages, so that memory doesn't grow with the range. */
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { channels as known } from './frame.ts'
import { type History, type Range, type ReadPage, readWithSight } from './read.ts'
import { corrected, decode, type Quantity, quantities, type Values } from './values.ts'

/** Which values to read; `since` and `until` as in `Range`. Without `channels`: all that the caller sees. */
export type SeriesFilter = Pick<Range, 'sensor' | 'since' | 'until'> & { channels: string[] | undefined }

/** The values that were measured at a second since 1970. */
export type Reading = { at: number; values: Values }

/** The values of a sensor, the oldest first. `quantities` are those that they can have. */
export type Series = { sensor: string; name: string; quantities: Quantity[]; pages: AsyncIterable<Reading[]> }

/** Measurements per statement: enough that its fixed cost doesn't count, few enough that others wait only shortly. */
const pageSize = 1_000

/**
 * Reads the values that the caller sees, as fine as the plan allows. Each page is a new statement, which judges access
 * anew: `pages` throws `notVisible` once it has ended. Refuses with `noSuchChannel` and as `read` does. `readPage` reads
 * each page; it may wait, or refuse.
 */
export async function openSeries(
  db: Database,
  caller: Caller,
  { sensor, since, until, channels }: SeriesFilter,
  readPage: ReadPage = readWithSight,
): Promise<Series> {
  const unknown = channels?.find(channel => !known.has(channel))
  if (unknown !== undefined) {
    throw new Refusal('noSuchChannel', `A sensor has no such channel: ${unknown}. The channels are listed at /docs.`)
  }
  const range: Range = { sensor, since, until, limit: pageSize, sort: 'asc', mode: 'dense' }
  let page = await readPage(db, caller, range)
  const shown = channels ?? page.channels
  const names = (Object.keys(quantities) as Quantity[]).filter(
    name => shown?.includes(quantities[name].channel) ?? true,
  )

  async function* pages() {
    for (;;) {
      yield readingsOf(page, names)
      const last = page.measurements[pageSize - 1]?.timestamp
      if (last === undefined || (until !== undefined && last + 1 > until)) return
      page = await readPage(db, caller, { ...range, since: last + 1 })
    }
  }

  return { sensor, name: page.name, quantities: names, pages: pages() }
}

/** Decodes measurements and keeps the given quantities; leaves out measurements that have none of them. */
function readingsOf(history: History, names: Quantity[]): Reading[] {
  return history.measurements.flatMap(({ timestamp: at, data }) => {
    const all = corrected(decode(data), history)
    const values: Values = {}
    for (const name of names) if (all[name] !== undefined) values[name] = all[name]
    return Object.keys(values).length > 0 ? [{ at, values }] : []
  })
}
