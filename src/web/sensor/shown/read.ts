/** Reads what the page of a sensor shows. */
import type { Sight } from '../../../access/permission.ts'
import type { Database } from '../../../db/open.ts'
import { voltageOf } from '../../../measurements/health.ts'
import { corrected, decode, type Offsets } from '../../../measurements/values.ts'
import type { Caller } from '../../../people/caller.ts'
import { Refusal } from '../../../refusal.ts'
import { listSensors } from '../../../sensors/read/list.ts'
import { type Service, servicesOf } from '../../../sensors/read/services.ts'
import { isDevice } from '../../../sharing/channels.ts'
import { listShares } from '../../../sharing/read/list.ts'
import type { ShareView } from '../../../sharing/read/shown.ts'
import type { Reader } from '../../time/view.ts'
import { texts } from '../../units/words.ts'

/** A sensor as its page shows it. */
export type ShownSensor = {
  id: string
  name: string
  owner: string
  role: Sight['role']
  canShare: boolean
  isPublic: boolean
}

/** What can be shared alone: the channels of a Ruuvi sensor, or the services of a device. */
export type ShareableParts = { isDevice: boolean; channels: Service[] }

/** Guests per page. */
const mostPeople = 50

/** Reads a sensor with its latest measurement; throws `noSuchPage` if the caller cannot see it. */
export async function readSensor(
  db: Database,
  caller: Caller,
  id: string,
): Promise<ShownSensor & { latest: Latest | undefined }> {
  const parts = { sensor: id, others: true, guests: false, measurements: true, settings: false }
  const [found] = await listSensors(db, caller, parts).catch(error => {
    throw error instanceof Refusal && error.name === 'notVisible' ? new Refusal('noSuchPage') : error
  })
  if (!found) throw new Refusal('noSuchPage')
  const { name, owner, role, canShare, measurements, public: isPublic } = found
  const [latest] = measurements
  return { id, name, owner, role, canShare, isPublic, latest: latest && latestOf(latest, found) }
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
export async function readOffer(
  db: Database,
  caller: Caller,
  id: string,
  { language }: Reader,
): Promise<ShareableParts> {
  const ofRuuvi = () =>
    Object.entries(texts[language].channels).map(([channel, name]) => ({ sensor: id, channel, name }))
  return { isDevice: isDevice(id), channels: isDevice(id) ? await servicesOf(db, caller, [id]) : ofRuuvi() }
}

/** The latest measurement of a sensor: its values, its second since 1970, its battery in volts and its signal in dBm. */
export type Latest = ReturnType<typeof latestOf>

const latestOf = ({ timestamp, data, rssi }: { timestamp: number; data: string; rssi: number }, offsets: Offsets) => ({
  at: timestamp,
  values: corrected(decode(data), offsets),
  battery: voltageOf(data),
  rssi,
})
