/** Reads what the charts of a sensor show. */
import type { Database } from '../../../db/open.ts'
import { readBuckets } from '../../../measurements/buckets.ts'
import type { Caller } from '../../../people/caller.ts'
import { Refusal } from '../../../refusal.ts'
import { isSensorId } from '../../../sensors/sensor-id.ts'
import { isDevice } from '../../../sharing/channels.ts'
import { textIn } from '../../frame/form.ts'
import type { Reader } from '../../time/view.ts'
import type { Comparable } from './controls.ts'
import { rangeIn } from './ranges.ts'
import type { ChartContent } from './view.ts'

/** Sensors that are offered to be compared. */
const mostOthers = 200

/**
 * Reads the range that a query names, of a sensor and of the one that it names in `with`; `listVisible` lists those
 * that can be compared. Refuses with `notVisible`.
 */
export async function readCharts(
  db: Database,
  caller: Caller,
  { sensor, listVisible, query, reader }: Wanted,
): Promise<ChartContent> {
  const range = rangeIn(query, reader)
  const named = textIn(query, 'with').toUpperCase()
  const { since, until } = range
  const [own, other, all] = await Promise.all([
    readBuckets(db, caller, { sensor, since, until }),
    named === '' || named === sensor ? undefined : readOther(db, caller, named, since, until),
    listVisible(),
  ])
  const others = all.filter(one => one.sensor !== sensor && !isDevice(one.sensor))
  // The one that is compared stays in the list, however long that is.
  const offered = others.filter((one, index) => index < mostOthers || one.sensor === named)
  return {
    range,
    own,
    // All of the one is the range of both.
    other: other && { ...other, since: own.since, buckets: other.buckets.filter(({ at }) => at >= own.since) },
    isOtherGone: named !== '' && named !== sensor && !other,
    others: offered.map(one => ({ sensor: one.sensor, name: one.name })),
  }
}

type Wanted = { sensor: string; query: unknown; reader: Reader; listVisible: () => Promise<Comparable[]> }

async function readOther(db: Database, caller: Caller, sensor: string, since: number | undefined, until: number) {
  if (!isSensorId(sensor) || isDevice(sensor)) return undefined
  return readBuckets(db, caller, { sensor, since, until }).catch(error => {
    if (error instanceof Refusal && error.name === 'notVisible') return undefined
    throw error
  })
}
