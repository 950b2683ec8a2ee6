/** Reads what the page of a sensor shows. */
import type { Database } from '../../db/open.ts'
import { read } from '../../measurements/read.ts'
import { channelNames, corrected, decode, type Offsets } from '../../measurements/values.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { listSensors } from '../../sensors/read/list.ts'
import { servicesOf } from '../../sensors/read/services.ts'
import { isDevice } from '../../sharing/channels.ts'
import { listShares } from '../../sharing/read/list.ts'
import type { ShareView } from '../../sharing/read/shown.ts'
import { type Span, spans } from './chart.ts'
import type { ShareableParts } from './people.ts'
import type { ShownSensor } from './view.ts'

/** Guests per page. */
const mostPeople = 50
/** Limit of measurements per chart. A day with more of them is read again at one per 15 minutes. */
const mostReadings = 5_000

/** Reads a sensor with its latest measurement; throws `noSuchPage` if the caller cannot see it. */
export async function readSensor(
  db: Database,
  caller: Caller,
  id: string,
): Promise<ShownSensor & { latest: ReturnType<typeof readingOf> | undefined }> {
  const parts = { sensor: id, others: true, guests: false, measurements: true, settings: false }
  const [found] = await listSensors(db, caller, parts).catch(error => {
    throw error instanceof Refusal && error.name === 'notVisible' ? new Refusal('noSuchPage') : error
  })
  if (!found) throw new Refusal('noSuchPage')
  const { name, owner, role, canShare, measurements, public: isPublic } = found
  const [latest] = measurements
  return { id, name, owner, role, canShare, isPublic, latest: latest && readingOf(latest, found) }
}

/** Lists the shares that the owner gave of a sensor; for a guest, only their own. */
export async function readShares(
  db: Database,
  caller: Caller,
  { id, role }: ShownSensor,
  after: string,
  person?: string,
): Promise<{ shares: ShareView[]; next: string | null }> {
  if (role === 'public') return { shares: [], next: null }
  return listShares(db, caller, {
    sensor: id,
    person,
    direction: role === 'owner' ? 'given' : 'got',
    state: undefined,
    after: after || undefined,
    limit: mostPeople,
  })
}

/**
 * Lists what can be shared alone: the services of a device, or the channels of a Ruuvi sensor.
 */
export async function readOffer(db: Database, caller: Caller, id: string): Promise<ShareableParts> {
  const ofRuuvi = () => Object.entries(channelNames).map(([channel, name]) => ({ sensor: id, channel, name }))
  return { isDevice: isDevice(id), channels: isDevice(id) ? await servicesOf(db, caller, [id]) : ofRuuvi() }
}

/** Reads what a sensor measured in a span that ends now, the oldest first. */
export async function readReadings(db: Database, caller: Caller, sensor: string, span: Span, now: number) {
  const since = now - spans[span].minutes * 60
  const range = { sensor, since, until: now, limit: mostReadings, sort: 'desc' } as const
  const isDay = span === 'day'
  const history = await read(db, caller, { ...range, mode: isDay ? 'dense' : 'sparse' })
  const isCut = isDay && history.measurements.length === mostReadings
  const { measurements, ...offsets } = isCut ? await read(db, caller, { ...range, mode: 'sparse' }) : history
  return measurements.reverse().map(measurement => readingOf(measurement, offsets))
}

const readingOf = ({ timestamp, data }: { timestamp: number; data: string }, offsets: Offsets) => ({
  at: timestamp,
  values: corrected(decode(data), offsets),
})
